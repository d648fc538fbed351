import {addTour} from "./add_tour";

/** Choose `text` in the many2one `field`, of the dialog if `within` says so. */
const choose = (field, text, within = "") => [
    {
        content: `Look for ${text}`,
        trigger: `${within} .o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `Choose ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
        run: "click",
    },
];

/** Choose the label `text` in the selection `field`. */
const select = (field, text) => [
    {
        content: `Open ${field}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: "click",
    },
    {
        content: `Choose ${text}`,
        trigger: `.o_select_menu_item:contains('${text}')`,
        run: "click",
    },
    {
        content: `${field} is ${text}`,
        trigger: `.o_field_widget[name=${field}] input:value('${text}')`,
    },
];

/** Go to the screen behind `item` in the menu `section`, which shows `trigger`. */
const goTo = (section, item, trigger) => [
    {
        content: "Open the menu",
        trigger: `.o_menu_sections [data-menu-xmlid='customer_tiering.${section}']`,
        run: "click",
    },
    {
        content: `Go to ${item}`,
        trigger: `.o-dropdown--menu [data-menu-xmlid='customer_tiering.${item}']`,
        run: "click",
    },
    {content: "It is open", trigger},
];

const GIFTS = "customer_gift_menu_root";
const SETUP = "customer_tier_menu_configuration";
const titled = (title) => `.o_control_panel .o_breadcrumb:contains('${title}')`;

const save = [
    {content: "Save", trigger: ".o_form_button_save:enabled", run: "click"},
    {content: "It is saved", trigger: ".o_form_saved"},
];

const back = {content: "Go back", trigger: ".o_back_button", run: "click"};

addTour("customer_gift_administrator", {
    url: "/odoo/gift-occasions",
    steps: () => [
        {
            content: "A new occasion",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_field_widget[name=name] input",
            run: "edit Tour day",
        },
        ...select("kind", "The same day every year"),
        ...select("month", "March"),
        ...save,
        {
            content: "Open its dates",
            trigger: "button[name=action_view_dates]",
            run: "click",
        },
        {
            content: "They are made ahead",
            trigger: ".o_list_view .o_data_row:contains('Tour day')",
        },
        {
            content: "No recalculation shall move this one",
            trigger:
                ".o_data_row:contains('Tour day') [name=locked] input:not(:checked)",
            run: "click",
        },
        {
            content: "It is locked",
            trigger: ".o_data_row:contains('Tour day') [name=locked] input:checked",
        },
        ...goTo(SETUP, "customer_gift_budget_menu", titled("Gift Budgets")),
        {
            content: "Open the budget",
            trigger: ".o_data_cell:contains('Tour gifts')",
            run: "click",
        },
        {
            content: "Top is given more on that day",
            trigger: "input[aria-label='Top, Tour day']",
            run: "edit 1500 && press Enter",
        },
        {
            content: "It is kept, as the language writes it",
            trigger: "input[aria-label='Top, Tour day']:value('1,500')",
        },
        ...goTo(SETUP, "customer_gift_policy_menu", titled("Gift Policies")),
        {
            content: "Open the general template",
            trigger: ".o_group_header:contains('General')",
            run: "click",
        },
        {
            content: "Open one of its rules",
            trigger: ".o_data_row .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "It says what it is not",
            trigger: ".o_form_view .alert:contains('not legal advice')",
        },
    ],
});

addTour("customer_gift_manager", {
    url: "/odoo/gift-plans",
    steps: () => [
        {
            content: "A new plan",
            trigger: ".o_list_button_add",
            run: "click",
        },
        ...choose("occasion_date_id", "Tour feast"),
        {
            content: "It is named after the occasion",
            trigger: ".o_field_widget[name=name] input:value('Tour feast')",
        },
        ...choose("budget_id", "Tour gifts"),
        {
            content: "Why",
            trigger: ".o_field_widget[name=purpose] input",
            run: "edit Thanks for the year",
        },
        {
            content: "Make the gifts",
            trigger: "button[name=action_make]",
            run: "click",
        },
        {
            content: "Top, two Big, three Medium",
            trigger: "button[name=action_view_gifts]:contains('6')",
        },
        {
            content: "Open the plan",
            trigger: ".o_statusbar_buttons button[name=action_open]:visible",
            run: "click",
        },
        {
            content: "It is open",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('In Progress')",
        },
        {
            content: "See its gifts",
            trigger: "button[name=action_view_gifts]",
            run: "click",
        },
        {
            content: "Open the last one",
            trigger: ".o_data_row .o_data_cell[name=partner_id]:contains('Customer 6')",
            run: "click",
        },
        {
            content: "Hold it",
            trigger: "button[name=action_hold]",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Asks for a brochure instead",
        },
        {
            content: "That is why",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "It is on hold, and the reason stands once",
            trigger: ".alert .o_field_widget[name=hold_reason]:contains('brochure')",
        },
        back,
        {
            // what was read before is shown first, and a choice in it would be lost
            content: "The list has been read again, and marks it",
            trigger: ".o_data_row.text-warning:contains('Customer 6')",
        },
        {
            content: "Choose all",
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "Approve them",
            trigger: ".o_control_panel button[name=action_approve]",
            run: "click",
        },
        {
            content: "But for the one that is held",
            trigger:
                ".o_notification:contains('5 gifts: Approved'):contains('1 unchanged')",
        },
        {
            content: "The list says so",
            trigger:
                ".o_data_row:contains('Customer 1') [name=state]:contains('Approved')",
        },
        ...goTo(GIFTS, "customer_gift_menu_held", titled("On Hold")),
        {
            content: "There it is, with its reason",
            trigger:
                ".o_data_row:contains('Customer 6'):contains('Asks for a brochure instead')",
        },
        ...goTo(GIFTS, "customer_gift_plan_menu", titled("Gift Plans")),
        {
            content: "Back to the plan",
            trigger: ".o_data_cell:contains('Tour feast')",
            run: "click",
        },
        {
            content: "Order what is approved",
            trigger: "button[name=action_order_gifts]",
            run: "click",
        },
        {
            content: "Five are ordered",
            trigger: ".o_notification:contains('5 gifts'):contains('ordered')",
        },
        {
            content: "One waits",
            trigger: "button[name=action_view_held]:contains('1')",
            run: "click",
        },
        {
            content: "It is the held one",
            trigger:
                ".o_data_row:contains('Customer 6') [name=state]:contains('Proposed')",
        },
    ],
});

addTour("customer_gift_salesperson_chooses", {
    url: "/odoo/my-gifts",
    steps: () => [
        {
            content: "Open a gift to one of his customers",
            trigger: ".o_kanban_record:contains('Customer 4')",
            run: "click",
        },
        {
            content: "He does not approve",
            trigger:
                ".o_form_statusbar:has(button[name=action_hold]):not(:has(button[name=action_approve]))",
        },
        ...choose("contact_id", "Lin Wei"),
        ...save,
        back,
        {
            content: "The card names him",
            trigger: ".o_kanban_record:contains('Lin Wei')",
        },
        {
            content: "He sees none of a colleague's customer",
            trigger:
                ".o_kanban_view:not(:has(.o_kanban_record:contains('Customer 2')))",
        },
    ],
});

addTour("customer_gift_salesperson_gives", {
    url: "/odoo/my-gifts",
    steps: () => [
        {
            content: "Open the gift that was ordered",
            trigger: ".o_kanban_record:contains('Lin Wei')",
            run: "click",
        },
        {
            content: "By whom it was brought",
            trigger: ".o_field_widget[name=courier] input",
            run: "edit Tour Express",
        },
        {
            content: "Under which number",
            trigger: ".o_field_widget[name=tracking_number] input",
            run: "edit TE-4711",
        },
        {
            content: "It has arrived",
            trigger: "button[name=action_ask_give]",
            run: "click",
        },
        {
            content: "The dialog knows to whom, and by whom it was brought",
            trigger:
                ".modal:has(.o_field_widget[name=courier] input:value(Tour Express)) .o_field_widget[name=contact_id]",
        },
        {
            content: "Enter it",
            trigger: ".modal footer button[name=action_give]",
            run: "click",
        },
        {
            content: "The line of the register follows, and can be corrected",
            trigger: ".o_form_readonly:has(button[name=action_correct])",
        },
        ...goTo(GIFTS, "customer_gift_register_menu", titled("Register")),
        {
            content: "It is in the register",
            trigger:
                ".o_data_row:contains('Lin Wei') .o_data_cell[name=number]:contains('GIFT/')",
            run: "click",
        },
        {
            content: "With what proves it, and nobody changes it",
            trigger:
                ".o_form_readonly .o_field_widget[name=tracking_number]:contains('TE-4711'):not(:has(input))",
        },
    ],
});

addTour("customer_gift_accountant", {
    url: "/odoo/gift-register",
    steps: () => [
        {
            content: "Given and declined are there",
            trigger:
                ".o_list_view:has(.o_data_row:contains('Customer 1')):has(.o_data_row:contains('Customer 2'))",
        },
        {
            content: "Open the filters",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            content: "Only what was given",
            trigger: ".o_filter_menu .o_menu_item:contains('Given')",
            run: "click",
        },
        {
            content: "The declined one is not shown",
            trigger:
                ".o_list_view:has(.o_searchview_facet:contains('Given')):not(:has(.o_data_row:contains('Customer 2')))",
        },
        {
            content: "Open the line",
            trigger: ".o_data_row .o_data_cell:contains('Customer 1')",
            run: "click",
        },
        {
            content: "Nothing in it can be changed",
            trigger:
                ".o_form_readonly:has(.o_field_widget[name=cost]:contains('400.00')):not(:has(.o_group input:enabled))",
        },
        {
            content: "Neither saved nor deleted, only corrected",
            trigger:
                ".o_form_view:has(button[name=action_correct]):not(:has(.o_form_button_save))",
        },
        back,
        {
            content: "The line is in the list again",
            trigger: ".o_list_view .o_data_row:contains('Customer 1')",
        },
        {
            content: "Open the pivot",
            trigger: ".o_switch_view.o_pivot",
            run: "click",
        },
        {
            content: "By tier",
            trigger:
                ".o_pivot tr:contains('Top') .o_pivot_cell_value:contains('400.00')",
        },
    ],
});

addTour("customer_gift_compliance", {
    url: "/odoo/gift-pseudonyms",
    steps: () => [
        {
            content: "A person asks to be forgotten",
            trigger: ".o_control_panel button:contains('Pseudonymise a Recipient')",
            run: "click",
        },
        ...choose("contact_id", "Lin Wei", ".modal"),
        {
            content: "Why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit Asked for it by letter",
        },
        {
            content: "Make him unrecognisable",
            trigger: ".modal button[name=action_pseudonymise]",
            run: "click",
        },
        {
            content: "For good",
            trigger:
                ".modal:contains('The name cannot be restored') .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "It is on record, without the name",
            trigger:
                ".o_list_view:not(:contains('Lin Wei')) .o_data_row:contains('Asked for it by letter') .o_data_cell[name=name]:contains('Recipient')",
        },
        ...goTo(GIFTS, "customer_gift_register_menu", titled("Register")),
        {
            content: "The register knows him no longer",
            trigger:
                ".o_list_view:not(:contains('Lin Wei')) .o_data_row:contains('Customer 1') .o_data_cell[name=recipient_name]:contains('Recipient')",
        },
    ],
});

addTour("customer_gift_exception", {
    url: "/odoo/held-gifts",
    steps: () => [
        {
            content: "One gift was set aside, and why",
            trigger:
                ".o_data_row:contains('Customer 1') [name=hold_reason]:contains('C03')",
        },
        {
            content: "Open it",
            trigger: ".o_data_row .o_data_cell[name=partner_id]:contains('Customer 1')",
            run: "click",
        },
        {
            content: "Which rule, which figure, which limit",
            trigger:
                ".alert-danger:contains('C03 Value per gift'):contains('is worth'):contains('400.00; the limit is'):contains('300.00')",
        },
        {
            content: "And that it is a public body",
            trigger: ".alert-danger:contains('C07'):contains('a public body')",
        },
        {
            content: "The reason stands once",
            trigger: ".o_form_view:not(:has([name=hold_reason]:contains('C03')))",
        },
        {
            content: "Release it",
            trigger: ".o_statusbar_buttons button[name=action_release]:visible",
            run: "click",
        },
        {
            content: "For a reason, too",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The jubilee is worth it",
        },
        {
            content: "Released",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        {
            content: "Approve it without a word",
            trigger: ".o_statusbar_buttons button[name=action_approve]:visible",
            run: "click",
        },
        {
            content: "That is not enough",
            trigger: ".modal:contains('Enter the reason for the exception first')",
        },
        {
            content: "Understood",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".o_field_widget[name=exception_reason] input",
            run: "edit Jubilee, agreed with the board",
        },
        ...save,
        {
            content: "Approve it",
            trigger: ".o_statusbar_buttons button[name=action_approve]:visible",
            run: "click",
        },
        {
            content: "It is approved",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Approved')",
        },
        {
            content: "With what the policy said, and by whom",
            trigger:
                ".o_form_view:has([name=findings_html]:contains('C03')) [name=approver_id]",
        },
        ...goTo(GIFTS, "customer_gift_menu_held", titled("On Hold")),
        {
            content: "Nothing waits any more",
            trigger: ".o_view_nocontent:contains('No gifts on hold')",
        },
    ],
});
