import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * How a person usually answers. It is counted when it is shown, so a form whose page
 * stays closed is as fast as before.
 */
export class CustomerTierReplyHabits extends Component {
    static template = "customer_tiering.ReplyHabits";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({told: ""});
        useRecordObserver((record) => this.load(record.resId));
    }

    async load(person) {
        const found = person
            ? await this.orm.call("res.partner", "get_customer_tier_reply_habits", [
                  person,
              ])
            : {told: ""};
        this.state.told = found.told;
    }
}

registry.category("view_widgets").add("customer_tier_reply_habits", {
    component: CustomerTierReplyHabits,
});
