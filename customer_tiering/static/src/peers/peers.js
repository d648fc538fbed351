import {Component, status, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {formatPercentage} from "@web/views/fields/formatters";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * What the peers of a customer buy and the customer does not, on a contact or on a
 * quotation. It is read when it is shown, so a form whose page stays closed is as fast
 * as before.
 */
export class CustomerTierPeers extends Component {
    static template = "customer_tiering.Peers";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({products: [], nothing: ""});
        useRecordObserver((record) => this.load(this.customer(record)));
    }

    get isQuotation() {
        return this.props.record.resModel === "sale.order";
    }

    customer(record) {
        return this.isQuotation ? record.data.partner_id?.id : record.resId;
    }

    async load(customer) {
        const found = customer
            ? await this.orm.call("res.partner", "get_customer_tier_peers", [customer])
            : {products: [], nothing: ""};
        Object.assign(this.state, found);
    }

    percent(share) {
        return formatPercentage(share, {digits: [16, 0]});
    }

    async offer(product) {
        const {record} = this.props;
        if (!this.isQuotation) {
            return this.action.doActionButton({
                type: "object",
                name: "action_quote_customer_tier_product",
                resModel: "res.partner",
                resId: record.resId,
                args: JSON.stringify([product.id]),
                context: {},
            });
        }
        // saving and loading may draw the form anew: what follows does not hang on this
        // component, and its successor reads by itself
        const {orm} = this.env.services;
        if (!(await record.save())) {
            return;
        }
        await orm.call("sale.order", "action_add_customer_tier_product", [
            [record.resId],
            product.id,
        ]);
        await record.load();
        if (status(this) !== "destroyed") {
            await this.load(this.customer(record));
        }
    }
}

registry.category("view_widgets").add("customer_tier_peers", {
    component: CustomerTierPeers,
});
