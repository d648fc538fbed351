import {Component} from "@odoo/owl";

/** The last evaluation in a line, with the way to it. */
export class HomeEvaluation extends Component {
    static template = "customer_tiering.HomeEvaluation";
    static props = {evaluation: Object};
}
