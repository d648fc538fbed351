import {Component} from "@odoo/owl";
import {HomeCallList} from "./call_list";
import {HomeFigure} from "./figure";
import {HomePyramid} from "./pyramid";

/** What a salesperson has to do. */
export class HomeSales extends Component {
    static template = "customer_tiering.HomeSales";
    static components = {HomeCallList, HomeFigure, HomePyramid};
    static props = {page: Object};
}
