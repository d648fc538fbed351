import {addTour} from "./add_tour";

addTour("customer_tier_entitlement_salesperson", {
    url: "/odoo/customer-tier-home",
    steps: () => [
        {
            content: "One training is due",
            trigger:
                "li:contains('Trainings and other benefits to offer') .o_customer_tier_figure:contains('1')",
            run: "click",
        },
        {
            content: "Open it",
            trigger: ".o_data_row .o_data_cell[name=partner_id]:contains('Customer 1')",
            run: "click",
        },
        {
            content: "It says since when it is due",
            trigger: ".o_field_widget[name=sentence]:contains('Due since')",
        },
        {
            content: "Offer it",
            trigger: ".o_statusbar_buttons button[name=action_offer]",
            run: "click",
        },
        {
            content: "It is offered",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('Offered'):visible",
        },
        {
            content: "The customer accepts",
            trigger:
                ".o_statusbar_buttons button[name=action_accept]:contains('Accept')",
            run: "click",
        },
        {
            content: "It says until when to hold it",
            trigger: ".o_field_widget[name=sentence]:contains('to be used by')",
        },
        {
            content: "It was held",
            trigger: ".o_statusbar_buttons button[name=action_use]",
            run: "click",
        },
        {
            content: "Without evidence it is not taken",
            trigger:
                ".modal footer button[name=action_confirm]:contains('Use'):visible",
            run: "click",
        },
        {
            content: "It says what is missing",
            trigger: ".modal .modal-body:contains('Say what was done')",
        },
        {
            content: "Close the message",
            trigger: ".modal:contains('Say what was done') footer .btn-primary",
            run: "click",
        },
        {
            content: "Say what was done",
            trigger: ".modal .o_field_widget[name=note]:visible textarea",
            run: "edit Half a day, six people",
        },
        {
            content: "Use it",
            trigger:
                ".modal footer button[name=action_confirm]:contains('Use'):visible",
            run: "click",
        },
        {
            content: "It is used",
            trigger: ".o_field_widget[name=sentence]:contains('Used on')",
        },
        {
            content: "The answers say what was done",
            trigger:
                ".o_field_widget[name=answer_ids] .o_data_row:contains('Half a day, six people')",
        },
        {
            content: "Nothing is left to do here",
            trigger:
                ".o_statusbar_buttons:not(:has(button[name=action_use])):not(:has(button[name=action_offer]))",
        },
    ],
});

addTour("customer_tier_entitlement_manager", {
    url: "/odoo/customer-benefits",
    steps: () => [
        {
            content: "Open the training",
            trigger: ".o_data_row .o_data_cell:contains('Product Training')",
            run: "click",
        },
        {
            content: "The count says that three are open",
            trigger:
                ".o_stat_info:has(.o_field_widget[name=entitlement_count]:contains('3'))",
            run: "click",
        },
        {
            content: "So many are listed",
            trigger:
                ".o_list_view:has(.o_data_row:nth-child(3)):not(:has(.o_data_row:nth-child(4)))",
        },
        {
            content: "Open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "Whom does nobody look after?",
            trigger: ".o_filter_menu .o_menu_item:contains('Without Salesperson')",
            run: "click",
        },
        {
            content: "One customer",
            trigger:
                ".o_list_view:has(.o_data_row:contains('Customer 2')):not(:has(.o_data_row:nth-child(2)))",
        },
        {
            content: "Open it",
            trigger: ".o_data_row .o_data_cell[name=partner_id]:contains('Customer 2')",
            run: "click",
        },
        {
            content: "Back to the training, by the way one came",
            trigger: ".breadcrumb-item a:contains('Product Training')",
            run: "click",
        },
        {
            content: "It is the training",
            trigger:
                ".o_form_view .o_field_widget[name=name]:contains('Product Training')",
        },
    ],
});
