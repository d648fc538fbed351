/* global posmodel */

import * as Chrome from "@point_of_sale/../tests/pos/tours/utils/chrome_util";
import * as PaymentScreen from "@point_of_sale/../tests/pos/tours/utils/payment_screen_util";
import * as ProductScreen from "@point_of_sale/../tests/pos/tours/utils/product_screen_util";
import * as ReceiptScreen from "@point_of_sale/../tests/pos/tours/utils/receipt_screen_util";
import {registry} from "@web/core/registry";

const LINE = ".partner-list .partner-info";

registry.category("web_tour.tours").add("customer_tiering_till", {
    steps: () =>
        [
            Chrome.startPoS(),
            ProductScreen.clickDisplayedProduct("Claw hammer", true, "1", "100"),
            {
                content: "No tier without a customer",
                trigger: ".product-screen:not(:has(.o_customer_tier_strip))",
            },
            {
                content: "This till was opened before Big Barn became Big",
                trigger: ".product-screen .set-partner",
                run: () => {
                    const big = posmodel.models["res.partner"].find(
                        (one) => one.name === "Big Barn"
                    );
                    big.customer_tier_till_name = "Small";
                    big.property_product_pricelist = posmodel.config.pricelist_id;
                },
            },
            ProductScreen.clickPartnerButton(),
            {
                content: "The list says the tier and what is due",
                trigger: `${LINE}:contains('Tea House'):has(.o_customer_tier_badge:contains('Top')):has(.o_customer_tier_due:contains('Gift: A box of tea'))`,
            },
            {
                content: "It does not know yet",
                trigger: `${LINE}:contains('Big Barn') .o_customer_tier_badge:contains('Small')`,
            },
            ProductScreen.clickCustomer("Big Barn"),
            {
                content: "Now it does",
                trigger:
                    ".o_customer_tier_strip .o_customer_tier_badge:contains('Big')",
            },
            ProductScreen.totalAmountIs("90.00"),
            ProductScreen.clickPartnerButton(),
            ProductScreen.clickCustomer("Tea House"),
            {
                content: "What is due to the chosen customer",
                trigger:
                    ".o_customer_tier_strip:has(.o_customer_tier_badge:contains('Top')) .o_customer_tier_due:contains('Gift: A box of tea')",
            },
            ProductScreen.totalAmountIs("80.00"),
            ProductScreen.clickPayButton(),
            {
                content: "The tier while they pay",
                trigger: ".partner-button .o_customer_tier_badge:contains('Top')",
            },
            PaymentScreen.clickPaymentMethod("Cash"),
            PaymentScreen.clickValidate(),
            ReceiptScreen.receiptIsThere(),
            {
                content: "The receipt says the tier by its public name",
                trigger:
                    ".pos-receipt .o_customer_tier_receipt:contains('Your tier: Platinum')",
            },
        ].flat(),
});
