import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ActionHelper} from "@web/views/action_helper";
import {KanbanRenderer} from "@web/views/kanban/kanban_renderer";
import {kanbanView} from "@web/views/kanban/kanban_view";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";

/** Name of a filter, on contacts or on customer tiers -> what an empty list says. */
const NOBODY = {
    customer_tier_is_falling: () => [
        _t("No customer is falling"),
        _t("Customers fall if their figures are only enough for a lower tier."),
    ],
    customer_tier_is_close: () => [
        _t("No customer is close to the next tier"),
        _t("Close means that at most 10 % of their own value is missing."),
    ],
    customer_tier_is_new: () => [
        _t("No customer is new"),
        _t("New customers bought for the first time within the last 90 days."),
    ],
    customer_tier_is_quiet: () => [
        _t("No customer is quiet"),
        _t(
            "Quiet customers have not bought for more than twice their usual interval. Nobody knows that interval before the third purchase: see “Too Early to Tell”."
        ),
    ],
    customer_tier_is_early: () => [
        _t("The usual interval of every customer is known"),
        _t("It takes purchases on three days to know it."),
    ],
    customer_tier_differs: () => [
        _t("No tier differs from the calculated one"),
        _t("Grace, caps and manual tiers make a difference."),
    ],
    customer_tier_gift_due: () => [
        _t("No gift is due in the next 30 days"),
        _t("Gifts on hold do not count. See also “Gift Planned for Later”."),
    ],
    customer_tier_gift_planned: () => [
        _t("No gift is planned for later"),
        _t("Gifts of the next 30 days are under “Gift Due in 30 Days”."),
    ],
};
// The same filters on customer tiers
const SHORT = {
    falling: "customer_tier_is_falling",
    close: "customer_tier_is_close",
    new: "customer_tier_is_new",
    quiet: "customer_tier_is_quiet",
    early: "customer_tier_is_early",
    differs: "customer_tier_differs",
};
// Filters that only narrow down what another one looks for
const NARROW = new Set(["customer_tier_is_mine", "mine", "main"]);

/** An empty list says what was looked for, if the user has looked for something. */
export class EmptyFilterHelper extends ActionHelper {
    static template = "customer_tiering.EmptyFilterHelper";

    get asksFirstUse() {
        return true;
    }

    /** ``{title, description}`` of what was looked for, or null. */
    get lookedFor() {
        if (this.firstUse) {
            return null;
        }
        const {query, searchItems, facets} = this.env.searchModel;
        const items = query.map((one) => searchItems[one.searchItemId]);
        const asked = items.filter((item) => ["filter", "field"].includes(item.type));
        if (!asked.length) {
            return null;
        }
        const decisive = asked.filter((item) => !NARROW.has(item.name));
        const told = decisive.length === 1 && this.nobody(decisive[0].name);
        if (told) {
            return {title: told[0], description: told[1]};
        }
        const words = facets
            .filter((facet) => ["filter", "field"].includes(facet.type))
            .flatMap((facet) => facet.values);
        return {
            title: _t("No customer matches “%s”", words.join("”, “")),
            description: _t("Remove a filter to see more customers."),
        };
    }

    nobody(name) {
        const sentence = NOBODY[SHORT[name] || name];
        return sentence && sentence();
    }
}

class CustomerListRenderer extends ListRenderer {
    static components = {...ListRenderer.components, ActionHelper: EmptyFilterHelper};
}

class CustomerKanbanRenderer extends KanbanRenderer {
    static components = {
        ...KanbanRenderer.components,
        ActionHelper: EmptyFilterHelper,
    };
}

registry.category("views").add("customer_tier_list", {
    ...listView,
    Renderer: CustomerListRenderer,
});
registry.category("views").add("customer_tier_kanban", {
    ...kanbanView,
    Renderer: CustomerKanbanRenderer,
});
