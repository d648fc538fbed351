from odoo import models
from odoo.http import request

from .website import CHOSEN

# key of the session: the cart, and `Prices.mark` of when it had its prices
CART_MARK = "customer_tier_cart"


class Website(models.Model):
    """An open cart has the prices of today; what is confirmed keeps its own."""

    _inherit = "website"

    def _get_and_cache_current_cart(self):
        cart = super()._get_and_cache_current_cart()
        if cart and not self.env.user._is_public() and not self.env.cr.readonly:
            self._customer_tier_follow(cart)
        return cart

    def _customer_tier_follow(self, cart):
        """Give the cart the price list of its customer, and its prices, by Odoo's own.

        Once after each change. A list that the visitor chose stays, if it is nobody
        else's.
        """
        session = request.session
        due = self._customer_tier_prices().mark
        mark = [cart.id, *due]
        if session.get(CART_MARK) == mark:
            return
        chosen = session.get(CHOSEN)
        if not chosen or not self._customer_tier_allows(chosen):
            before = cart.pricelist_id
            if CART_MARK in session or not self._customer_tier_fits(before, due):
                cart._compute_pricelist_id()
            if cart.pricelist_id != before:
                cart._recompute_prices()
        session[CART_MARK] = mark

    def _customer_tier_fits(self, pricelist, due):
        """Whether a cart that is new to the session has a list that can be right."""
        if any(due):
            return pricelist.id in due
        return pricelist.id not in pricelist._customer_tier_only_ids()
