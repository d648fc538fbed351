import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Why a customer is in their tier, sentence by sentence, with the criteria and the
 * figures. A figure with documents behind it opens them.
 */
export class CustomerTierExplanationField extends Component {
    static template = "customer_tiering.ExplanationField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get details() {
        return this.props.record.data[this.props.name] || null;
    }

    async open(code) {
        const action = await this.orm.call(
            "customer.tier.standing",
            "action_view_figure",
            [[this.details.standing], code]
        );
        await this.action.doAction(action);
    }
}

registry.category("fields").add("customer_tier_explanation", {
    component: CustomerTierExplanationField,
    supportedTypes: ["json"],
});
