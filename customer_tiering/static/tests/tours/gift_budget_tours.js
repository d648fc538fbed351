import {addTour} from "./add_tour";
const ANY = "[aria-label='Top, Any occasion']";
const CARD = "button[aria-label='More on Small, Any occasion']";

addTour("customer_gift_budget_matrix", {
    url: "/odoo/gift-budgets",
    steps: () => [
        {
            content: "Open the budget",
            trigger: ".o_data_cell:contains('Tour gifts')",
            run: "click",
        },
        {
            content: "Top is given 400; type another amount and go on by Tab",
            trigger: `input${ANY}`,
            run({queryFirst}) {
                const input = queryFirst(`input${ANY}`);
                if (input.value !== "400") {
                    throw new Error(`400 expected, found ${input.value}`);
                }
            },
        },
        {
            content: "Type another amount",
            trigger: `input${ANY}`,
            run: "edit 1234.5 && press Enter",
        },
        {
            content: "It is kept as the language writes it",
            trigger: `input${ANY}:value('1,234.50')`,
        },
        {
            content: "Open the cell of Small",
            trigger: CARD,
            run: "click",
        },
        {
            content: "It gives a card",
            trigger: ".modal .o_field_widget[name=form] input",
            run: "click",
        },
        {
            content: "Card",
            trigger:
                ".o-dropdown-item:contains('Card'), .o_select_menu_item:contains('Card')",
            run: "click",
        },
        {
            content: "Save the line",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The cell says so",
            trigger: ".o_customer_tier_entry_matrix td:contains('card')",
        },
    ],
});

addTour("customer_gift_catalogue", {
    url: "/odoo/gift-catalogue",
    steps: () => [
        {
            content: "A card of the catalogue",
            trigger: ".o_kanban_record:contains('Tour tea')",
            run: "click",
        },
        {
            content: "What makes it a gift",
            trigger: ".nav-link[name=customer_gift]",
            run: "click",
        },
        {
            content: "Its tag",
            trigger: ".o_field_widget[name=customer_gift_tag_ids]:contains('Tea')",
        },
    ],
});
