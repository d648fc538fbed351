import {Component} from "@odoo/owl";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

const COLUMNS = ["opening", "in_entered", "in_up", "in_down"];
const OUT = ["out_up", "out_down", "out_left"];

/** The account of each tier: opening + in - out = closing. */
export class HomeMovement extends Component {
    static template = "customer_tiering.HomeMovement";
    static components = {HomeFigure, HomeTierBadge};
    static props = {movement: Object};

    columns = COLUMNS;
    out = OUT;

    get others() {
        return this.props.movement.lines.some((line) => line.other);
    }
}
