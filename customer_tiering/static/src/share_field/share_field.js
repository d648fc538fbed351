import {
    PercentageField,
    percentageField,
} from "@web/views/fields/percentage/percentage_field";
import {formatPercentage} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";

/**
 * A percentage that is empty, and not 0 %, where there is no data.
 *
 * @param {Number|false} value
 * @param {Object} [options]
 * @returns {String}
 */
export function formatShare(value, options) {
    return value === false ? "" : formatPercentage(value, options);
}
formatShare.extractOptions = formatPercentage.extractOptions;

export class CustomerTierShareField extends PercentageField {
    get formattedValue() {
        const value = this.props.record.data[this.props.name];
        return value === false ? "" : super.formattedValue;
    }
}

registry.category("formatters").add("customer_tier_share", formatShare);
registry.category("fields").add("customer_tier_share", {
    ...percentageField,
    component: CustomerTierShareField,
});
