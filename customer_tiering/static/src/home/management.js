import {Component} from "@odoo/owl";
import {HomeEvaluation} from "./evaluation";
import {HomeFigure} from "./figure";
import {HomeMovement} from "./movement";
import {HomePareto} from "./pareto";
import {HomePyramid} from "./pyramid";
import {HomeRibbons} from "./ribbons";
import {HomeYear} from "./year";

/** All customers: who they are, how they move, what they bring, what is at risk. */
export class HomeManagement extends Component {
    static template = "customer_tiering.HomeManagement";
    static components = {
        HomeEvaluation,
        HomeFigure,
        HomeMovement,
        HomePareto,
        HomePyramid,
        HomeRibbons,
        HomeYear,
    };
    static props = {page: Object};
}
