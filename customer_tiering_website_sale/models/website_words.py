from odoo import fields, models
from odoo.http import request
from odoo.tools import format_date

# key of the session: the day of the last look, and whether there was a statement
STATEMENTS = "customer_tier_statements"


class Website(models.Model):
    """What customers read of their tier in the shop: public words only."""

    _inherit = "website"

    def _customer_tier_words(self):
        """Whose prices these are and since when, or False if they are not a tier's."""
        grant = self._customer_tier_prices().grant
        if not grant or request.pricelist.id != grant.pricelist_id:
            return False
        name = self.env["customer.tier"]._customer_tier_public_name(grant.tier_id)
        if not name:
            return False
        if grant.until:
            return self.env._(
                "Your prices as %(tier)s until %(day)s",
                tier=name,
                day=format_date(self.env, grant.until),
            )
        if grant.since:
            return self.env._(
                "Your prices as %(tier)s since %(day)s",
                tier=name,
                day=format_date(self.env, grant.since),
            )
        return self.env._("Your prices as %(tier)s", tier=name)

    def _customer_tier_has_statements(self):
        """Whether the visitor was sent a statement; asked once a day and session."""
        user = self.env.user
        if user._is_public() or user._is_internal():
            return False
        today = str(fields.Date.today())
        known = request.session.get(STATEMENTS)
        if not known or known[0] != today:
            known = [today, self._customer_tier_look_for_statements(user)]
            request.session[STATEMENTS] = known
        return known[1]

    def _customer_tier_look_for_statements(self, user):
        statements = self.env["customer.tier.statement"].sudo()
        return bool(
            statements.search_count(
                [
                    ("state", "=", "sent"),
                    ("partner_id", "=", user.commercial_partner_id.id),
                ],
                limit=1,
            )
        )
