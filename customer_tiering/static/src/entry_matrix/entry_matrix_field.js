import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {parseFloat} from "@web/views/fields/parsers";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/**
 * Tiers × columns, such as the occasions of a gift budget. A number is typed into its
 * cell and kept when it is left, or by Enter; an empty cell deletes it. What is more than
 * a number opens as a dialog. Escape takes back what was typed. The options name the
 * methods of the record: `set(row, column, number)` and `open(row, column)`.
 */
export class CustomerTierEntryMatrixField extends Component {
    static template = "customer_tiering.EntryMatrixField";
    static props = {
        ...standardFieldProps,
        setMethod: {type: String, optional: true},
        openMethod: {type: String, optional: true},
    };
    static defaultProps = {
        setMethod: "action_set_cell",
        openMethod: "action_open_cell",
    };

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

    isTyped(cell, column) {
        return this.isEditable && (cell || column).typed;
    }

    cellName(row, column) {
        return _t("%(tier)s, %(column)s", {tier: row.name, column: column.name});
    }

    openName(row, column) {
        return _t("More on %(tier)s, %(column)s", {
            tier: row.name,
            column: column.name,
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
                this.notification.add(_t("“%s” is not a number.", text), {
                    type: "danger",
                });
                ev.target.value = cell ? cell.label : "";
                return;
            }
        }
        await this.change(() =>
            this.orm.call(this.props.record.resModel, this.props.setMethod, [
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
                name: this.props.openMethod,
                resModel: record.resModel,
                resId: record.resId,
                args: JSON.stringify([row.id, column.id]),
                context: record.context,
                onClose: () => record.load(),
            });
        });
    }

    /** Do it on a saved record, and show what has come of it, also after an error. */
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

export const customerEntryMatrixField = {
    component: CustomerTierEntryMatrixField,
    supportedTypes: ["json"],
    extractProps: ({options}) => ({
        setMethod: options.set,
        openMethod: options.open,
    }),
};

registry.category("fields").add("customer_tier_entry_matrix", customerEntryMatrixField);
