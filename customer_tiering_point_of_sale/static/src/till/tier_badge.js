import {Component} from "@odoo/owl";
import {PartnerLine} from "@point_of_sale/app/screens/partner_list/partner_line/partner_line";
import {PaymentScreen} from "@point_of_sale/app/screens/payment_screen/payment_screen";
import {ProductScreen} from "@point_of_sale/app/screens/product_screen/product_screen";

/** The name of a customer's tier on its colour. */
export class CustomerTierBadge extends Component {
    static template = "customer_tiering_point_of_sale.CustomerTierBadge";
    static props = {partner: Object, class: {type: String, optional: true}};
}

/** What is due to a customer, a line each: to hand over or to offer. */
export class CustomerTierDue extends Component {
    static template = "customer_tiering_point_of_sale.CustomerTierDue";
    static props = {partner: Object};

    get lines() {
        return (this.props.partner.customer_tier_till_due || "")
            .split("\n")
            .filter(Boolean);
    }
}

for (const screen of [PartnerLine, ProductScreen, PaymentScreen]) {
    Object.assign(screen.components, {CustomerTierBadge, CustomerTierDue});
}
