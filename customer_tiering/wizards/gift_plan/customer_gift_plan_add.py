import pandas as pd

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import COMPLIANCE_GROUP, MANAGER_GROUP
from ...tools.notification import notification
from ..standing.customer_tier_chosen import chosen_customers


class CustomerGiftPlanAdd(models.TransientModel):
    """Add the chosen customers to a gift plan, and show who was not added and why."""

    _name = "customer.gift.plan.add"
    _description = "Add to Gift Plan"

    @api.model
    def _default_plan_id(self):
        return self.env["customer.gift.plan"].search(
            [("state", "in", ("draft", "open"))], order="date", limit=2
        )[:1]

    plan_id = fields.Many2one(
        "customer.gift.plan",
        required=True,
        default=lambda self: self._default_plan_id(),
        domain="[('state', '!=', 'closed'), "
        "('company_id', 'parent_of', allowed_company_ids)]",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        context={"active_test": False},
        default=lambda self: chosen_customers(self.env),
    )
    product_id = fields.Many2one(
        "product.product",
        string="Gift",
        domain="[('customer_gift_ok', '=', True)]",
        help="Leave empty to choose later.",
    )
    etiquette = fields.Text(compute="_compute_etiquette")
    amount = fields.Monetary(
        string="Cost per Gift",
        help="Leave empty to use what the budget allows for each customer's tier.",
    )
    added_count = fields.Integer(readonly=True)
    left_out = fields.Text(readonly=True)

    @api.constrains("amount")
    def _check_amount(self):
        if any(wizard.amount < 0 for wizard in self):
            raise UserError(
                self.env._("The cost of a gift cannot be negative. Enter 0 or more.")
            )

    @api.depends("product_id", "partner_ids", "company_id")
    @api.depends_context("lang")
    def _compute_etiquette(self):
        """Etiquette notes on the product for the countries of the customers."""
        for wizard in self:
            countries = self.env["res.country"]
            for partner in wizard.partner_ids:
                countries |= partner._gift_country(wizard.company_id)
            wizard.etiquette = wizard.product_id._gift_etiquette(countries)

    def action_add(self):
        """Propose a gift for each possible customer; show who was not added."""
        self.ensure_one()
        plan = self.plan_id
        # as the user, who must be allowed to see the plan
        plan.check_access("read")
        if plan.state == "closed":
            raise UserError(
                self.env._("“%(plan)s” is closed. Choose an open plan.", plan=plan.name)
            )
        gifts = self.env["customer.gift"]
        if not gifts.has_access("create"):
            raise AccessError(
                self.env._(
                    "You are not allowed to propose gifts. Ask "
                    "a manager of Customer Tiers."
                )
            )
        customers = self.partner_ids.commercial_partner_id
        if not customers:
            raise UserError(self.env._("Choose at least one customer."))
        frame = self._frame(customers)
        reasons = self._reasons(customers, set(frame["partner_id"].tolist()))
        rows = [
            row for row in frame.to_dict("records") if row["partner_id"] not in reasons
        ]
        added = gifts._engine().create(self._values(rows))
        return self._show(added, reasons)

    def _frame(self, customers):
        """The standings of these customers, in the form the planner reads them."""
        planner = self.env["customer.gift.planner"].sudo()
        return planner._collect(self.plan_id.sudo(), customers)

    def _reasons(self, customers, standing):
        """Customer id -> why the customer is not added."""
        gifts = self.env["customer.gift"].sudo()
        planned = gifts.search(
            [("plan_id", "=", self.plan_id.id), ("partner_id", "in", customers.ids)]
        ).partner_id
        sees_all = self.env.user.has_group(MANAGER_GROUP) or self.env.user.has_group(
            COMPLIANCE_GROUP
        )
        reasons = {}
        for customer in customers:
            if not customer.active:
                reasons[customer.id] = self.env._("archived")
            elif customer in planned:
                reasons[customer.id] = self.env._("already in the plan")
            elif customer.id not in standing:
                reasons[customer.id] = self.env._(
                    "no tier in “%(scheme)s”, or not a customer of the plan",
                    scheme=self.plan_id.scheme_id.name,
                )
            elif not sees_all and customer.user_id not in (
                self.env.user,
                self.env["res.users"],
            ):
                reasons[customer.id] = self.env._(
                    "a customer of %(user)s", user=customer.user_id.name
                )
        return reasons

    def _values(self, rows):
        """Values of the new gifts, with the cost entered here or that of the budget."""
        plan, product = self.plan_id.sudo(), self.product_id
        lines = plan.budget_id._lines_for(plan.occasion_id)
        values = []
        for row in rows:
            line = lines.get(row["tier_id"])
            allowed = line.amount if line and line.method == "fixed" else 0.0
            price = product.with_company(plan.company_id).standard_price
            user = row["user_id"]
            values.append(
                {
                    "plan_id": plan.id,
                    "partner_id": row["partner_id"],
                    "user_id": self.env.uid if pd.isna(user) else user,
                    "tier_id": row["tier_id"],
                    "date": row["date"].date(),
                    "form": product.sudo().customer_gift_form
                    or (line.form if line and line.form != "nothing" else False)
                    or plan.occasion_id.form,
                    "product_id": product.id,
                    "cost": self.amount or price or allowed,
                    "list_value": product.list_price if product else 0.0,
                    "amount": allowed,
                }
            )
        return values

    def _show(self, added, reasons):
        names = self.env["res.partner"].browse(reasons)
        self.added_count = len(added)
        self.left_out = "\n".join(
            self.env._(
                "%(customer)s: %(reason)s",
                customer=partner.display_name,
                reason=reasons[partner.id],
            )
            for partner in names
        )
        if not reasons:
            return notification(
                self.env._(
                    "%(count)s gifts proposed in “%(plan)s”.",
                    count=len(added),
                    plan=self.plan_id.name,
                ),
                action={"type": "ir.actions.act_window_close"},
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add to Gift Plan"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
