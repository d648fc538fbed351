import {addTour} from "./add_tour";

addTour("customer_tier_benefit_matrix", {
    url: "/odoo/customer-benefits",
    steps: () => [
        {
            content: "Open tiers × benefits",
            trigger:
                ".o_control_panel_main_buttons button:contains('Matrix'), .o_list_buttons button:contains('Matrix')",
            run: "click",
        },
        {
            content: "Top is offered a training every three months",
            trigger: "input[aria-label='Top, Tour training']",
            run: "edit 3 && press Enter",
        },
        {
            content: "It is kept",
            trigger: "input[aria-label='Top, Tour training']:value('3')",
        },
        {
            content: "A price list is no number: the cell opens",
            trigger: "button[aria-label='More on Medium, Tour prices']",
            run: "click",
        },
        {
            content: "Choose the list",
            trigger: ".modal .o_field_widget[name=pricelist_id] input",
            run: "edit Big prices",
        },
        {
            content: "That of Big",
            trigger: ".o-autocomplete--dropdown-item:contains('Big prices') a",
            run: "click",
        },
        {
            content: "Save the line",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The cell names the list",
            trigger:
                ".o_customer_tier_entry_matrix tr:contains('Medium') td:contains('Big prices')",
        },
    ],
});

addTour("customer_tier_why_contact", {
    steps: () => [
        {
            content: "Prices are on the page of sales",
            trigger: ".o_notebook .nav-link[name=sales_purchases]",
            run: "click",
        },
        {
            content: "The contact says whose list it is",
            trigger:
                ".o_field_widget[name=customer_tier_price_note]:contains('the list of tier Big')",
        },
    ],
});

addTour("customer_tier_why_quotation", {
    steps: () => [
        {
            content: "The quotation keeps the list it had",
            trigger:
                ".alert:contains('the list of tier Big') button:contains('Update Prices')",
            run: "click",
        },
        {
            content: "Yes, update them",
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "It says why, without a banner",
            trigger:
                ".o_form_sheet .o_field_widget[name=customer_tier_price_note]:contains('the list of tier Big')",
        },
        {
            content: "The banner is gone",
            trigger: ".o_form_view:not(:has(.alert button:contains('Update Prices')))",
        },
    ],
});
