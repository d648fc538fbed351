from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    """The current figures of one customer, for the contact form and for other code."""

    _inherit = "res.partner"

    def _customer_tier_now(self, scheme=None):
        """Figures and tier of this contact's customer as of today; writes nothing.

        Without ``scheme``, this uses the first scheme of the current company that
        includes the customer. The user needs the right to read the customer and the
        tiers of the scheme. The figures are read with the rights of the engine, as in
        an evaluation.

        Returns plain data, see ``customer.tier.refresher._now``. Raises AccessError, or
        UserError if no scheme has been evaluated yet.
        """
        self.ensure_one()
        self.check_access("read")
        standings = self.env["customer.tier.standing"]
        standings.check_access("read")
        if scheme:
            scheme.check_access("read")
            schemes = scheme
        else:
            schemes = self.env["customer.tier.scheme"].browse(
                self._customer_tier_schemes()
            )
            # if the customer has a tier, the scheme is the one that the contact shows
            schemes = self.sudo().customer_tier_standing_id.scheme_id or schemes
            schemes = schemes.filtered(lambda s: s.sudo().last_evaluation_id)
        refresher = self.env["customer.tier.refresher"]
        for candidate in schemes:
            customer = candidate.sudo()._customers_of(self.sudo())
            if not standings._own_customers(customer, candidate.sudo().company_id):
                raise self.env["ir.rule"]._make_access_error("read", standings)
            found = refresher._now(candidate, customer)
            standings.browse(found["standing"] or []).check_access("read")
            if found["lifecycle"] or found["standing"] or candidate == schemes[-1:]:
                return found
        raise UserError(
            self.env._(
                "No scheme has been evaluated yet, so there is no tier to compare "
                "with. Ask your administrator to apply one."
            )
        )

    def action_refresh_customer_tier(self):
        """Show the current figures of the customer next to the last evaluation."""
        return self.env["customer.tier.refresh"]._action_show(self)
