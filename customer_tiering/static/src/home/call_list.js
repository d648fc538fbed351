import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

/** Customers to call for one reason, those most at stake first. */
export class HomeCallList extends Component {
    static template = "customer_tiering.HomeCallList";
    static components = {HomeFigure, HomeTierBadge};
    static props = {list: Object, may: Object};

    get more() {
        return this.props.list.count.value - this.props.list.rows.length;
    }

    openCustomer(row) {
        this.env.home.open(form("res.partner", row.name, {res_id: row.partner}));
    }

    call(row) {
        this.activity(row, _t("Log a Call"), {
            default_activity_type_id: this.props.may.call,
        });
    }

    plan(row) {
        this.activity(row, _t("Plan an Activity"), {});
    }

    activity(row, name, context) {
        this.env.home.dialog(
            form("mail.activity.schedule", name, {
                target: "new",
                context: {
                    active_model: "res.partner",
                    active_id: row.partner,
                    active_ids: [row.partner],
                    ...context,
                },
            })
        );
    }

    mail(row) {
        this.env.home.dialog(
            form("mail.compose.message", _t("Write a Mail"), {
                target: "new",
                context: {
                    default_model: "res.partner",
                    default_res_ids: [row.partner],
                    default_composition_mode: "comment",
                    default_partner_ids: [row.partner],
                },
            })
        );
    }

    quote(row) {
        this.env.home.open(
            form("sale.order", _t("New Quotation"), {
                context: {default_partner_id: row.partner},
            })
        );
    }
}

function form(model, name, options) {
    return {
        type: "ir.actions.act_window",
        name,
        res_model: model,
        views: [[false, "form"]],
        target: "current",
        ...options,
    };
}
