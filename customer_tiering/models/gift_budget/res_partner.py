from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """What the caps leave for gifts to a customer this year; computed, not stored."""

    _inherit = "res.partner"

    customer_tier_gift_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_customer_tier_gift_left",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_gift_limited = fields.Boolean(
        compute="_compute_customer_tier_gift_left", compute_sudo=True, groups=USER_GROUP
    )
    customer_tier_gift_left = fields.Monetary(
        string="Gifts Left",
        currency_field="customer_tier_gift_currency_id",
        compute="_compute_customer_tier_gift_left",
        compute_sudo=True,
        groups=USER_GROUP,
        help="What the gift budget's caps per customer leave until the end of its "
        "period, after all gifts that are approved, ordered or given.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "tz", "uid")
    def _compute_customer_tier_gift_left(self):
        left = self.env["customer.gift.budget"]._left_for(
            self.env.company,
            self.env["customer.tier.standing"]._own_customers(
                self.commercial_partner_id._origin, self.env.company
            ),
            fields.Date.context_today(self),
        )
        for partner in self:
            amount = left.get(partner.commercial_partner_id._origin.id)
            partner.customer_tier_gift_currency_id = self.env.company.currency_id
            partner.customer_tier_gift_limited = amount is not None
            partner.customer_tier_gift_left = amount or 0.0
