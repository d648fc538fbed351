import {addTour} from "./add_tour";

addTour("customer_tiering_segments_set_up", {
    steps: () => [
        {
            content: "Start from a preset",
            trigger: ".o_control_panel button:contains('Presets')",
            run: "click",
        },
        {
            content: "Six segments",
            trigger: ".modal .o_radio_item:contains('Six segments') input",
            run: "click",
        },
        {
            content: "The hint says what they are",
            trigger: ".modal .o_field_widget[name=hint]:contains('A good start')",
        },
        {
            content: "Use it",
            trigger: ".modal-footer button[name=action_apply_preset]",
            run: "click",
        },
        {
            content: "The rules ask for scores",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:contains('Champions') td[name=frequency_score]:contains('4')",
        },
        {
            content: "Apply",
            trigger: ".o_statusbar_buttons button[name=action_apply]",
            run: "click",
        },
        {
            content: "Confirm",
            trigger: ".modal-footer button:contains('Apply')",
            run: "click",
        },
        {
            content: "It waits for the scheduled action",
            trigger: ".o_customer_tier_progress:contains('Waiting')",
        },
    ],
});

const card = (segment) => `.o_kanban_record:contains('${segment}')`;

addTour("customer_tiering_segments_start", {
    steps: () => [
        {
            content: "With twelve buyers segments are coarse, and the screen says so",
            trigger: `${card("Champions")} .alert:contains('Based on 12 buyers: coarse.')`,
        },
        {
            content: "The advice for those at risk",
            trigger: `${card("At risk")}:contains('listen first')`,
        },
        {
            content: "Open them",
            trigger: `${card("At risk")} button[name=action_customers]`,
            run: "click",
        },
        {
            content: "Gus is one of them",
            trigger: ".o_list_view .o_data_row:contains('Gus')",
        },
        {
            content: "Back to the segments",
            trigger: ".o_breadcrumb a:contains('Segments')",
            run: "click",
        },
        {
            content: "Start a playbook for them",
            trigger: `${card("At risk")} button[name=action_start_playbook]`,
            run: "click",
        },
        {
            content: "Choose it",
            trigger: ".modal .o_field_widget[name=playbook_id] input",
            run: "edit Tour playbook",
        },
        {
            content: "This one",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour playbook')",
            run: "click",
        },
        {
            content: "What it would do",
            trigger:
                ".modal .alert:contains('Opens the first step for 4 customers today.')",
        },
        {
            content: "Start",
            trigger: ".modal-footer button[name=action_start]",
            run: "click",
        },
        {
            content: "The plays",
            trigger: ".o_list_view .o_data_row:contains('Gus')",
        },
    ],
});
