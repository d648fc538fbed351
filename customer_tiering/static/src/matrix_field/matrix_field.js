import {Component} from "@odoo/owl";
import {formatInteger, formatMonetary} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const CLASS_OF_KIND = {
    up: "table-success",
    entered: "table-success",
    down: "table-danger",
    left: "table-danger",
    same: "text-muted",
};

/**
 * Draws tiers × tiers: customers and revenue per cell. Who rises is green, who falls
 * red, who stays grey. A cell opens what `action_open_cell(row, column)` of the record
 * returns; the ids are those of the tiers, -1 for none.
 */
export class CustomerTierMatrixField extends Component {
    static template = "customer_tiering.MatrixField";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get matrix() {
        return this.props.record.data[this.props.name];
    }

    cell(row, column) {
        return this.matrix.cells.find((c) => c.row === row.id && c.col === column.id);
    }

    cellClass(cell) {
        return (cell && CLASS_OF_KIND[cell.kind]) || "";
    }

    badgeClass(head) {
        return `o_badge_color_${head.color || 0}`;
    }

    count(number) {
        return formatInteger(number);
    }

    money(amount) {
        return formatMonetary(amount, {
            currencyId: this.matrix.currency_id,
            digits: [16, 0],
        });
    }

    async open(cell) {
        const {record} = this.props;
        // A wizard that was only looked at so far is no record yet
        if (!(await record.save())) {
            return;
        }
        // as a button does, so that the help of an empty list is shown as HTML
        await this.action.doActionButton({
            type: "object",
            name: "action_open_cell",
            resModel: record.resModel,
            resId: record.resId,
            args: JSON.stringify([cell.row, cell.col]),
            context: record.context,
        });
    }
}

export const customerTierMatrixField = {
    component: CustomerTierMatrixField,
    supportedTypes: ["json"],
};

registry.category("fields").add("customer_tier_matrix", customerTierMatrixField);
