import {Component, onWillUnmount} from "@odoo/owl";
import {formatSelection} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const INTERVAL = 1000;
const FINAL_STATES = ["done", "failed", "undone"];

/**
 * Shows the stage of an evaluation and reloads the record until it is over, so that
 * nobody has to press "refresh" to see how far a classification has come.
 */
export class CustomerTierProgressField extends Component {
    static template = "customer_tiering.ProgressField";
    static props = {...standardFieldProps};

    setup() {
        this.alive = true;
        this.schedule();
        onWillUnmount(() => {
            this.alive = false;
            clearTimeout(this.timer);
        });
    }

    get text() {
        return formatSelection(this.props.record.data[this.props.name], {
            selection: this.props.record.fields[this.props.name].selection,
        });
    }

    schedule() {
        if (this.alive && !FINAL_STATES.includes(this.props.record.data.state)) {
            this.timer = setTimeout(() => this.reload(), INTERVAL);
        }
    }

    async reload() {
        await this.props.record.load();
        this.schedule();
    }
}

export const customerTierProgressField = {
    component: CustomerTierProgressField,
    supportedTypes: ["selection"],
    fieldDependencies: [{name: "state", type: "selection"}],
};

registry.category("fields").add("customer_tier_progress", customerTierProgressField);
