from odoo import models


class CustomerTierBenefit(models.Model):
    _inherit = "customer.tier.benefit"

    def _attentions(self):
        """Also the tills that cannot use the price list of a tier."""
        sentences = super()._attentions()
        lists = self.line_ids.pricelist_id._origin.filtered("active")
        tills = self.env["pos.config"].sudo()
        if lists:
            tills = tills.search([("company_id", "child_of", self.company_id.ids)])
        for till in tills:
            usable = lists.filtered(
                lambda one, till=till: one.company_id.id in (False, till.company_id.id)
            )
            sentences += till._customer_tier_pricelist_problems(
                usable, till._customer_tier_offered()
            )
        return sentences
