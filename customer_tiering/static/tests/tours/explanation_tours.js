import {addTour} from "./add_tour";

const openExplanation = [
    {
        content: "Open the page of the tier",
        trigger: ".o_notebook_headers a[name=customer_tier]",
        run: "click",
    },
    {
        content: "It says why",
        trigger: ".o_customer_tier_explanation:contains('Rank 1 of 10 customers')",
    },
];

addTour("customer_tiering_why_on_the_customer", {
    steps: () => [
        ...openExplanation,
        {
            content: "Open the documents behind the revenue",
            trigger: ".o_customer_tier_explanation button:contains('1,000.00')",
            run: "click",
        },
        {
            content: "They are there",
            trigger: ".o_list_view .o_data_row:contains('Customer 1')",
        },
    ],
});

addTour("customer_tiering_why_on_a_phone", {
    steps: () => [
        ...openExplanation,
        {
            content: "Nothing is wider than the screen",
            trigger: ".o_customer_tier_explanation",
            run() {
                if (this.anchor.getBoundingClientRect().right > window.innerWidth) {
                    throw new Error("The explanation is wider than the screen");
                }
            },
        },
    ],
});

addTour("customer_tiering_set_manual", {
    steps: () => [
        {
            content: "Choose the last customer",
            trigger:
                ".o_data_row:contains('Customer 10') .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus .dropdown-toggle:contains('Actions')",
            run: "click",
        },
        {
            content: "Set his tier by hand",
            trigger: ".o-dropdown-item:contains('Set Manual Tier')",
            run: "click",
        },
        {
            content: "Say which tier",
            trigger: ".modal .o_field_widget[name=tier_id] input",
            run: "edit Top",
        },
        {
            content: "Choose it",
            trigger: ".o-autocomplete--dropdown-item:contains('Top')",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Opens three shops",
        },
        {
            content: "Apply",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "It is in force",
            trigger:
                ".o_data_row:contains('Customer 10') td[name=effective_tier_id]:contains('Top')",
        },
    ],
});

addTour("customer_tiering_empty_figure", {
    steps: () => [
        {
            content: "Open the page of the tier",
            trigger: ".o_notebook_headers a[name=customer_tier]",
            run: "click",
        },
        {
            content: "It says of which day and period the figures are",
            trigger:
                ".o_customer_tier_as_of:contains('Figures as of 06/30/2025, for the period from 07/01/2024 to 06/30/2025')",
        },
        {
            content: "Open what is behind nothing refunded",
            trigger:
                ".o_customer_tier_explanation div:contains('Refunded') > button:contains('0.00')",
            run: "click",
        },
        {
            content: "The list says that it is empty",
            trigger:
                ".o_view_nocontent .o_view_nocontent_smiling_face:contains('No documents behind this figure')",
            run() {
                if (document.querySelector(".o_view_sample_data")) {
                    throw new Error("The list invents rows");
                }
                if (document.querySelector(".o_content").innerText.includes("<p")) {
                    throw new Error("The list shows HTML");
                }
            },
        },
    ],
});
