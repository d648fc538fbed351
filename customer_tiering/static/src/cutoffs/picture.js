import {Component, onWillUpdateProps, useExternalListener, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat, formatInteger, formatMonetary} from "@web/views/fields/formatters";
import {sumAt} from "./recount";

const TICKS = [1, 5, 20, 50, 100];
// how many steps a key moves a line
const KEYS = {
    ArrowRight: 1,
    ArrowUp: 1,
    ArrowLeft: -1,
    ArrowDown: -1,
    PageUp: 10,
    PageDown: -10,
};

/**
 * The curve of value with a handle for each cut-off. The axis gives the first customers
 * more room than the others (square root), since most cut-offs lie among them.
 */
export class CutoffsPicture extends Component {
    static template = "customer_tiering.CutoffsPicture";
    static props = {
        points: Object,
        lines: Array,
        value: Object,
        currency: Number,
        readonly: Boolean,
        drag: Function,
        step: Function,
        commit: Function,
    };

    setup() {
        this.plot = useRef("plot");
        this.ticks = TICKS;
        // {index, offset} of the line that is dragged: the pointer stays that far to the
        // right of it, and may leave it and the picture
        this.dragged = null;
        this.draw(this.props);
        onWillUpdateProps((props) => {
            if (props.points !== this.props.points) {
                this.draw(props);
            }
        });
        useExternalListener(window, "pointermove", this.move);
        useExternalListener(window, "pointerup", this.up);
        useExternalListener(window, "pointercancel", this.up);
    }

    get title() {
        return _t("Share of customers, the highest in “%(metric)s” first", {
            metric: this.props.value.name,
        });
    }

    get size() {
        const {places} = this.props.points;
        return places[places.length - 1];
    }

    /** Percent of the width for a number of customers. */
    x(place) {
        return 100 * Math.sqrt(place / this.size);
    }

    /** Percent of the height for a number of customers. */
    y(place) {
        const {places, amounts} = this.props.points;
        const sum = Math.max(sumAt(places, amounts.net_revenue, place), 0);
        return 100 - (100 * sum) / this.highest;
    }

    point(place) {
        return `${this.x(place).toFixed(2)},${this.y(place).toFixed(2)}`;
    }

    /** Draw the curve, which stays the same while lines move. */
    draw({points}) {
        // returns can make the last customers bring less than nothing
        this.highest = Math.max(...points.amounts.net_revenue);
        this.drawn = points.places.map((place) => [place, this.point(place)]);
        this.curve = this.drawn.map(([, point]) => point).join(" ");
    }

    /** The area under the curve of each tier, as polygons. */
    get areas() {
        const bounds = [0, ...this.props.lines.map((line) => line.place), this.size];
        return bounds.slice(1).map((end, index) => {
            const start = Math.min(bounds[index], end);
            const within = this.drawn
                .filter(([place]) => place > start && place < end)
                .map(([, point]) => point);
            return [
                `${this.x(start).toFixed(2)},100`,
                this.point(start),
                ...within,
                this.point(end),
                `${this.x(end).toFixed(2)},100`,
            ].join(" ");
        });
    }

    percent(place) {
        return (100 * place) / this.size;
    }

    /** What a screen reader says for the place of a line. */
    told(line) {
        const {places, amounts} = this.props.points;
        const revenue = sumAt(places, amounts.net_revenue, line.place);
        return _t(
            "The first %(percent)s % of the customers: %(customers)s, with %(revenue)s",
            {
                percent: formatFloat(this.percent(line.place), {digits: [16, 1]}),
                customers: formatInteger(Math.floor(line.place)),
                revenue: formatMonetary(revenue, {
                    currencyId: this.props.currency,
                    digits: [16, 0],
                }),
            }
        );
    }

    label(line) {
        return _t("Cut-off of %(tier)s", {tier: line.tier.name});
    }

    // ------------------------------------------------------------ pointer and keys

    down(index, ev) {
        if (this.props.readonly || ev.button) {
            return;
        }
        ev.preventDefault();
        ev.currentTarget.focus();
        const line = ev.currentTarget.parentElement.getBoundingClientRect().left;
        this.dragged = {index, offset: ev.clientX - line};
    }

    move(ev) {
        if (this.dragged === null) {
            return;
        }
        const {index, offset} = this.dragged;
        const {left, width} = this.plot.el.getBoundingClientRect();
        const part = (ev.clientX - offset - left) / width;
        this.props.drag(index, Math.max(0, Math.min(part, 1)) ** 2 * this.size);
    }

    up() {
        if (this.dragged !== null) {
            this.dragged = null;
            this.props.commit();
        }
    }

    press(index, ev) {
        const steps = KEYS[ev.key];
        if (steps && !this.props.readonly) {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.step(index, steps);
        }
    }

    release(ev) {
        if (ev.key in KEYS && !this.props.readonly) {
            this.props.commit();
        }
    }

    /** A key may be let go elsewhere. */
    leave() {
        if (!this.props.readonly) {
            this.props.commit();
        }
    }
}
