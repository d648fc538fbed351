import {addTour} from "./add_tour";

addTour("customer_tiering_admin_set_up", {
    url: "/odoo/customer-tier-evaluations",
    steps: () => [
        {
            content: "Nothing has been evaluated: answer three questions",
            trigger: ".o_view_nocontent button:contains('Set Up')",
            run: "click",
        },
        {
            content: "Letters, please",
            trigger:
                ".modal .o_field_widget[name=scheme_kind] input[data-value=letters]",
            run: "click",
        },
        {
            content: "See the scheme",
            trigger: ".modal button[name=action_set_up]",
            run: "click",
        },
        {
            content: "It is not in force",
            trigger: ".alert:contains('This scheme is not in force yet')",
        },
        {
            content: "There are few customers",
            trigger:
                ".alert-warning:contains('Few customers bought in the period (0)')",
        },
        {
            content: "Rank by several figures",
            trigger: ".o_field_widget[name=rank_by] input[data-value=score]",
            run: "click",
        },
        {
            content: "Open the criteria",
            trigger: "a[name=criteria]",
            run: "click",
        },
        {
            content: "Add one",
            trigger:
                ".o_field_widget[name=criterion_ids] .o_field_x2many_list_row_add a, " +
                ".o_field_widget[name=criterion_ids] .o_field_x2many_list_row_add button",
            run: "click",
        },
        {
            content: "The number of purchases",
            trigger: ".modal .o_field_widget[name=metric_id] input",
            run: "edit Purchases",
        },
        {
            content: "Choose it",
            trigger: ".ui-autocomplete a:contains('Purchases')",
            run: "click",
        },
        {
            content: "Enough",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "It makes up the whole score",
            trigger:
                ".o_field_widget[name=criterion_ids] .o_data_row:contains('Purchases'):contains('100')",
        },
        {
            content: "Read how slowly customers fall",
            trigger: "a[name=falling]",
            run: "click",
        },
        {
            content: "At the first miss",
            trigger: ".o_field_widget[name=misses] input:value('1')",
        },
        {
            content: "Back to where the tiers end",
            trigger: "a[name=rules]",
            run: "click",
        },
        {
            content: "One percent for the A",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:contains('% of customers')",
        },
        {
            content: "Put it in force",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            content: "Yes, customers may show its tiers",
            trigger: ".modal-footer .btn-primary:contains('Apply')",
            run: "click",
        },
        {
            content: "It waits for the scheduled action",
            trigger: ".o_customer_tier_progress:contains('Waiting')",
        },
    ],
});
