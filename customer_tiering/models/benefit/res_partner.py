from odoo import api, fields, models

from ...tools.groups import USER_GROUP


def sample(label):
    return fields.Monetary(
        string=label,
        currency_field="customer_tier_sample_currency_id",
        compute="_compute_customer_tier_sample",
        compute_sudo=True,
        groups=USER_GROUP,
    )


class ResPartner(models.Model):
    """What is left of the yearly allowance of samples; computed, not stored."""

    _inherit = "res.partner"

    customer_tier_sample_currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_customer_tier_sample",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_sample_granted = sample("Samples Granted")
    customer_tier_sample_used = sample("Samples Used")
    customer_tier_sample_left = sample("Samples Left")
    customer_tier_sample_limited = fields.Boolean(
        compute="_compute_customer_tier_sample", compute_sudo=True, groups=USER_GROUP
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_sample(self):
        seen = self.env["customer.tier.standing"]._own_customers(
            self.commercial_partner_id._origin, self.env.company
        )
        balances = self.env["customer.tier.benefit"]._balances(self.env.company, seen)
        for partner in self:
            balance = balances.get(
                partner.commercial_partner_id._origin,
                self.env["customer.tier.benefit.balance"],
            )
            partner.customer_tier_sample_currency_id = balance.currency_id
            partner.customer_tier_sample_granted = balance.granted
            partner.customer_tier_sample_used = balance.used
            partner.customer_tier_sample_left = balance.amount_left
            partner.customer_tier_sample_limited = balance.limited

    def action_view_customer_tier_samples(self):
        """Open the usage of this customer, this year first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_benefit_usage_action"
        )
        action["domain"] = [("partner_id", "=", self.commercial_partner_id.id)]
        action["context"] = {}
        return action
