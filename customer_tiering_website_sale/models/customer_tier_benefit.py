from odoo import models


class CustomerTierBenefit(models.Model):
    """Says on which website a tier's price list cannot be used."""

    _inherit = "customer.tier.benefit"

    def _attentions(self):
        told = super()._attentions()
        lines = self.sudo().line_ids.filtered(
            lambda line: self.kind == "pricelist" and line.pricelist_id.active
        )
        if not lines:
            return told
        websites = (
            self.env["website"]
            .sudo()
            .search([("company_id", "child_of", self.company_id.ids)])
        )
        return told + [
            self.env._(
                "“%(list)s” does not apply on the website %(website)s, so tier "
                "%(tier)s pays the usual prices there. Choose this website in the "
                "price list, or make the list selectable: visitors without the tier "
                "are not offered it.",
                list=line.pricelist_id.name,
                website=website.name,
                tier=line.tier_id.name,
            )
            for line in lines
            for website in websites
            if not line.pricelist_id._is_available_on_website(website)
        ]
