import {addTour} from "./add_tour";

const field = (name) => `.o_field_widget[name=${name}]`;

const choose = (name, text) => [
    {
        content: `${name}: ${text}`,
        trigger: `${field(name)} input`,
        run: `edit ${text}`,
    },
    {
        content: `Choose ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`,
        run: "click",
    },
];

addTour("customer_tiering_profile_salesperson", {
    steps: () => [
        {
            content: "Open the page",
            trigger: ".o_notebook_headers a:contains('About the Person')",
            run: "click",
        },
        {
            content: "The replies are counted",
            trigger:
                ".o_customer_tier_reply_habits:contains('Too few messages (n = 0)')",
        },
        ...choose("customer_tier_style_id", "Analytical"),
        {
            content: "The style shows its advice",
            trigger: `${field("customer_tier_style_advice")}:contains('Send figures')`,
        },
        ...choose("customer_tier_trait_ids", "Precise"),
        {
            content: "So does the trait",
            trigger: `${field("customer_tier_trait_advice")}:contains('Be exact')`,
        },
        {
            content: "Add a note",
            trigger: `${field("customer_tier_preference_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Write what nobody should note",
            trigger: ".o_selected_row .o_field_widget[name=text] textarea",
            run: "edit Was in hospital && press Tab",
        },
        {
            content: "It warns",
            trigger: ".o_notification:contains('hospital')",
        },
        {
            content: "Write something else",
            trigger: ".o_selected_row .o_field_widget[name=text] textarea",
            run: "edit Tea, no coffee && press Tab",
        },
        {content: "Save", trigger: ".o_form_button_save:enabled", run: "click"},
        {content: "It is saved", trigger: ".o_form_saved"},
        {
            content: "The note is in the list",
            trigger: `${field("customer_tier_preference_ids")} .o_data_row:contains('Tea, no coffee')`,
        },
    ],
});

addTour("customer_tiering_review_manager", {
    steps: () => [
        {
            content: "What there is to decide",
            trigger: ".o_data_row:contains('Anvil') td[name=partner_id]",
            run: "click",
        },
        {
            content: "It says why",
            trigger: `${field("told")}:contains('A manager decides')`,
        },
        {
            content: "Set conditions",
            trigger: `${field("decision")} .o_radio_item:contains('Set conditions') input`,
            run: "click",
        },
        {
            content: "Why",
            trigger: `${field("decision_reason")} textarea`,
            run: "edit Prepayment from now on",
        },
        {
            content: "Decide",
            trigger: "button[name=action_decide]",
            run: "click",
        },
        {
            content: "It is done",
            trigger: `${field("state")} .o_arrow_button_current:contains('Done')`,
        },
        {
            content: "It says who decided",
            trigger: `${field("decided_by_id")}`,
        },
    ],
});
