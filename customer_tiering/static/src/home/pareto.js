/* global Chart */
import {Component, onWillStart, onWillUnmount, useEffect, useRef} from "@odoo/owl";
import {loadBundle} from "@web/core/assets";
import {cookie} from "@web/core/browser/cookie";
import {_t} from "@web/core/l10n/translation";
import {getCustomColor} from "@web/core/colors/colors";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

/**
 * How value is spread: the curve of the customers, the highest net revenue first, with
 * a point at the lower end of each tier. The table below says the same in numbers.
 */
export class HomePareto extends Component {
    static template = "customer_tiering.HomePareto";
    static components = {HomeFigure, HomeTierBadge};
    static props = {concentration: Object};

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (canvas, concentration) => this.draw(canvas, concentration),
            () => [this.canvas.el, this.props.concentration]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    draw(canvas, {curve, cuts}) {
        this.chart?.destroy();
        const scheme = cookie.get("color_scheme");
        const text = getCustomColor(scheme, "#495057", "#ced4da");
        const line = getCustomColor(scheme, "#714b67", "#c8a2c8");
        const grid = getCustomColor(scheme, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
        const percent = (value) => `${Math.round(100 * value)} %`;
        const axis = (title) => ({
            type: "linear",
            min: 0,
            max: 1,
            title: {display: true, text: title, color: text},
            ticks: {callback: percent, color: text},
            grid: {color: grid},
        });
        this.chart = new Chart(canvas, {
            type: "line",
            data: {
                datasets: [
                    {
                        label: _t("Net revenue"),
                        data: curve.map(([x, y]) => ({x, y})),
                        borderColor: line,
                        borderWidth: 2,
                        pointRadius: 0,
                        fill: false,
                    },
                    ...cuts.slice(0, -1).map((cut) => ({
                        label: cut.tier.name,
                        data: [
                            {x: cut.share, y: 0},
                            {x: cut.share, y: cut.value_share},
                            {x: 0, y: cut.value_share},
                        ],
                        borderColor: text,
                        borderDash: [4, 4],
                        borderWidth: 1,
                        pointRadius: [0, 4, 0],
                        pointBackgroundColor: line,
                    })),
                ],
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                parsing: false,
                scales: {
                    x: axis(_t("Share of customers")),
                    y: axis(_t("Share of net revenue")),
                },
                plugins: {
                    legend: {display: false},
                    tooltip: {
                        callbacks: {
                            title: ([item]) => item.dataset.label,
                            label: ({parsed}) =>
                                _t("%(customers)s of customers, %(value)s of value", {
                                    customers: percent(parsed.x),
                                    value: percent(parsed.y),
                                }),
                        },
                    },
                },
            },
        });
    }
}
