import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Why a customer is in their tier: the tier, the sentence, the figures with the
 * documents behind them, and what to do next.
 */
export class CustomerTierExplanationField extends Component {
    static template = "customer_tiering.ExplanationField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get details() {
        return this.props.record.data[this.props.name] || null;
    }

    /** Open what is behind a figure, or do the next step. */
    async open({code, method}) {
        // as a button does, so that the help of an empty list is shown as HTML
        await this.action.doActionButton({
            type: "object",
            name: method || "action_view_figure",
            resModel: "customer.tier.standing",
            resId: this.details.standing,
            args: JSON.stringify(method ? [] : [code]),
            context: this.props.record.context,
        });
    }
}

registry.category("fields").add("customer_tier_explanation", {
    component: CustomerTierExplanationField,
    supportedTypes: ["json"],
});
