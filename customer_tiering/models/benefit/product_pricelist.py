from odoo import api, fields, models
from odoo.exceptions import UserError


class ProductPricelist(models.Model):
    """The price list of a tier is read when a price is needed, and written nowhere.

    The order is: the customer's own list, that of the tier, then Odoo's rules.
    """

    _inherit = "product.pricelist"

    # no default, so that adding the column rewrites no row; no groups, as everybody's
    # fallback looks at it
    customer_tier_only = fields.Boolean(
        string="Only by Tier",
        help="Customers get this price list by their tier, or because somebody chose "
        "it for them. It is never the default of anybody else.",
    )

    @api.model
    def _get_partner_pricelist_multi(self, partner_ids):
        # asked as Odoo asks, so that both find the contacts in the same cache
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners.browse(partner_ids)
        granted = self._customer_tier_grants(partners)
        by_tier = {
            partner.id: self.browse(granted[partner.id].pricelist_id)
            for partner in partners
            if partner.id in granted and not partner._customer_tier_own_pricelist()
        }
        rest = [id_ for id_ in partner_ids if id_ not in by_tier]
        result = super()._get_partner_pricelist_multi(rest)
        result.update(by_tier)
        return result

    @api.model
    def _customer_tier_grants(self, partners):
        """``{id: Grant}`` of ``partners`` whose tier gives a list that can be used."""
        if not self._customer_tier_pricelists_on():
            return {}
        granted = self.env["customer.tier.benefit"]._granted("pricelist", partners)
        usable = self._customer_tier_usable(
            {grant.pricelist_id for grant in granted.values()}
        )
        return {
            id_: grant for id_, grant in granted.items() if grant.pricelist_id in usable
        }

    @api.model
    def _customer_tier_usable(self, ids):
        """Those of the ``ids`` that are active and may be used in this company."""
        lists = self.sudo().browse(id_ for id_ in ids if id_)
        return set(
            lists.filtered(
                lambda found: found.company_id.id in (False, self.env.company.id)
            )
            ._get_partner_pricelist_multi_filter_hook()
            ._ids
        )

    @api.model
    def _customer_tier_pricelists_on(self):
        """Whether price lists are switched on in the settings."""
        groups = self.env["res.groups"]
        return groups._is_feature_enabled("product.group_product_pricelist")

    # ------------------------------------------------------------ nobody else's

    def _get_partner_pricelist_multi_search_domain_hook(self, company_id):
        domain = super()._get_partner_pricelist_multi_search_domain_hook(company_id)
        return [*domain, ("customer_tier_only", "=", False)]

    @api.model
    def _get_country_pricelist_multi(self, country_ids):
        """Odoo's fallback can also be named in a parameter, which no domain filters."""
        result = super()._get_country_pricelist_multi(country_ids)
        # searched, as the parameter may name a list that was deleted
        by_tier = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("id", "in", [found.id for found in result.values()]),
                    ("customer_tier_only", "=", True),
                ]
            )
        )
        if not by_tier:
            return result
        return {
            key: self.browse() if found in by_tier else found
            for key, found in result.items()
        }

    def write(self, vals):
        result = super().write(vals)
        if vals.get("customer_tier_only") is False:
            self._check_no_tier_uses()
        return result

    def _check_no_tier_uses(self):
        used = (
            self.env["customer.tier.benefit.line"]
            .sudo()
            .search([("pricelist_id", "in", self.ids)], limit=1)
        )
        if used:
            raise UserError(
                self.env._(
                    "“%(list)s” is the price list of the tier %(tier)s. Choose another "
                    "one for the tier first: otherwise everybody could get its prices.",
                    list=used.pricelist_id.name,
                    tier=used.tier_id.name,
                )
            )

    @api.model
    def _customer_tier_public_companies(self, pricelist):
        """Companies in which ``pricelist`` is what a customer without a list gets."""
        companies = pricelist.company_id or self.env["res.company"].sudo().search(
            [("active", "=", True)]
        )
        return companies.filtered(
            lambda company: (
                self.sudo()
                .with_company(company)
                .with_context(country_code=False)
                ._get_country_pricelist_multi([])[False]
                == pricelist
            )
        )
