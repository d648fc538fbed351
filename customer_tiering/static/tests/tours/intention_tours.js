import {addTour} from "./add_tour";

const activity = (text) => `.o-mail-Activity:contains('${text}')`;
const intentions = ".o_customer_tier_intentions";

/** Mark the activity as done with an answer. */
const answer = (summary, text) => [
    {
        content: `${summary} is done`,
        trigger: `${activity(summary)} .o-mail-Activity-markDone`,
        run: "click",
    },
    {
        content: `Answer: ${text}`,
        trigger: `.o_customer_playbook_answers button:contains('${text}')`,
        run: "click",
    },
];

addTour("customer_tiering_intention_hesitating", {
    steps: () => [
        {
            content: "The customer hesitates: one click",
            trigger: `${intentions} button:contains('Hesitating')`,
            run: "click",
        },
        {
            content: "It is set, and they get no mailings",
            trigger: "[name=customer_tier_intention]:contains('No mailings until')",
        },
        {
            content: "It is the current one",
            trigger: `${intentions} button.btn-warning:contains('Hesitating')`,
        },
    ],
});

addTour("customer_tiering_intention_three_calls", {
    steps: () => [
        {
            content: "The playbook says why it is there",
            trigger: `${activity("First call")} .o_customer_playbook_reason:contains('hesitating since')`,
        },
        ...answer("First call", "Still considering"),
        ...answer("Second call", "Still considering"),
        ...answer("Third call", "Later"),
        {
            content: "No call is left",
            trigger: "body:not(:has(.o-mail-Activity-markDone))",
        },
    ],
});

addTour("customer_tiering_intention_not_now", {
    steps: () => [
        {
            content: "The opportunity knows what came of the calls",
            trigger: `${intentions} button.btn-info:contains('Not now')`,
        },
        {
            content: "When they expect to buy",
            trigger:
                "div[name=customer_tier_intention] .o_field_widget[name=date_deadline] button, div[name=customer_tier_intention] .o_field_widget[name=date_deadline] input",
            run: "click",
        },
        {
            content: "The day",
            trigger:
                "div[name=customer_tier_intention] .o_field_widget[name=date_deadline] input",
            run: "edit 03/20/2030 && press Enter",
        },
        {
            content: "Open the ways to remind them",
            trigger:
                "div[name=customer_tier_intention] .o_field_widget[name=customer_tier_reminder_channel] input",
            run: "click",
        },
        {
            content: "They agreed to a call",
            trigger: ".o_select_menu_item:contains('By phone')",
            run: "click",
        },
        {
            content: "In what words",
            trigger:
                "div[name=customer_tier_intention] .o_field_widget[name=customer_tier_consent_text] input",
            run: "edit Call me before the season",
        },
        {content: "Save", trigger: ".o_form_button_save:enabled", run: "click"},
        {content: "It is saved", trigger: ".o_form_saved"},
    ],
});

addTour("customer_tiering_intention_reminder", {
    steps: () => [
        {
            content: "The reminder goes by phone, as they agreed",
            trigger: `${activity("Remind the customer by phone")}:contains('Call me before the season')`,
        },
    ],
});
