import {addTour} from "@customer_tiering/../tests/tours/add_tour";

const price = (amount) => `.product_price .oe_currency_value:contains('${amount}')`;
const openProduct = (amount) => [
    {
        content: "The price in the list",
        trigger: `.oe_product:contains('Shop hammer') .oe_currency_value:contains('${amount}')`,
    },
    {
        content: "Open the product",
        trigger: ".oe_product a:contains('Shop hammer')",
        run: "click",
        expectUnloadPage: true,
    },
    {content: "The same price on its page", trigger: price(amount)},
];

addTour("customer_tier_shop_customer", {
    url: "/shop",
    steps: () => [
        ...openProduct("80.00"),
        {
            content: "Whose prices these are",
            trigger: ".o_customer_tier_words:contains('Your prices as Platinum since')",
        },
        {
            content: "Look at the account; a manager gives the customer another tier",
            trigger: "body",
            run: () => {
                window.location.href = "/my/home";
            },
            expectUnloadPage: true,
        },
        {
            content: "The next page knows",
            trigger: ".o_customer_tier_words:contains('Your prices as Gold since')",
        },
        {
            content: "Back to the shop",
            trigger: "body",
            run: () => {
                window.location.href = "/shop";
            },
            expectUnloadPage: true,
        },
        ...openProduct("90.00"),
    ],
});

addTour("customer_tier_shop_public", {
    url: "/shop",
    steps: () => [
        ...openProduct("100.00"),
        {
            content: "No word of a tier",
            trigger: "body:not(:has(.o_customer_tier_words))",
        },
    ],
});
