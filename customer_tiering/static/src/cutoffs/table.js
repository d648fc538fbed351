import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat, formatInteger, formatMonetary} from "@web/views/fields/formatters";

const COUNTED = ["customers", "revenue"];

/** The tiers in numbers, each against today's, with the thresholds to type in. */
export class CutoffsTable extends Component {
    static template = "customer_tiering.CutoffsTable";
    static props = {
        rows: Array,
        costs: Array,
        currency: Number,
        readonly: Boolean,
        enter: Function,
    };

    /** The columns: label, whether it is money, its sums, and how to read it. */
    get columns() {
        const counted = {customers: _t("Customers"), revenue: _t("Net Revenue")};
        const columns = COUNTED.map((key) => ({
            key,
            label: counted[key],
            isMoney: key === "revenue",
            hasShare: true,
            of: (row) => row[key],
        }));
        this.props.costs.forEach((cost, index) =>
            columns.push({
                key: cost.key,
                label: cost.name,
                isMoney: true,
                hasShare: false,
                of: (row) => row.costs[index],
            })
        );
        return columns.map((column) => ({...column, total: this.total(column)}));
    }

    total(column) {
        const cells = this.props.rows.map(column.of);
        const sum = (side) => cells.reduce((total, cell) => total + cell[side], 0);
        return {now: sum("now"), today: sum("today")};
    }

    text(column, value) {
        const shown = Math.round(value);
        return column.isMoney
            ? formatMonetary(shown, {currencyId: this.props.currency, digits: [16, 0]})
            : formatInteger(shown);
    }

    now(column, row) {
        const text = this.text(column, column.of(row).now);
        return row.about ? _t("about %(figure)s", {figure: text}) : text;
    }

    share(column, cell) {
        if (!column.hasShare || !(column.total.now > 0)) {
            return "";
        }
        const percent = (100 * cell.now) / column.total.now;
        return ` · ${formatFloat(percent, {digits: [16, 1]})} %`;
    }

    /** Today's figure, with the difference to it if there is one. */
    today(column, cell) {
        const today = this.text(column, cell.today);
        const change = Math.round(cell.now) - Math.round(cell.today);
        if (!change) {
            return _t("today the same");
        }
        const sign = change > 0 ? "+" : "−";
        return _t("today %(today)s, %(change)s", {
            today,
            change: sign + this.text(column, Math.abs(change)),
        });
    }

    label(cut, row) {
        return _t("Threshold of %(tier)s, %(unit)s", {
            tier: row.tier.name,
            unit: cut.unit,
        });
    }

    change(cut, ev) {
        const threshold = Number(ev.target.value);
        if (threshold > 0) {
            this.props.enter(cut.rule, threshold);
        } else {
            ev.target.value = cut.own;
        }
    }
}
