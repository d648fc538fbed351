import {Component, onMounted, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";
import {HomeFigure} from "./figure";
import {HomeTierBadge} from "./tier_badge";

/**
 * What a year did to each tier: who still buys, how broadly, and how much is done for
 * them. Its figures come after the page, for they take longer to read.
 */
export class HomeYear extends Component {
    static template = "customer_tiering.HomeYear";
    static components = {HomeFigure, HomeTierBadge};
    static props = {scheme: Number};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({year: null});
        onMounted(async () => {
            this.state.year = await this.orm.call("customer.tier.home", "get_year", [
                this.props.scheme,
            ]);
        });
    }

    openCohorts() {
        this.action.doAction("customer_tiering.customer_tier_cohorts_action");
    }
}
