import {addTour} from "./add_tour";

const PLOT = ".o_customer_tier_cutoffs_plot";
const TABLE = ".o_customer_tier_cutoffs_table";

const handle = (tier) => `.o_customer_tier_cutoffs_handle:contains('${tier}')`;
const customers = (tier, count) =>
    `${TABLE} tr:has(th:contains('${tier}')) td[data-column=customers] .o_customer_tier_cutoffs_now:text('${count}')`;

/** Drag the line of a tier to that share of the customers. */
function drag(tier, share) {
    return {
        content: `Drag the line of ${tier}`,
        trigger: handle(tier),
        async run(helpers) {
            const box = (element) => element.getBoundingClientRect();
            const plot = box(document.querySelector(PLOT));
            // the middle of the handle is dragged, its line is to the left
            const {left, width} = box(this.anchor);
            const offset = left + width / 2 - box(this.anchor.parentElement).left;
            // the first customers have more room on the axis
            await helpers.drag_and_drop(PLOT, {
                position: {top: 100, left: plot.width * Math.sqrt(share) + offset},
                relative: true,
            });
        },
    };
}

addTour("customer_tiering_cutoffs", {
    steps: () => [
        {
            content: "One button leads to the draft",
            trigger:
                ".o_form_statusbar:not(:has(button[name=action_preview])) button[name=action_preview_changes]:contains('Try Changes')",
            run: "click",
        },
        {
            content: "The tiers as the settings give them",
            trigger: customers("Big", "2"),
        },
        drag("Big", 0.409),
        {
            content: "Counted at once: four of eleven are Big",
            trigger: customers("Big", "4"),
        },
        {
            content: "And one is left for Medium, whose line stays where it is",
            trigger: customers("Medium", "1"),
        },
        {
            content: "By keyboard: two are Top",
            trigger: handle("Top"),
            run() {
                this.anchor.focus();
                for (let times = 0; times < 5; times++) {
                    for (const type of ["keydown", "keyup"]) {
                        this.anchor.dispatchEvent(
                            new KeyboardEvent(type, {key: "PageUp", bubbles: true})
                        );
                    }
                }
            },
        },
        {
            content: "The slider says where it is",
            trigger: `${handle("Top")}[role=slider][aria-valuenow='10.0'][aria-valuetext^='The first 10.0 % of the customers: 1, with']`,
        },
        {
            content: "Counted at once",
            trigger: customers("Top", "2"),
        },
        {
            content: "By number: one is Top again",
            trigger: `${TABLE} tr:has(th:contains('Top')) input`,
            run: "edit 5 && press Tab",
        },
        {
            content: "Counted at once",
            trigger: customers("Top", "1"),
        },
        {
            content: "With three Big ones",
            trigger: customers("Big", "3"),
        },
        {
            content: "The list has the same",
            trigger:
                ".o_field_widget[name=rule_ids] .o_data_row:contains('Top') td[name=threshold]:contains('5.00')",
        },
        {
            content: "Who exactly?",
            trigger: "button[name=action_preview].btn-primary",
            run: "click",
        },
        {
            content: "Before and after",
            trigger: ".nav-link[name=distribution]",
            run: "click",
        },
        {
            content: "Three are Big in the preview, too",
            trigger: ".o_data_row:contains('Big') td[name=count_after]:text('3')",
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

addTour("customer_tiering_cutoffs_saved", {
    steps: () => [
        {
            content: "The picture",
            trigger: PLOT,
        },
        {
            content: "Another period",
            trigger: ".o_field_widget[name=period_months] input",
            run: "edit 6 && press Tab",
        },
        {
            content: "It is not drawn before it is saved",
            trigger: ".o_customer_tier_cutoffs_problem:contains('Save the draft')",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Then it says what to do",
            trigger: ".o_customer_tier_cutoffs_problem:contains('press “Preview”')",
        },
    ],
});

addTour("customer_tiering_cutoffs_on_a_phone", {
    steps: () => [
        {
            content: "Nothing is wider than the screen",
            trigger: PLOT,
            run() {
                const page = document.querySelector(".o_customer_tier_cutoffs");
                if (page.scrollWidth > window.innerWidth) {
                    throw new Error("The picture is wider than the screen");
                }
            },
        },
        drag("Big", 0.409),
        {
            content: "Counted at once",
            trigger: customers("Big", "4"),
        },
        {
            content: "The form has the new thresholds",
            trigger: ".o_customer_tier_cutoffs[aria-busy=false]",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved",
            trigger:
                ".o_form_saved, .o_form_status_indicator:not(:has(.o_form_button_save:visible))",
        },
    ],
});
