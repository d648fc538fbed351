from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.groups import MANAGER_GROUP
from ...tools.notification import notification

OPEN = ("proposed", "approved", "ordered")


class CustomerGiftReassign(models.TransientModel):
    """Reassign the open gifts of a salesperson who leaves to another one."""

    _name = "customer.gift.reassign"
    _description = "Reassign Gifts"

    from_user_id = fields.Many2one(
        "res.users",
        string="Current Salesperson",
        required=True,
        context={"active_test": False},
    )
    to_user_id = fields.Many2one("res.users", string="New Salesperson", required=True)
    plan_ids = fields.Many2many(
        "customer.gift.plan",
        string="Only from These Plans",
        domain="[('state', '!=', 'closed')]",
        help="Leave empty for all open gifts, with or without a plan.",
    )
    with_customers = fields.Boolean(
        string="Reassign Customers Too",
        default=True,
        help="Also makes the new salesperson responsible for these customers, so "
        "that the next plan assigns them the gifts as well.",
    )
    gift_count = fields.Integer(string="Open Gifts", compute="_compute_gift_count")

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "customer.gift.plan":
            values["plan_ids"] = self.env.context.get("active_ids")
        return values

    @api.depends("from_user_id", "plan_ids")
    def _compute_gift_count(self):
        for wizard in self:
            wizard.gift_count = self.env["customer.gift"].search_count(
                wizard._gifts_domain()
            )

    def _gifts_domain(self):
        self.ensure_one()
        domain = Domain("user_id", "=", self.from_user_id.id or 0)
        domain &= Domain("state", "in", OPEN)
        if self.plan_ids:
            domain &= Domain("plan_id", "in", self.plan_ids._origin.ids)
        return domain & ~Domain("plan_id.state", "=", "closed")

    def action_reassign(self):
        """Reassign only open gifts; the register does not change."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only a manager of Customer Tiers can reassign gifts.")
            )
        if self.from_user_id == self.to_user_id:
            raise UserError(self.env._("Choose two different salespeople."))
        gifts = self.env["customer.gift"].search(self._gifts_domain())
        if not gifts:
            raise UserError(
                self.env._("%(user)s has no open gifts.", user=self.from_user_id.name)
            )
        values = {"user_id": self.to_user_id.id}
        if self.with_customers:
            # the customers of the gifts, but only those of this salesperson
            customers = gifts.partner_id.filtered(
                lambda customer: customer.user_id == self.from_user_id
            )
            customers.write({"user_id": self.to_user_id.id})
        else:
            # otherwise a refresh of the plan would assign them back
            values["edited"] = True
        approved = gifts.filtered("approver_id")
        gifts._engine().write(values)
        sentence = self.env._(
            "%(count)s gifts were reassigned to %(user)s.",
            count=len(gifts),
            user=self.to_user_id.name,
        )
        if fallen := approved.filtered(lambda gift: not gift.approver_id):
            sentence += " " + self.env._(
                "%(count)s of them were approved by %(user)s and have to be approved "
                "again by somebody else.",
                count=len(fallen),
                user=self.to_user_id.name,
            )
        return notification(
            sentence,
            "warning" if fallen else "success",
            action={"type": "ir.actions.act_window_close"},
        )
