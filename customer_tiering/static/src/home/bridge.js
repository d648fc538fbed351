import {Component} from "@odoo/owl";

/** A bridge from the books to the customers: one line if it closes, all steps on demand. */
export class HomeBridge extends Component {
    static template = "customer_tiering.HomeBridge";
    static props = {bridge: Object};
}
