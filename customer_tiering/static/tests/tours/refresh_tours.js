import {addTour} from "./add_tour";

const read = [
    {
        content: "It says what it comes to",
        trigger:
            ".modal div[name=sentence]:contains('Customer 10 would be Top instead of Small')",
    },
    {
        content: "The figure then and now",
        trigger:
            ".modal .o_data_row:contains('100.00'):contains('1,600.00'):contains('1,500.00')",
    },
    {
        content: "Close it",
        trigger: ".modal footer button:contains('Close')",
        run: "click",
    },
    {
        content: "Nothing has been changed",
        trigger: "body:not(:has(.modal)) .o_form_view:contains('Small')",
    },
];

addTour("customer_tiering_refresh_on_the_customer", {
    steps: () => [
        {
            content: "Open the page of the tier",
            trigger: ".o_notebook_headers a[name=customer_tier]",
            run: "click",
        },
        {
            content: "Refresh",
            trigger: "button[name=action_refresh_customer_tier]",
            run: "click",
        },
        ...read,
    ],
});

addTour("customer_tiering_refresh_on_the_standing", {
    steps: () => [
        {
            content: "Refresh",
            trigger: "button[name=action_refresh]",
            run: "click",
        },
        ...read,
    ],
});
