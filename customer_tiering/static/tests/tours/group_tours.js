import {addTour} from "./add_tour";

addTour("customer_tiering_group_manager", {
    steps: () => [
        {
            content: "A new group",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Name it",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour circle",
        },
        {
            content: "Which tier",
            trigger: ".o_field_widget[name=tier_ids] input",
            run: "edit Top",
        },
        {
            content: "Top",
            trigger: ".o-autocomplete--dropdown-item:contains('Top')",
            run: "click",
        },
        {
            content: "Which scheme",
            trigger: ".o_field_widget[name=scheme_id] input",
            run: "edit Circle scheme",
        },
        {
            content: "The pyramid",
            trigger: ".o-autocomplete--dropdown-item:contains('Circle scheme')",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            content: "Who is Top belongs to it at once",
            trigger: "button[name=action_view_members]:contains('1')",
            run: "click",
        },
        {
            content: "Since when, and by which tier",
            trigger:
                ".o_data_row:contains('Ann'):has(td[name=tier_id]:contains('Top')) td[name=joined_on]:not(:empty)",
        },
    ],
});

addTour("customer_tiering_group_log", {
    steps: () => [
        {
            content: "Ben is a member now",
            trigger: ".o_data_row:contains('Ben')",
        },
        {
            content: "Ann is not",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Ann')))",
        },
        {
            content: "Show who has left, too",
            trigger: ".o_searchview .o_facet_remove",
            run: "click",
        },
        {
            content: "The log keeps both days of Ann",
            trigger:
                ".o_data_row:contains('Ann'):has(td[name=joined_on]:not(:empty)) td[name=left_on]:not(:empty)",
        },
    ],
});
