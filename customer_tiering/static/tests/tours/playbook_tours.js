import {addTour} from "./add_tour";

const activity = (text) => `.o-mail-Activity:contains('${text}')`;

/** What a salesperson does with the first step on the page of the customer. */
const doTheStep = [
    {
        content: "The step says why it is there",
        trigger: `${activity("Ask why the customer has not ordered")} .o_customer_playbook_reason:contains('usually every 10 days')`,
    },
    {
        content: "It is done",
        trigger: `${activity("Ask why the customer has not ordered")} .o-mail-Activity-markDone`,
        run: "click",
    },
    {
        content: "Note what was said",
        trigger:
            ".o-mail-ActivityMarkAsDone:contains('Do they want an offer?') textarea",
        run: "edit Nails, 5 kg",
    },
    {
        content: "Answer",
        trigger: ".o_customer_playbook_answers button:contains('Yes')",
        run: "click",
    },
    {
        content: "The answer has opened the next step",
        trigger: activity("Send a suitable offer"),
    },
    {
        content: "What was said is in the chatter",
        trigger: ".o-mail-Message:contains('Do they want an offer? Yes')",
    },
];

addTour("customer_tiering_playbook_salesperson", {
    steps: () => [
        ...doTheStep,
        {
            content: "The buttons that have no room",
            trigger: ".o-form-buttonbox .o_button_more",
            run: "click",
        },
        {
            content: "The plays of the customer",
            trigger: "button[name=action_view_customer_tier_plays]",
            run: "click",
        },
        {
            content: "Open the play",
            trigger: ".o_data_row:contains('Ann') td[name=partner_id]",
            run: "click",
        },
        {
            content: "Both steps are in the ledger, with the answer",
            trigger: ".o_field_widget[name=step_ids] .o_data_row:contains('Yes')",
        },
    ],
});

addTour("customer_tiering_playbook_day", {
    steps: () => [
        {
            content: "Home says how many steps are due",
            trigger:
                ".o_customer_tier_steps:contains('Steps Due') button:contains('1')",
            run: "click",
        },
        {
            content: "The customer, and what to do",
            trigger:
                ".o_data_row:contains('Ann'):contains('Ask why') td[name=partner_id]",
            run: "click",
        },
        ...doTheStep,
        {
            content: "Back to Home, past the list of steps",
            trigger: ".o_breadcrumb a:contains('Home')",
            run: "click",
        },
        {
            content: "Nothing is left for today",
            trigger:
                ".o_customer_tier_steps:contains('0'):contains('Steps Due'):not(:has(button))",
        },
    ],
});

/** Write `text` into the field `name`, within `where`. */
const edit = (where, name, text) => ({
    content: `${name}: ${text}`,
    trigger: `${where} .o_field_widget[name=${name}] input, ${where} .o_field_widget[name=${name}] textarea`,
    run: `edit ${text}`,
});

const choose = (where, name, text) => [
    edit(where, name, text),
    {
        content: `Choose ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
        run: "click",
    },
];

const newStep = (kind, then) => [
    {
        content: "Add a step",
        trigger:
            ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a:contains('Add a line')",
        run: "click",
    },
    ...choose(".modal", "activity_type_id", kind),
    ...then,
    {
        content: "Save the step",
        trigger: ".modal .o_form_button_save",
        run: "click",
    },
    {content: "It is closed", trigger: "body:not(:has(.modal))"},
];

const newAnswer = (text) => [
    {
        content: "Add an answer",
        trigger:
            ".modal .o_field_widget[name=answer_ids] .o_field_x2many_list_row_add a",
        run: "click",
    },
    edit(".modal .o_selected_row", "text", text),
];

const save = [
    {content: "Save", trigger: ".o_form_button_save:enabled", run: "click"},
    {content: "It is saved", trigger: ".o_form_saved"},
];

addTour("customer_tiering_playbook_manager", {
    steps: () => [
        {
            content: "What is shipped says in a sentence what it does",
            trigger: ".o_kanban_record:contains('Rhythm broken')",
        },
        {
            content: "New",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        edit(".o_form_view", "name", "Tour playbook"),
        {
            content: "Open the triggers",
            trigger: ".o_field_widget[name=trigger] input",
            run: "click",
        },
        {
            content: "Choose the rhythm",
            trigger: ".o_select_menu_item:contains('breaks their rhythm')",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger:
                ".o_field_widget[name=trigger] input:value('The customer breaks their rhythm')",
        },
        ...newStep("Quiet customer", []),
        ...newStep("Make an offer", []),
        ...save,
        {
            content: "Open the first step",
            trigger:
                ".o_field_widget[name=step_ids] .o_data_row:first td[name=summary]",
            run: "click",
        },
        edit(".modal", "question", "Do they want an offer?"),
        ...newAnswer("Yes"),
        ...choose(".modal .o_selected_row", "next_step_id", "Send a suitable offer"),
        ...newAnswer("No"),
        {
            content: "Save the step",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {content: "It is closed", trigger: "body:not(:has(.modal))"},
        ...save,
        {
            content: "Switch it on",
            trigger: ".o_field_widget[name=active] input",
            run: "click",
        },
        // a switch saves by itself
        {content: "It is saved", trigger: ".o_form_saved"},
    ],
});

addTour("customer_tiering_playbook_customer", {
    steps: () => [
        {
            content: "Answer on the page of the quotation",
            trigger: "#chatterRoot:shadow .o-mail-Composer-input",
            run: "edit Please send 5 kg of nails",
        },
        {
            content: "Send it",
            trigger:
                "#chatterRoot:shadow .o-mail-Composer button:contains('Send'):enabled",
            run: "click",
        },
        {
            content: "It is there",
            trigger:
                "#chatterRoot:shadow .o-mail-Message:contains('Please send 5 kg of nails')",
        },
    ],
});
