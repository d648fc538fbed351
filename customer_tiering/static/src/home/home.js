import {Component, onWillStart, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {ControlPanel} from "@web/search/control_panel/control_panel";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {HomeAccounting} from "./accounting";
import {useHomeEnv} from "./home_env";
import {HomeManagement} from "./management";
import {HomeSales} from "./sales";

const PARTS = {
    sales: HomeSales,
    management: HomeManagement,
    accounting: HomeAccounting,
};

/**
 * The first screen of the app: what the reader has to do in one of their roles. All
 * figures come from one call, each with the action that opens its records.
 */
export class CustomerTierHome extends Component {
    static template = "customer_tiering.Home";
    static components = {ControlPanel};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({page: null});
        useSetupAction({
            getLocalState: () => ({
                role: this.state.page.role,
                scheme: this.state.page.scheme,
            }),
        });
        this.home = useHomeEnv(
            () => this.state.page,
            () => this.load()
        );
        const {role, scheme} = this.props.state || {};
        onWillStart(() => this.load(role, scheme));
    }

    async load(role = this.state.page?.role, scheme = this.state.page?.scheme) {
        this.state.page = await this.keepLast.add(
            this.orm.call("customer.tier.home", "get_home", [
                role || false,
                scheme || false,
            ])
        );
    }

    get part() {
        return PARTS[this.state.page.role];
    }

    print() {
        window.print();
    }
}

registry.category("actions").add("customer_tier_home", CustomerTierHome);
