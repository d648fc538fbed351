import {addTour} from "./add_tour";

const BUTTON = ".o_customer_tier_first_use button:contains('Set Up')";

addTour("customer_tiering_set_up_gifts", {
    url: "/odoo/gift-plans",
    steps: () => [
        {
            content: "Nothing is planned: answer three questions",
            trigger: `.o_view_nocontent:contains('No gifts are planned yet') ${BUTTON}`,
            run: "click",
        },
        {
            content: "How much for the best tier",
            trigger: ".modal .o_data_row:first-child [name=amount]",
            run: "click",
        },
        {
            content: "45",
            trigger: ".modal .o_data_row:first-child [name=amount] input",
            run: "edit 45",
        },
        {
            content: "Not for the National Day",
            trigger:
                ".modal .form-check:contains('National Day (China)') input:checked",
            run: "click",
        },
        {
            content: "But for Christmas, which is not in use yet",
            trigger: ".modal .form-check:contains('Christmas') input:not(:checked)",
            run: "click",
        },
        {
            content: "Show the plan",
            trigger: ".modal button[name=action_set_up]",
            run: "click",
        },
        {
            content: "It is a draft and proposes gifts",
            trigger: ".o_form_view button[name=action_make]",
        },
    ],
});

addTour("customer_tiering_set_up_samples", {
    url: "/odoo/samples-left",
    steps: () => [
        {
            content: "No allowance, also behind a filter: answer three questions",
            trigger: `.o_view_nocontent ${BUTTON}`,
            run: "click",
        },
        {
            content: "The example is proposed; less, please",
            trigger: ".modal .o_data_row:first-child [name=amount]:contains('3,000')",
            run: "click",
        },
        {
            content: "250",
            trigger: ".modal .o_data_row:first-child [name=amount] input",
            run: "edit 250",
        },
        {
            content: "Use it",
            trigger: ".modal button[name=action_set_up]",
            run: "click",
        },
        {
            content: "It is in use",
            trigger: ".o_form_view [name=active] input:checked",
        },
    ],
});

addTour("customer_tiering_whom_to_ask", {
    url: "/odoo/customer-tiers",
    steps: () => [
        {
            content: "The sentence names somebody, and there is no button",
            trigger:
                ".o_customer_tier_first_use:contains('Ask Ada.'):not(:has(button))",
        },
    ],
});
