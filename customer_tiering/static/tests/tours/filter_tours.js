import {addTour} from "./add_tour";

const openFilters = {
    content: "Open the filters",
    trigger: ".o_searchview_dropdown_toggler",
    run: "click",
};
const choose = (name) => ({
    content: `Choose ${name}`,
    trigger: `.o_filter_menu .o_menu_item:contains(${name})`,
    run: "click",
});

addTour("customer_tiering_empty_filters", {
    url: "/odoo/customer-tiers",
    steps: () => [
        {
            content: "There are customers",
            trigger: ".o_list_view .o_group_header",
        },
        openFilters,
        choose("Falling"),
        {
            content: "Nobody falls, and the list says so",
            trigger: ".o_view_nocontent:contains('No customer is falling')",
            run() {
                if (document.body.innerText.includes("has been classified yet")) {
                    throw new Error("The list says that nobody is classified");
                }
            },
        },
        {
            content: "With the column that decides",
            trigger: "th[data-name=customer_tier_falls_on]",
        },
        {
            content: "Look for a name that nobody has",
            trigger: ".o_searchview_input",
            run: "edit Xqz",
        },
        {
            content: "By name",
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains('Name')",
            run: "click",
        },
        {
            content: "It says what was looked for",
            trigger:
                ".o_view_nocontent:contains('No customer matches'):contains('Xqz')",
        },
    ],
});
