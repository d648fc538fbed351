import {Component} from "@odoo/owl";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

/**
 * The pyramid: per tier a bar of its share of the customers to the left, and of its
 * share of the value to the right. A bar is a drawing; the numbers beside it say the
 * same and open the customers.
 */
export class HomePyramid extends Component {
    static template = "customer_tiering.HomePyramid";
    static components = {HomeFigure, HomeTierBadge};
    static props = {lines: Array};

    get lines() {
        const {lines} = this.props;
        const total = (key) =>
            lines.reduce((sum, line) => sum + Math.max(line[key].value, 0), 0) || 1;
        const customers = total("count");
        const value = total("value");
        return lines.map((line) => ({
            ...line,
            customers: line.count.value / customers,
            share: Math.max(line.value.value, 0) / value,
        }));
    }

    onKeydown(ev, figure) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.env.home.open(figure.action);
        }
    }
}
