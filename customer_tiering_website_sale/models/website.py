from typing import NamedTuple

from odoo import models
from odoo.http import request

from odoo.addons.customer_tiering.models.benefit.customer_tier_benefit_grant import (
    Grant,
)
from odoo.addons.website_sale.models.website import (
    PRICELIST_SELECTED_SESSION_CACHE_KEY as CHOSEN,
)
from odoo.addons.website_sale.models.website import (
    PRICELIST_SESSION_CACHE_KEY as CURRENT,
)

# attribute of the request: whose `Prices` it knows, and these
PRICES = "customer_tier_prices"
# key of the session: `Prices.mark` of the list that the session has
MARK = "customer_tier_pricelists"


class Prices(NamedTuple):
    """Why a visitor has the price list that they have.

    ``own``    id of the list that somebody chose for the contact, or 0
    ``grant``  what the tier gives: a `Grant`, or None
    """

    own: int = 0
    grant: Grant | None = None

    @property
    def mark(self):
        """Changes with the price list of the visitor. A list, as sessions are JSON."""
        return [self.own, self.grant.pricelist_id if self.grant else 0]


class Website(models.Model):
    """Who is logged in has the prices of their tier at the next request.

    The session keeps a price list until the visitor logs out. It is forgotten as soon
    as the customer is due another one; a list that the visitor chose stays.
    """

    _inherit = "website"

    def _customer_tier_prices(self):
        """The `Prices` of the visitor, read once a request."""
        uid, known = self.env.uid, vars(request)
        if known.get(PRICES, (None,))[0] != uid:
            known[PRICES] = uid, self._read_customer_tier_prices()
        return known[PRICES][1]

    def _read_customer_tier_prices(self):
        """One statement by index, and none for the public."""
        user = self.env.user
        lists = self.env["product.pricelist"]
        if user._is_public() or not lists._customer_tier_pricelists_on():
            return Prices()
        partner = user.partner_id.sudo().with_company(self.company_id)
        granted = partner.env["customer.tier.benefit"]._granted("pricelist", partner)
        own = partner.specific_property_product_pricelist
        return Prices(own.id or 0, granted.get(partner.id))

    def _customer_tier_allows(self, list_id):
        """Whether the visitor may have a price list: not that of another tier."""
        only_by_tier = self.env["product.pricelist"]._customer_tier_only_ids()
        return (
            list_id not in only_by_tier or list_id in self._customer_tier_prices().mark
        )

    def _get_pl_partner_order(
        self,
        country_code,
        show_visible,
        current_pl_id,
        website_pricelist_ids,
        partner_pl_id=False,
    ):
        """Odoo looks by country as well, where a tier's list is for everybody there."""
        found = super()._get_pl_partner_order(
            country_code,
            show_visible,
            current_pl_id,
            website_pricelist_ids,
            partner_pl_id=partner_pl_id,
        )
        only_by_tier = self.env["product.pricelist"]._customer_tier_only_ids()
        others = only_by_tier - {partner_pl_id}
        return [list_id for list_id in found if list_id not in others]

    def _get_and_cache_current_pricelist(self):
        session = request.session
        if self.env.user._is_public():
            return self._customer_tier_for_the_public(
                super()._get_and_cache_current_pricelist()
            )
        if session.get(CHOSEN) and not self._customer_tier_allows(session[CHOSEN]):
            # what was theirs when they chose it
            del session[CHOSEN]
            session.pop(CURRENT, None)
        due = self._customer_tier_prices().mark
        if not session.get(CHOSEN) and session.get(MARK) != due:
            if self.env.cr.readonly:
                # the next request that can write brings the cart along
                return self.env.user.partner_id.sudo().property_product_pricelist
            session.pop(CURRENT, None)
            session[MARK] = due
            # Odoo takes the list of the cart, which has to be that of today
            bool(request.cart)
        return super()._get_and_cache_current_pricelist()

    def _customer_tier_for_the_public(self, pricelist):
        """A cart that was reached by its link brings nobody the prices of a tier."""
        if pricelist.id not in pricelist._customer_tier_only_ids():
            return pricelist
        request.session.pop(CURRENT, None)
        return self.env.user.partner_id.sudo().property_product_pricelist
