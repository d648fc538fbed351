import {addTour} from "./add_tour";

addTour("customer_tiering_admin_classify", {
    url: "/odoo/customer-tier-schemes",
    steps: () => [
        {
            content: "Open the scheme",
            trigger: ".o_data_cell:contains('Tour pyramid')",
            run: "click",
        },
        {
            content: "The last tier shows what the others leave",
            trigger: ".o_field_widget[name=rule_ids] td[name=share]:contains('80.00')",
        },
        {
            content: "Put the scheme in force",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            content: "Yes, customers may show its tiers",
            trigger: ".modal-footer .btn-primary:contains('Apply')",
            run: "click",
        },
        {
            content: "See that it waits for the scheduled action",
            trigger: ".o_customer_tier_progress:contains('Waiting')",
        },
    ],
});

addTour("customer_tiering_admin_result", {
    steps: () => [
        {
            content: "The evaluation is done",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Done')",
        },
        {
            content: "The result shows Top",
            trigger: ".o_field_widget[name=result_ids] .o_data_row:contains('Top')",
        },
        {
            content: "Open where the revenue went",
            trigger: "a[name=bridge]",
            run: "click",
        },
        {
            content: "Net revenue of all documents",
            trigger: ".o_field_widget[name=bridge_ids] .o_data_row:contains('550')",
        },
        {
            content: "Open who moved",
            trigger: "button[name=action_view_changes]",
            run: "click",
        },
        {
            content: "Everybody entered",
            trigger: ".o_data_row:contains('Entered'):contains('Tour customer 10')",
        },
    ],
});

addTour("customer_tiering_salesperson_why", {
    steps: () => [
        {
            content: "Open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "Only Top customers",
            trigger: ".o_filter_menu .o_menu_item:contains('Top')",
            run: "click",
        },
        {
            content: "The filter holds",
            trigger: ".o_searchview_facet:contains('Top')",
        },
        {
            content: "Open the customer",
            trigger: ".o_data_cell:contains('Tour customer 10')",
            run: "click",
        },
        {
            content: "His tier is on the form",
            trigger: "button[name=action_view_customer_tier]:contains('Top')",
            run: "click",
        },
        {
            content: "And so is the reason",
            trigger:
                ".o_field_widget[name=explanation_details]:contains('Rank 1 of 10')",
        },
    ],
});

addTour("customer_tiering_accountant_documents", {
    steps: () => [
        {
            content: "Open the best customer",
            trigger: ".o_data_cell:contains('Tour customer 10')",
            run: "click",
        },
        {
            content: "Open the documents behind his revenue",
            trigger: "button[name=action_view_documents]",
            run: "click",
        },
        {
            content: "They are there",
            trigger: ".o_list_view .o_data_row:contains('Tour customer 10')",
        },
    ],
});
