from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.groups import ADMIN_GROUP, MANAGER_GROUP


class CustomerGiftDelegation(models.Model):
    """A deputy who approves gifts for a manager during some days."""

    _name = "customer.gift.delegation"
    _description = "Gift Approval Deputy"
    _inherit = ["mail.thread", "customer.tier.in.reach"]
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
    )
    deputy_id = fields.Many2one("res.users", required=True, tracking=True, index=True)
    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_to = fields.Date(string="To", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        tracking=True,
    )
    note = fields.Char(string="Reason", tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    @api.constrains("user_id", "deputy_id", "date_from", "date_to")
    def _check_people(self):
        for delegation in self:
            if delegation.user_id == delegation.deputy_id:
                raise ValidationError(
                    self.env._(
                        "A manager cannot be their own deputy. Choose someone else."
                    )
                )
            if delegation.date_to < delegation.date_from:
                raise ValidationError(
                    self.env._(
                        "The end date for the deputy of %(manager)s is before the "
                        "start date. Correct one of the two dates.",
                        manager=delegation.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        delegations._check_own()
        return delegations

    def write(self, vals):
        self._check_own()
        result = super().write(vals)
        self._check_own()
        return result

    def _check_own(self):
        """Managers delegate only their own approvals, administrators anybody's."""
        admin = self.env.user.has_group(ADMIN_GROUP)
        if self.env.su or admin:
            return
        for delegation in self:
            if delegation.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Only %(manager)s or an administrator can choose a deputy "
                        "for this manager.",
                        manager=delegation.user_id.name,
                    )
                )

    @api.model
    def _deputy_for(self, user):
        """``{company: managers}`` for whom ``user`` approves today."""
        today = fields.Date.context_today(self)
        delegations = self.sudo().search(
            [
                ("deputy_id", "=", user.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        result = {}
        for delegation in delegations:
            manager = delegation.user_id
            if manager.active and manager.has_group(MANAGER_GROUP):
                result[delegation.company_id] = (
                    result.get(delegation.company_id, self.env["res.users"]) | manager
                )
        return result
