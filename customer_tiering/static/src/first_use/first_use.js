import {Component, onWillStart} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {patch} from "@web/core/utils/patch";
import {ActionHelper} from "@web/views/action_helper";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

const OURS = /^customer\.(tier|gift)(\.|$)/;

/** What is to be set up before there can be records of ``model``, or false. */
function askFirstUse(orm, model) {
    return orm.call("customer.tier.first.use", "get_first_use", [model]);
}

/** Says that nothing is set up yet, with the button that begins, or who to ask. */
export class FirstUse extends Component {
    static template = "customer_tiering.FirstUse";
    static props = {firstUse: Object};

    setup() {
        this.action = useService("action");
    }

    start() {
        this.action.doAction(this.props.firstUse.action);
    }
}

/** The same on a form that shows nothing as long as nothing is set up. */
class FirstUseWidget extends Component {
    static template = "customer_tiering.FirstUseWidget";
    static components = {FirstUse};
    static props = {...standardWidgetProps};

    setup() {
        const orm = useService("orm");
        onWillStart(async () => {
            this.firstUse = await askFirstUse(orm, this.props.record.resModel);
        });
    }
}

registry.category("view_widgets").add("customer_tier_first_use", {
    component: FirstUseWidget,
});

// Every empty view shows an action helper. It asks each time: the help of an action is
// kept by the browser, and would go on saying so after somebody has set up.
patch(ActionHelper, {components: {...ActionHelper.components, FirstUse}});
patch(ActionHelper.prototype, {
    setup() {
        super.setup();
        const model = this.env.searchModel?.resModel;
        if (!OURS.test(model) && !this.asksFirstUse) {
            return;
        }
        const orm = useService("orm");
        onWillStart(async () => {
            this.firstUse = await askFirstUse(orm, model);
        });
    },

    /** True in the lists of customers, which are contacts. */
    get asksFirstUse() {
        return false;
    },
});
