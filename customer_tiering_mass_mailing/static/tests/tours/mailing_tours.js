import {addTour} from "@customer_tiering/../tests/tours/add_tour";

addTour("customer_tiering_mailing_before_sending", {
    steps: () => [
        {
            content: "The mailing says how many it reaches, and who it does not",
            trigger:
                ".o_field_widget[name=customer_tier_reach]:contains('Goes to 4 of 6. 2 are held back: 1 no e-mail address, 1 on the blacklist.')",
        },
        {
            content: "Who they are",
            trigger: "button[name=action_customer_tier_held_back]:contains('2')",
            run: "click",
        },
        {
            content: "One of them has no address",
            trigger: ".modal .o_data_row:contains('no e-mail address') button",
            run: "click",
        },
        {
            content: "It is Cat",
            trigger: ".o_list_view .o_data_row:contains('Cat')",
        },
        {
            content: "And nobody else",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Ann')))",
        },
    ],
});

addTour("customer_tiering_mailing_list", {
    steps: () => [
        {
            content: "The list follows a tier",
            trigger: ".o_field_widget[name=customer_tier_filter_id]",
        },
        {
            content: "Bring it in step",
            trigger: "button[name=action_customer_tier_step]",
            run: "click",
        },
        {
            content: "All of the tier who have an address are on it",
            trigger: "button[name=action_view_contacts]:contains('5')",
            run: "click",
        },
        {
            content: "Ann is written to at the address of Amy",
            trigger: ".o_data_row:contains('amy@example.com')",
        },
    ],
});
