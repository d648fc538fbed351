from collections import defaultdict

from odoo import api, fields, models


class CustomerGiftPlan(models.Model):
    """Cost of a plan: the sum of its gifts, and the amount in the accounts."""

    _inherit = "customer.gift.plan"

    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        ondelete="restrict",
        check_company=True,
        copy=False,
        tracking=True,
        help="Bills and stock moves booked on this account make up the actual cost "
        "of the plan.",
    )
    gift_count = fields.Integer(string="Gifts", compute="_compute_gift_counts")
    held_count = fields.Integer(string="On Hold", compute="_compute_gift_counts")
    to_approve_count = fields.Integer(
        string="Needs Approval", compute="_compute_gift_counts"
    )
    done_count = fields.Integer(string="Done", compute="_compute_gift_counts")
    gifts_cost = fields.Monetary(
        string="Cost of Gifts",
        compute="_compute_gift_counts",
        help="Cost of the gifts that are not cancelled, declined or returned.",
    )
    actual_cost = fields.Monetary(
        compute="_compute_actual_cost",
        compute_sudo=True,
        help="The amount booked on the analytic account of the plan.",
    )

    @api.depends_context("uid")
    def _compute_gift_counts(self):
        counts = defaultdict(lambda: defaultdict(float))
        groups = self.env["customer.gift"]._read_group(
            [
                ("plan_id", "in", self.ids),
                ("state", "!=", "cancelled"),
                ("corrected", "=", False),
            ],
            ["plan_id", "state", "held", "severity"],
            ["__count", "cost:sum"],
        )
        for plan, state, held, _severity, count, cost in groups:
            of_plan = counts[plan.id]
            of_plan["gift_count"] += count
            if held:
                of_plan["held_count"] += count
            if state == "proposed" and not held:
                of_plan["to_approve_count"] += count
            if state in ("given", "declined", "returned"):
                of_plan["done_count"] += count
            if state not in ("declined", "returned"):
                of_plan["gifts_cost"] += cost
        for plan in self:
            for name in ("gift_count", "held_count", "to_approve_count", "done_count"):
                plan[name] = int(counts[plan.id][name])
            plan.gifts_cost = counts[plan.id]["gifts_cost"]

    @api.depends("analytic_account_id")
    def _compute_actual_cost(self):
        """Minus the sum of the analytic lines, with one query per analytic plan."""
        booked = {}
        for root, accounts in self.analytic_account_id.grouped("root_plan_id").items():
            groups = self.env["account.analytic.line"]._read_group(
                [
                    (root._column_name(), "in", accounts.ids),
                    ("company_id", "child_of", self.company_id.ids),
                ],
                [root._column_name(), "company_id"],
                ["amount:sum"],
            )
            for account, company, amount in groups:
                key = account.id, company.root_id.id
                booked[key] = booked.get(key, 0.0) - amount
        for plan in self:
            key = plan.analytic_account_id.id, plan.company_id.root_id.id
            plan.actual_cost = booked.get(key, 0.0)

    def _view_gifts(self, name, domain, **context):
        """Open the plan's gifts in ``domain``."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_action"
        )
        action["display_name"] = name
        action["domain"] = [("plan_id", "in", self.ids), *domain]
        action["context"] = {
            "default_plan_id": self.id if len(self) == 1 else False,
            **context,
        }
        return action

    def action_view_gifts(self):
        return self._view_gifts(self.env._("Gifts"), [])

    def action_view_held(self):
        return self._view_gifts(self.env._("On Hold"), [("held", "=", True)])

    def action_view_to_approve(self):
        return self._view_gifts(
            self.env._("Needs Approval"),
            [("state", "=", "proposed"), ("held", "=", False)],
        )
