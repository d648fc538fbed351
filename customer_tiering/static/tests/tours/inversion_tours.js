import {addTour} from "./add_tour";

addTour("customer_tier_inversion", {
    url: "/odoo/customer-tier-inversions",
    steps: () => [
        {
            content: "The sentence says what is wrong",
            trigger: ".o_field_widget[name=sentence]:contains('1 inversion.')",
        },
        {
            content: "And which tiers",
            trigger:
                ".o_field_widget[name=details]:contains('Big waits shorter than Top.')",
        },
        {
            content: "Both figures are there",
            trigger:
                ".o_data_row:contains('4 working hours'):contains('8 working hours')",
        },
        {
            content: "Open what the lower tier gets",
            trigger: ".o_data_row button[name=action_open_lower]",
            run: "click",
        },
        {
            content: "Big's response time",
            trigger: ".o_data_row:contains('Big') .o_data_cell[name=response_hours]",
            run: "click",
        },
        {
            content: "Longer than Top's",
            trigger: ".o_selected_row .o_data_cell[name=response_hours] input",
            run: "edit 12",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is saved",
            trigger: ".o_form_saved",
        },
        {
            content: "Back to the check",
            trigger: ".breadcrumb-item a:contains('Inversion Check')",
            run: "click",
        },
        {
            content: "Look again",
            trigger: "button[name=action_check]",
            run: "click",
        },
        {
            content: "Nothing is wrong any more",
            trigger: ".o_field_widget[name=sentence]:contains('No inversion')",
        },
    ],
});

addTour("customer_tier_benefit_cost", {
    url: "/odoo/customer-tier-benefit-costs",
    steps: () => [
        {
            content: "Read the costs again",
            trigger: "button[name=action_read_again]",
            run: "click",
        },
        {
            content: "The tier's customers are behind its row",
            trigger: ".o_data_row:contains('Top') .o_data_cell[name=net_revenue]",
            run: "click",
        },
        {
            content: "They are listed",
            trigger: ".o_data_row .o_data_cell[name=partner_id]:contains('Customer 1')",
        },
    ],
});
