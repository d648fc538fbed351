from odoo import api, models, tools
from odoo.http import request


class ProductPricelist(models.Model):
    """A website offers the price list of a tier to nobody but the customers of it."""

    _inherit = "product.pricelist"

    @api.constrains("customer_tier_only")
    def _check_no_feed(self):
        """What a feed has is everybody's."""
        lists = self.filtered("customer_tier_only")
        feeds = self.env["product.feed"].sudo()
        feeds.search([("pricelist_id", "in", lists.ids)])._check_no_tier_prices()

    def _get_website_pricelists_domain(self, website):
        """What anybody can have on the website."""
        domain = super()._get_website_pricelists_domain(website)
        return [*domain, ("customer_tier_only", "=", False)]

    @api.model
    @tools.ormcache()
    def _customer_tier_only_ids(self):
        """Ids of the lists of tiers. The shop clears its caches when a list changes."""
        lists = self.sudo().with_context(active_test=False)
        return frozenset(lists.search([("customer_tier_only", "=", True)])._ids)

    def _customer_tier_shop_name(self):
        """The name that a visitor reads: that of a tier's list is internal."""
        if not self.sudo().customer_tier_only:
            return self.name
        grant = request.website._customer_tier_prices().grant
        if grant and grant.pricelist_id == self.id:
            tiers = self.env["customer.tier"]
            public_name = tiers._customer_tier_public_name(grant.tier_id)
            if public_name:
                return public_name
        return self.env._("Your prices")
