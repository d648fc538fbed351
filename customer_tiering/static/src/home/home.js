import {Component, onWillStart, useChildSubEnv, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {ControlPanel} from "@web/search/control_panel/control_panel";
import {formatMonetary, formatPercentage} from "@web/views/fields/formatters";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {HomeAccounting} from "./accounting";
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
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({page: null});
        useSetupAction({
            getLocalState: () => ({
                role: this.state.page.role,
                scheme: this.state.page.scheme,
            }),
        });
        // what the parts of the page may do
        this.home = {
            open: (action) => this.action.doAction(action),
            dialog: (action) =>
                this.action.doAction(action, {onClose: () => this.load()}),
            press: ({model, method, id}) =>
                this.action.doActionButton({
                    type: "object",
                    name: method,
                    resModel: model,
                    resId: id,
                    context: {},
                }),
            money: (value) =>
                formatMonetary(value, {currencyId: this.state.page.currency}),
            percent: (value) => formatPercentage(value, {digits: [16, 1]}),
        };
        useChildSubEnv({home: this.home});
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
