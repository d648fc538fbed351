import {Component, markRaw, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {costsOf} from "./costs";
import {linesOf, movedTo, steppedBy} from "./lines";
import {CutoffsPicture} from "./picture";
import {ends, recount} from "./recount";
import {CutoffsTable} from "./table";

// what the picture is drawn for; another value needs another one
const SHAPE = [
    "customer_level",
    "date_basis",
    "domain",
    "group_by",
    "period_months",
    "purchase_basis",
    "rank_by",
    "value_metric_id",
];
const RULE_SHAPE = [
    "tier_id",
    "method",
    "metric_id",
    "per",
    "pace",
    "threshold_currency_id",
    "minimum_metric_id",
];
const PARTS = 10000;

const plain = (value) => value?.id ?? value;

/**
 * The cut-offs of a draft on the curve of its customers. While a line is dragged, the
 * browser counts the tiers; the form gets the thresholds when the line is let go.
 */
export class CustomerTierCutoffs extends Component {
    static template = "customer_tiering.Cutoffs";
    static components = {CutoffsPicture, CutoffsTable};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        // dragged: thresholds that the form does not have yet
        this.state = useState({data: null, rules: [], shape: "", dragged: {}});
        this.loadedShape = null;
        useRecordObserver((record) => this.observe(record));
    }

    async observe(record) {
        this.records = record.data.rule_ids.records;
        const rules = this.records.map((rule) => ({
            id: rule.resId || rule.id,
            tier: plain(rule.data.tier_id),
            method: rule.data.method,
            own: rule.data.threshold,
            unit: rule.data.threshold_unit,
            minimum: rule.data.minimum,
            isRemainder: rule.data.is_remainder,
            shape: RULE_SHAPE.map((name) => plain(rule.data[name])),
        }));
        const shape = JSON.stringify([
            SHAPE.map((name) => plain(record.data[name])),
            rules.map((rule) => [rule.id, rule.shape]),
            record.data.criterion_ids.records.map((one) => [
                plain(one.data.metric_id),
                one.data.weight,
                one.data.summary,
            ]),
        ]);
        const {ties, population} = record.data;
        Object.assign(this.state, {rules, shape, ties, population});
        if (record.resId && shape !== this.loadedShape && !record.dirty) {
            this.loadedShape = shape;
            const data = await this.keepLast.add(
                this.orm.call("customer.tier.scheme", "get_cutoffs", [[record.resId]])
            );
            // it never changes, and a dragged line reads thousands of its numbers
            this.state.data = markRaw(data);
        }
    }

    /** A sentence instead of the picture, if there is none. */
    get problem() {
        if (!this.state.data) {
            return _t("Save the draft to see its cut-offs on the picture.");
        }
        if (this.state.data.problem) {
            return this.state.data.problem;
        }
        if (this.state.shape !== this.loadedShape) {
            return _t("Save the draft to see these settings on the picture.");
        }
        return false;
    }

    get population() {
        return this.state.data.population[this.state.population];
    }

    /** The cuts of the form or of a line that is dragged, best tier first. */
    get cuts() {
        const {data, dragged, rules} = this.state;
        const order = data.tiers.map((tier) => tier.id);
        return rules
            .filter((rule) => !rule.isRemainder)
            .map((rule) => {
                const own = dragged[rule.id] ?? rule.own;
                const {times, rate} = data.rules[rule.id];
                return {
                    rule: rule.id,
                    tier: rule.tier,
                    method: rule.method,
                    minimum: rule.minimum,
                    unit: rule.unit,
                    own,
                    times,
                    rate,
                    threshold: Math.round(own * rate * PARTS) / PARTS,
                };
            })
            .sort((a, b) => order.indexOf(a.tier) - order.indexOf(b.tier));
    }

    get lines() {
        const {points} = this.state.data;
        const cuts = this.cuts;
        const found = ends(points, cuts, this.population, this.state.ties);
        return linesOf(points, cuts, found, this.population).map((line) => ({
            ...line,
            tier: this.tier(line.cut.tier),
        }));
    }

    tier(id) {
        return this.state.data.tiers.find((tier) => tier.id === id);
    }

    /** One row per tier, best first: now and today. */
    get rows() {
        const {data, ties} = this.state;
        const cuts = this.cuts;
        const mine = new Set(this.state.rules.map((rule) => rule.tier));
        const ladder = data.tiers.map((tier) => tier.id).filter((id) => mine.has(id));
        const parts = recount(data.points, ladder, cuts, this.population, ties);
        const costs = data.costs.map((cost) => costsOf(cost, parts));
        return data.tiers.map((tier) => {
            const part = parts.find((one) => one.tier === tier.id);
            return {
                tier,
                cut: cuts.find((cut) => cut.tier === tier.id),
                isRest: tier.id === ladder[ladder.length - 1],
                about: Boolean(part?.about),
                customers: {
                    now: part?.customers ?? 0,
                    today: tier.today.customers,
                },
                revenue: {
                    now: part?.amounts.net_revenue ?? 0,
                    today: tier.today.net_revenue,
                },
                costs: data.costs.map((cost, index) => ({
                    now: costs[index][tier.id] ?? 0,
                    today: cost.today[tier.id] ?? 0,
                })),
            };
        });
    }

    // ------------------------------------------------------------ changing

    drag(index, place) {
        const {points} = this.state.data;
        this.state.dragged = movedTo(points, this.lines, index, place, this.population);
    }

    step(index, steps) {
        this.state.dragged = {
            ...this.state.dragged,
            ...steppedBy(this.lines, index, steps),
        };
    }

    enter(rule, threshold) {
        this.state.dragged = {[rule]: threshold};
        return this.commit();
    }

    /** Hand the thresholds to the form, which saves them with everything else. */
    async commit() {
        const changes = Object.entries(this.state.dragged);
        for (const [id, threshold] of changes) {
            const record = this.records.find((one) => String(one.resId) === id);
            await record.update({threshold});
        }
        await this.observe(this.props.record);
        for (const [id, threshold] of changes) {
            // a line may be dragged on while the form computes its fields
            if (this.state.dragged[id] === threshold) {
                delete this.state.dragged[id];
            }
        }
    }
}

registry.category("view_widgets").add("customer_tier_cutoffs", {
    component: CustomerTierCutoffs,
});
