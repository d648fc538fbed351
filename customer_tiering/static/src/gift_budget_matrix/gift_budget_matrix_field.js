import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {parseFloat} from "@web/views/fields/parsers";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Tiers × occasions of a gift budget. An amount is typed into its cell and kept when it
 * is left, or by Enter; an empty cell deletes it. What is more than an amount opens as a
 * dialog. Escape takes back what was typed.
 */
export class CustomerGiftBudgetMatrixField extends Component {
    static template = "customer_tiering.GiftBudgetMatrixField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
    }

    get matrix() {
        return this.props.record.data[this.props.name];
    }

    // The field is computed, and so readonly: the server says who may change the lines
    get isEditable() {
        return this.matrix.editable;
    }

    cell(row, column) {
        return this.matrix.cells.find((c) => c.row === row.id && c.col === column.id);
    }

    isTyped(cell) {
        return this.isEditable && (!cell || cell.typed);
    }

    cellName(row, column) {
        return _t("%(tier)s, %(occasion)s", {tier: row.name, occasion: column.name});
    }

    openName(row, column) {
        return _t("More on %(tier)s, %(occasion)s", {
            tier: row.name,
            occasion: column.name,
        });
    }

    badgeClass(head) {
        return `o_badge_color_${head.color || 0}`;
    }

    onKeydown(ev, cell) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.target.blur();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            ev.target.value = cell ? cell.label : "";
            ev.target.blur();
        }
    }

    async onChange(ev, row, column, cell) {
        const text = ev.target.value.trim();
        let amount = null;
        if (text && text !== "—") {
            try {
                amount = parseFloat(text);
            } catch {
                this.notification.add(_t("“%s” is not an amount.", text), {
                    type: "danger",
                });
                ev.target.value = cell ? cell.label : "";
                return;
            }
        }
        await this.change(() =>
            this.orm.call(this.props.record.resModel, "action_set_cell", [
                [this.props.record.resId],
                row.id,
                column.id,
                amount,
            ])
        );
    }

    async open(row, column) {
        const {record} = this.props;
        await this.change(async () => {
            // as a button does, so that the help of an empty list is shown as HTML
            await this.action.doActionButton({
                type: "object",
                name: "action_open_cell",
                resModel: record.resModel,
                resId: record.resId,
                args: JSON.stringify([row.id, column.id]),
                context: record.context,
                onClose: () => record.load(),
            });
        });
    }

    /** Do it on a saved budget, and show what has come of it, also after an error. */
    async change(work) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        try {
            await work();
        } finally {
            await record.load();
        }
    }
}

export const customerGiftBudgetMatrixField = {
    component: CustomerGiftBudgetMatrixField,
    supportedTypes: ["json"],
};

registry
    .category("fields")
    .add("customer_gift_budget_matrix", customerGiftBudgetMatrixField);
