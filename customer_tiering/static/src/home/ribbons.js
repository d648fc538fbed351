import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatInteger} from "@web/views/fields/formatters";

const HEIGHT = 240;
const GAP = 10;
// half a line above and below, for the names
const EDGE = 8;
const WIDTH = 460;
// where the columns of the tiers stand
const LEFT = 150;
const RIGHT = 310;

/**
 * Who moved from which tier to which, as ribbons between two columns; as wide as their
 * number of moves, or as the net revenue that moved. Customers who stayed are not drawn: they are most, and no news.
 */
export class HomeRibbons extends Component {
    static template = "customer_tiering.HomeRibbons";
    static props = {movement: Object};

    left = LEFT;
    right = RIGHT;

    setup() {
        this.state = useState({by: "count"});
    }

    /** How wide a way is; who returned more than they bought brings nothing along. */
    size(way) {
        return Math.max(way[this.state.by].value, 0);
    }

    text(size) {
        // in short, for there is little room; what it opens has the whole
        return this.state.by === "count"
            ? formatInteger(size)
            : this.env.home.short(size);
    }

    get ways() {
        return this.props.movement.ways.filter((way) => this.size(way));
    }

    get names() {
        return Object.fromEntries(
            this.props.movement.lines.map(({tier}) => [tier.id, tier.name])
        );
    }

    /** The ends of all ribbons on one side, one below the other in the order of tiers. */
    column(side) {
        const {lines} = this.props.movement;
        const {ways} = this;
        const total = ways.reduce((sum, way) => sum + this.size(way), 0) || 1;
        const order = [0, ...lines.map(({tier}) => tier.id)];
        const nodes = order
            .map((id) => ({
                id,
                name: this.names[id] || (side === "from" ? _t("New") : _t("Left")),
                size: ways
                    .filter((way) => way[side] === id)
                    .reduce((sum, way) => sum + this.size(way), 0),
            }))
            .filter((node) => node.size);
        const free = HEIGHT - GAP * (order.length - 1);
        let top = EDGE;
        for (const node of nodes) {
            node.label = `${node.name} ${this.text(node.size)}`;
            node.top = node.next = top;
            node.height = Math.max((node.size / total) * free, 2);
            top += node.height + GAP;
        }
        return nodes;
    }

    get picture() {
        const {ways} = this;
        const from = this.column("from");
        const to = this.column("to");
        const place = (nodes, id) => nodes.findIndex((node) => node.id === id);
        const sorted = [...ways].sort(
            (a, b) =>
                place(from, a.from) - place(from, b.from) ||
                place(to, a.to) - place(to, b.to)
        );
        const ribbons = sorted.map((way) => {
            const [start, end] = [from[place(from, way.from)], to[place(to, way.to)]];
            const first = (this.size(way) / start.size) * start.height;
            const last = (this.size(way) / end.size) * end.height;
            const [a, b] = [start.next, end.next];
            start.next += first;
            end.next += last;
            const middle = (LEFT + RIGHT) / 2;
            return {
                key: `${way.direction}-${way.from}-${way.to}`,
                way,
                label: `${start.name} → ${end.name}: ${this.text(this.size(way))}`,
                path:
                    `M${LEFT},${a} C${middle},${a} ${middle},${b} ${RIGHT},${b} ` +
                    `V${b + last} C${middle},${b + last} ${middle},${a + first} ` +
                    `${LEFT},${a + first} Z`,
            };
        });
        const bottom = Math.max(0, ...[...from, ...to].map((n) => n.top + n.height));
        return {from, to, ribbons, width: WIDTH, height: bottom + EDGE};
    }

    open(way) {
        this.env.home.open(way.count.action);
    }

    onKeydown(ev, way) {
        if (["Enter", " "].includes(ev.key)) {
            ev.preventDefault();
            this.open(way);
        }
    }
}
