import {addTour} from "./add_tour";

addTour("customer_tier_statement_customer", {
    url: "/my/home",
    steps: () => [
        {
            content: "Open my benefits",
            trigger: ".o_portal_docs a[href='/my/benefits']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the statement",
            trigger: ".o_portal_my_doc_table a[href^='/my/benefits/']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The status in public words",
            trigger: ".o_customer_tier_statement:contains('Platinum')",
        },
        {
            content: "Accept the training",
            trigger: ".o_customer_tier_training button[value='accepted']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is accepted",
            trigger: ".alert-success:contains('You accepted the training')",
        },
        {
            content: "It says since when, and asks no more",
            trigger:
                ".o_customer_tier_training:not(:has(button)):contains('You accepted it on')",
        },
    ],
});

addTour("customer_tier_statement_manager", {
    url: "/odoo/customer-tiers",
    steps: () => [
        {
            content: "Open the best tier",
            trigger: ".o_group_header:contains('Kingfisher')",
            run: "click",
        },
        {
            content: "Choose a customer",
            trigger: ".o_data_row .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus .dropdown-toggle:contains('Actions')",
            run: "click",
        },
        {
            content: "Send statements",
            trigger: ".o-dropdown--menu .o-dropdown-item:contains('Send Statements')",
            run: "click",
        },
        {
            content: "One customer gets one",
            trigger: ".modal .o_field_widget[name=send_count]:contains('1')",
        },
        {
            content: "Make a draft first",
            trigger: ".modal button[name=action_draft]",
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o_list_view .o_data_row .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "It is in public words",
            trigger: ".o_form_view .o_field_widget[name=body]:contains('Platinum')",
        },
        {content: "Send it", trigger: "button[name=action_send]", run: "click"},
        {
            content: "It is on its way",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('Being Sent')",
        },
    ],
});
