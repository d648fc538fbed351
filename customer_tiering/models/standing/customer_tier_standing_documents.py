from odoo import api, models
from odoo.fields import Domain

from ...classification.window import Window
from ..collector.documents import SALE_TYPES, revenue_domain
from .customer_tier_standing_figures import _midnight

# Metric code -> what opens the documents behind it. None of them is public: they are
# reached by ``action_view_figure``, which knows the metrics.
OPENERS = {
    "gross_margin": "_view_items",
    "margin_coverage": "_view_items",
    "category_depth": "_view_items",
    "long_margin": "_view_long_items",
    "cost_to_serve": "_view_costs",
    "refunded": "_view_refunds",
    "returns_share": "_view_refunds",
    "gross_invoiced": "_view_invoiced",
    "terms_days": "_view_invoiced",
    "previous_revenue": "_view_previous",
    "growth": "_view_both_periods",
    "due_amount": "action_view_days_late",
    "on_time_share": "action_view_days_late",
    "days_to_pay": "action_view_days_late",
    "prepaid_share": "action_view_days_late",
    "overdue_amount": "action_view_overdue",
    "overdue_days": "action_view_overdue",
    "unmatched_money": "_view_unmatched",
    "unposted_payments": "_view_unposted",
    "order_count": "_view_orders",
    "open_orders": "_view_open_orders",
    "median_interval": "_view_all_purchases",
    "intervals_passed": "_view_all_purchases",
    "referral_count": "_view_referred",
    "referral_revenue": "_view_referred",
    "influence": "_view_judged",
    "influence_reach": "_view_judged",
    **{
        f"{span}_{which}": "_view_pace"
        for span in ("month", "quarter", "year")
        for which in ("min", "latest")
    },
}
# whom to ask for the right to read; account.move for all others
READS = {
    "_view_orders": "sale.order",
    "_view_open_orders": "sale.order",
    "_view_referred": "res.partner",
    "_view_judged": "res.partner",
    "_view_unposted": "account.payment",
}


class CustomerTierStanding(models.Model):
    """Opens the documents behind the figures that are no plain sum of the revenue."""

    _inherit = "customer.tier.standing"

    @api.model
    def _documents_actions(self):
        return super()._documents_actions() | OPENERS

    @api.model
    def _has_documents(self, code):
        model = READS.get(self._documents_method(code))
        if model:
            return self.env[model].has_access("read")
        return super()._has_documents(code)

    # ---------------------------------------------------------------- sales

    def _sales_of(self, first, last, types=SALE_TYPES):
        """Domain of the posted documents of the customer in ``first .. last``."""
        scheme = self.scheme_id
        domain = revenue_domain(scheme, Window(first, last))
        return domain & Domain("move_type", "in", types) & self._own_documents()

    def _period(self):
        return self.scheme_id._window(self._as_of())

    def _view_moves(self, title, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        action["domain"] = list(domain)
        action["context"] = {"create": False, "default_move_type": "out_invoice"}
        action["display_name"] = title
        return action

    def _view_refunds(self):
        period = self._period()
        return self._view_moves(
            self.env._("Refunds of %s", self.partner_id.name),
            self._sales_of(period.first, period.last, ["out_refund"]),
        )

    def _view_invoiced(self):
        period = self._period()
        return self._view_moves(
            self.env._("Invoices of %s", self.partner_id.name),
            self._sales_of(period.first, period.last, ["out_invoice", "out_receipt"]),
        )

    def _view_previous(self):
        _this, before = Window.back(self._as_of(), self.scheme_id.period_months, 2)
        return self._view_moves(
            self.env._("Previous period of %s", self.partner_id.name),
            self._sales_of(before.first, before.last),
        )

    def _view_both_periods(self):
        this, before = Window.back(self._as_of(), self.scheme_id.period_months, 2)
        return self._view_moves(
            self.env._("This and the previous period of %s", self.partner_id.name),
            self._sales_of(before.first, this.last),
        )

    def _view_pace(self):
        """The documents of the period by month, of which one is the weakest."""
        period = self._period()
        action = self._view_moves(
            self.env._("Net revenue of %s", self.partner_id.name),
            self._sales_of(period.first, period.last),
        )
        action["context"]["group_by"] = [f"{self.scheme_id.date_basis}:month"]
        return action

    # ---------------------------------------------------------------- items

    def _view_lines(self, title, window, more=Domain.TRUE):
        items = self.env["account.move.line"]
        items.check_access("read")
        documents = self._sales_of(window.first, window.last)
        return items._tier_action(
            title, Domain("move_id", "any", documents) & items._tier_revenue() & more
        )

    def _view_items(self):
        return self._view_lines(
            self.env._("Products sold to %s", self.partner_id.name), self._period()
        )

    def _view_long_items(self):
        window = Window.of_months(self._as_of(), 12 * self.scheme_id.long_years)
        return self._view_lines(
            self.env._("Products sold to %s", self.partner_id.name), window
        )

    def _view_costs(self):
        """Refunded lines and those with a discount."""
        return self._view_lines(
            self.env._("Refunds and discounts of %s", self.partner_id.name),
            self._period(),
            Domain("move_type", "=", "out_refund") | Domain("discount", ">", 0),
        )

    # ---------------------------------------------------------------- money

    def _view_unmatched(self):
        """Items on receivable accounts with something free."""
        items = self.env["account.move.line"]
        items.check_access("read")
        domain = (
            Domain("parent_state", "=", "posted")
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("company_id", "in", self.scheme_id._covered_companies().ids)
            & Domain("amount_residual", "<", 0)
            & Domain("date", "<=", self._as_of())
            & Domain("move_id.move_type", "=", "entry")
            & self._own_documents()
        )
        return items._tier_action(
            self.env._("Money from %s not matched yet", self.partner_id.name), domain
        )

    def _view_unposted(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_payments"
        )
        action["domain"] = list(
            Domain("move_id", "=", False)
            & Domain("partner_type", "=", "customer")
            & Domain("state", "in", ("in_process", "paid"))
            & Domain("company_id", "in", self.scheme_id._covered_companies().ids)
            & Domain("date", "<=", self._as_of())
            & self._own_documents()
        )
        action["context"] = {"create": False}
        action["display_name"] = self.env._(
            "Payments of %s without an entry", self.partner_id.name
        )
        return action

    # ---------------------------------------------------------------- orders

    def _view_confirmed(self, title, domain):
        scheme = self.scheme_id
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = list(
            domain
            & Domain("state", "=", "sale")
            & Domain("company_id", "in", scheme._covered_companies().ids)
            & Domain("date_order", "<", _midnight(self._as_of(), scheme.tz, 1))
            & self._own_documents()
        )
        action["context"] = {"create": False}
        action["display_name"] = title
        return action

    def _view_orders(self):
        first = _midnight(self._period().first, self.scheme_id.tz)
        return self._view_confirmed(
            self.env._("Orders of %s", self.partner_id.name),
            Domain("date_order", ">=", first),
        )

    def _view_open_orders(self):
        return self._view_confirmed(
            self.env._("Orders of %s not yet invoiced", self.partner_id.name),
            Domain("invoice_status", "!=", "invoiced"),
        )

    def _view_all_purchases(self):
        """Every purchase ever: the days between them are the rhythm."""
        first = self.first_purchase or self._as_of()
        return self._action_purchases(first, self._as_of())

    # ---------------------------------------------------------------- people

    def _view_people(self, title, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.res_partner_action_customers"
        )
        action["domain"] = list(domain)
        action["context"] = {"create": False}
        action["display_name"] = title
        return action

    def _view_referred(self):
        """Who names the customer, or one of his contacts, as the referrer."""
        return self._view_people(
            self.env._("Customers referred by %s", self.partner_id.name),
            # child_of on a link among contacts would follow that very link
            Domain(
                "customer_tier_referrer_id",
                "any",
                Domain("id", "child_of", self.partner_id.id),
            ),
        )

    def _view_judged(self):
        """The customer and his contacts whose influence somebody has judged."""
        return self._view_people(
            self.env._("Influence of %s", self.partner_id.name),
            Domain("id", "child_of", self.partner_id.id)
            & (
                Domain("customer_tier_influence_type", "!=", False)
                | Domain("customer_tier_influence_reach", ">", 0)
            ),
        )
