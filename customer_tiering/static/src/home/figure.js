import {Component} from "@odoo/owl";
import {formatInteger} from "@web/views/fields/formatters";

/** A number that opens the records that add up to it; plain text if it is zero. */
export class HomeFigure extends Component {
    static template = "customer_tiering.HomeFigure";
    static props = {
        figure: Object,
        // what the number is, for screen readers
        label: {type: String, optional: true},
        class: {type: String, optional: true},
    };

    get text() {
        const {unit, value} = this.props.figure;
        const {home} = this.env;
        const write = {money: home.money, share: home.percent}[unit] || formatInteger;
        return write(value);
    }

    get label() {
        return [this.props.label, this.text].filter(Boolean).join(": ");
    }
}
