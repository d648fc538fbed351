import {addTour} from "./add_tour";

addTour("customer_tiering_accountant_signs", {
    steps: () => [
        {
            content: "Open where the income went",
            trigger: "a[name=bridge]",
            run: "click",
        },
        {
            content: "Nothing is left unexplained",
            trigger:
                ".o_field_widget[name=bridge_ids] .o_data_row:contains('Difference'):contains('0.00')",
        },
        {
            content: "Open the items behind the revenue of the customers",
            trigger:
                ".o_field_widget[name=bridge_ids] .o_data_row:contains('Net revenue of the customers') button[name=action_view_items]",
            run: "click",
        },
        {
            content: "There they are",
            trigger: ".o_list_view .o_data_row:contains('Tour customer 10')",
        },
        {
            content: "Back to the evaluation",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
        {
            content: "Its customers",
            trigger: "button[name=action_view_standings]",
            run: "click",
        },
        {
            content: "The one who paid",
            trigger: ".o_list_view .o_data_cell:contains('Tour customer 10')",
            run: "click",
        },
        {
            content: "What was collected",
            trigger: "button[name=action_view_collected]:contains('60.00')",
            run: "click",
        },
        {
            content: "One payment",
            trigger: ".o_list_view .o_data_row:contains('60.00')",
        },
        {
            content: "Back to the evaluation",
            trigger: ".o_breadcrumb .o_back_button",
            run: "click",
        },
    ],
});

addTour("customer_tiering_accountant_marks", {
    steps: () => [
        {
            content: "Sign",
            trigger: "button[name=action_ask_check]",
            run: "click",
        },
        {
            content: "Say what it agrees with",
            trigger: ".modal .o_field_widget[name=remark] textarea",
            run: "edit Agrees with the books",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "It can be taken back, so it is signed",
            trigger: "button[name=action_ask_uncheck]",
        },
    ],
});

addTour("customer_tiering_admin_previews", {
    steps: () => [
        {
            content: "Change it without touching anybody",
            trigger: "button[name=action_preview_changes]",
            run: "click",
        },
        {
            content: "This is a draft",
            trigger: ".alert:contains('A draft of')",
        },
        {
            content: "Change the share of the best",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:first td[name=threshold]",
            run: "click",
        },
        {
            content: "A fifth of the customers",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:first td[name=threshold] input",
            run: "edit 20",
        },
        {
            content: "See what it would do",
            trigger: "button[name=action_preview].btn-primary",
            run: "click",
        },
        {
            content: "One of the ten would rise to the Top",
            trigger: ".o_customer_tier_matrix td.table-success button:contains('1')",
        },
        {
            content: "Put it in force",
            trigger: "button[name=action_apply]",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It waits for the scheduled action",
            trigger: ".o_customer_tier_progress:contains('Waiting')",
        },
    ],
});

addTour("customer_tiering_admin_undoes", {
    steps: () => [
        {
            content: "Undo the evaluation",
            trigger: "button[name=action_ask_undo]",
            run: "click",
        },
        {
            content: "It says how many get back what they had",
            trigger: ".modal .o_field_widget[name=undo_count]",
        },
        {
            content: "Undo",
            trigger: ".modal button[name=action_undo]",
            run: "click",
        },
        {
            content: "It is undone",
            trigger: ".alert:contains('was undone')",
        },
    ],
});
