import {addTour} from "./add_tour";

addTour("customer_tiering_home_log_a_call", {
    steps: () => [
        {
            content: "It says first what is at stake",
            trigger: ".o_customer_tier_home_headline:contains('falling or quiet')",
        },
        {
            content: "Log a call with the customer who is most at stake",
            trigger:
                ".o_customer_tier_call_list[data-list=falling] .o_customer_tier_call:first:contains('Customer 1') button[name=log_call]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".modal button[name=action_schedule_activities_done]",
            run: "click",
        },
        {
            content: "The list knows it",
            trigger:
                ".o_customer_tier_call_list[data-list=falling] .o_customer_tier_call:contains('Last contact today')",
        },
    ],
});

addTour("customer_tiering_home_on_a_phone", {
    steps: () => [
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_customer_tier_home .o_customer_tier_call",
            run() {
                const content = document.querySelector(
                    ".o_customer_tier_home .o_content"
                );
                if (content.scrollWidth > window.innerWidth) {
                    throw new Error("Home is wider than the screen");
                }
            },
        },
        {
            content: "A list opens",
            trigger: ".o_customer_tier_count .o_customer_tier_figure:first",
            run: "click",
        },
        {
            content: "Its customers are there",
            trigger:
                ".o_kanban_record:contains('Customer 1'), .o_data_row:contains('Customer 1')",
        },
    ],
});

addTour("customer_tiering_home_bridge", {
    steps: () => [
        {
            content: "The books agree with the customers",
            trigger: ".o_customer_tier_home_headline:contains('closes at zero')",
        },
        {
            content: "Show the steps of the revenue",
            trigger: ".o_customer_tier_bridge[data-bridge=revenue] summary",
            run: "click",
        },
        {
            content: "Open the items of the customers",
            trigger:
                ".o_customer_tier_bridge[data-bridge=revenue] tr:contains('Net revenue of the customers') button",
            run: "click",
        },
        {
            content: "The item is there",
            trigger: ".o_list_view .o_data_row:contains('Customer 1')",
        },
    ],
});

addTour("customer_tiering_home_manager", {
    steps: () => [
        {
            content: "The curve is drawn",
            trigger: ".o_customer_tier_pareto canvas",
        },
        {
            content: "Who rose is a ribbon; open them by keyboard",
            trigger: ".o_customer_tier_ribbon.o_customer_tier_up",
            run() {
                this.anchor.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "Enter", bubbles: true})
                );
            },
        },
        {
            content: "Their lines in the history",
            trigger: ".o_list_view .o_data_row:contains('Customer 2')",
        },
        {
            content: "Back on the page",
            trigger: ".o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "Change the role",
            trigger: ".o_customer_tier_home button[data-role=accounting]",
            run: "click",
        },
        {
            content: "The books",
            trigger: ".o_customer_tier_bridge[data-bridge=revenue]",
        },
    ],
});

addTour("customer_tiering_home_empty", {
    steps: () => [
        {
            content: "The page leads to the set-up",
            trigger: ".o_customer_tier_home_empty button:contains('Set Up')",
            run: "click",
        },
        {
            content: "Three questions",
            trigger: ".modal .o_form_view:contains('three questions')",
        },
    ],
});
