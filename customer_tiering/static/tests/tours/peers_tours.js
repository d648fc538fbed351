import {addTour} from "./add_tour";

addTour("customer_tiering_peers_on_a_quotation", {
    steps: () => [
        {
            content: "What the peers buy",
            trigger: ".nav-link[name=customer_tier_peers]",
            run: "click",
        },
        {
            content: "Hammers, of which the customer has none",
            trigger:
                ".o_customer_tier_peers li:contains('Hammer'):contains('Of 6 Small customers in Wholesale, 5 buy this.') button",
            run: "click",
        },
        {
            content: "It is not offered twice",
            trigger: ".o_customer_tier_peers:not(:contains('Hammer'))",
        },
        {
            content: "The lines",
            trigger: ".nav-link[name=order_lines]",
            run: "click",
        },
        {
            content: "The hammer is on the quotation",
            trigger: ".o_field_widget[name=order_line] .o_data_row:contains('Hammer')",
        },
    ],
});

addTour("customer_tiering_peers_of_a_customer", {
    steps: () => [
        {
            content: "The customer's tier",
            trigger: ".nav-link[name=customer_tier]",
            run: "click",
        },
        {
            content: "A quotation with a hammer",
            trigger: ".o_customer_tier_peers li:contains('Hammer') button",
            run: "click",
        },
        {
            content: "It is there, and saved only if the salesperson says so",
            trigger: ".o_field_widget[name=order_line] .o_data_row:contains('Hammer')",
        },
        {
            content: "Give it up",
            trigger: ".o_form_button_cancel",
            run: "click",
        },
    ],
});
