import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {ControlPanel} from "@web/search/control_panel/control_panel";
import {formatInteger} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {HomeFigure} from "../home/figure";
import {useHomeEnv} from "../home/home_env";

/**
 * Cohorts: customers by the month of their first purchase, and what they did in each
 * month since. A table and no chart: a cell is a number that opens its customers or
 * documents, and the shade only repeats it.
 */
export class CustomerTierCohorts extends Component {
    static template = "customer_tiering.Cohorts";
    static components = {ControlPanel, HomeFigure};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({page: null, by: "share"});
        this.home = useHomeEnv(
            () => this.state.page,
            () => this.load()
        );
        useSetupAction({
            getLocalState: () => ({by: this.state.by, scheme: this.state.page.scheme}),
        });
        const {by, scheme} = this.props.state || {};
        this.state.by = by || "share";
        onWillStart(() => this.load(scheme));
    }

    async load(scheme = this.state.page?.scheme) {
        this.state.page = await this.keepLast.add(
            this.orm.call("customer.tier.home", "get_cohorts", [scheme || false])
        );
    }

    /** The largest revenue after the month of the first purchase, for the shades. */
    get most() {
        const cells = this.state.page.cohorts.flatMap((one) => one.cells.slice(1));
        return Math.max(1, ...cells.map((cell) => cell.revenue.value));
    }

    rows() {
        const {by, page} = this.state;
        const {most} = this;
        return page.cohorts.map((cohort) => ({
            ...cohort,
            cells: cohort.cells.map((cell, since) => {
                const share = by === "share";
                const strength = share ? cell.share : cell.revenue.value / most;
                return {
                    since,
                    figure: share
                        ? {...cell.buyers, value: cell.share, unit: "share"}
                        : cell.revenue,
                    label: _t("%(buyers)s of the customers new in %(month)s", {
                        buyers: formatInteger(cell.buyers.value),
                        month: cohort.month,
                    }),
                    // in steps, so that a style sheet has the colours
                    shade: Math.round(10 * Math.min(Math.max(strength, 0), 1)),
                };
            }),
        }));
    }
}

registry.category("actions").add("customer_tier_cohorts", CustomerTierCohorts);
