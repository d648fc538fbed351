import {Component} from "@odoo/owl";

/** The name of a tier on its colour, as badges of lists show it. */
export class HomeTierBadge extends Component {
    static template = "customer_tiering.HomeTierBadge";
    static props = {tier: Object};
}
