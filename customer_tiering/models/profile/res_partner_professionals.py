from odoo import api, fields, models

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """Who is a respected professional in the customer's trade, beside the influence."""

    _inherit = "res.partner"

    customer_tier_professionals = fields.Char(
        string="Respected Professionals",
        compute="_compute_customer_tier_professionals",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id.industry_id")
    @api.depends_context("lang")
    def _compute_customer_tier_professionals(self):
        industries = self.commercial_partner_id.industry_id
        known = {
            one.industry_id: one.who
            for one in self.env["customer.professional"].search(
                [("industry_id", "in", industries.ids)]
            )
        }
        for partner in self:
            industry = partner.commercial_partner_id.industry_id
            partner.customer_tier_professionals = (
                self.env._(
                    "Respected professionals in “%(industry)s”: %(who)s",
                    industry=industry.name,
                    who=known[industry],
                )
                if industry in known
                else False
            )
