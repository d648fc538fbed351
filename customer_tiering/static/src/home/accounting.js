import {Component} from "@odoo/owl";
import {HomeBridge} from "./bridge";
import {HomeEvaluation} from "./evaluation";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

/** What an accountant looks after. */
export class HomeAccounting extends Component {
    static template = "customer_tiering.HomeAccounting";
    static components = {HomeBridge, HomeEvaluation, HomeFigure, HomeTierBadge};
    static props = {page: Object};
}
