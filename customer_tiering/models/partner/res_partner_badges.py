from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """Additional badges: the tiers of schemes that are shown next to the first one."""

    _inherit = "res.partner"

    customer_tier_badge_ids = fields.Many2many(
        "customer.tier",
        string="Additional Tiers",
        compute="_compute_customer_tier_badge_ids",
        search="_search_customer_tier_badge_ids",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    customer_tier_badge_note = fields.Char(
        string="Tiers in Other Schemes",
        compute="_compute_customer_tier_badge_note",
        compute_sudo=True,
        groups=USER_GROUP,
        help="Each additional tier with the name of its scheme.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company")
    def _compute_customer_tier_badge_ids(self):
        badges = self._customer_tiers_besides()
        for partner in self:
            shown = badges.get(partner.commercial_partner_id._origin.id, [])
            partner.customer_tier_badge_ids = [one.tier_id.id for one in shown]

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_customer_tier_badge_note(self):
        badges = self._customer_tiers_besides()
        for partner in self:
            shown = badges.get(partner.commercial_partner_id._origin.id, [])
            # such as Prospect, which is the same in every scheme
            own = partner.customer_tier_id
            partner.customer_tier_badge_note = " · ".join(
                self.env._(
                    "%(scheme)s: %(tier)s",
                    scheme=standing.scheme_id.name,
                    tier=standing.tier_id.name,
                )
                for standing in shown
                if standing.tier_id != own
            )

    def _customer_tiers_besides(self):
        """``{customer id: standings}``, in the order of the schemes.

        One read for all contacts, and none if there are no additional badges.
        """
        schemes = self.env["customer.tier.scheme"]._besides_ids(self.env.company.id)
        badges = {}
        if schemes:
            # not the field: it hides the standings of customers of others
            shown = self._customer_tier_shown()
            customers = self.commercial_partner_id._origin.ids
            standings = self.env["customer.tier.standing"].search_fetch(
                [("scheme_id", "in", schemes), ("partner_id", "in", customers)],
                ["partner_id", "scheme_id", "tier_id"],
            )
            for standing in standings.sorted(lambda s: schemes.index(s.scheme_id.id)):
                customer = standing.partner_id.id
                # the first badge already shows it
                if standing != shown.get(customer):
                    badges.setdefault(customer, []).append(standing)
        return badges

    @api.model
    def _search_customer_tier_badge_ids(self, operator, value):
        """Contacts with such a tier in a scheme shown as an additional badge."""
        self._check_field_access(self._fields["customer_tier_badge_ids"], "read")
        if operator not in ("in", "any"):
            return NotImplemented
        schemes = self.env["customer.tier.scheme"]._besides_ids(self.env.company.id)
        standings = self.env["customer.tier.standing"].sudo()
        shown = Domain("scheme_id", "in", schemes)

        def standing(condition):
            found = standings._search(shown & condition)
            return Domain("commercial_partner_id", "in", found.subselect("partner_id"))

        if operator == "any":
            return standing(Domain("tier_id", "any", value))
        tiers = [tier for tier in value if tier]
        found = standing(Domain("tier_id", "in", tiers)) if tiers else Domain.FALSE
        if len(tiers) < len(value):
            # “not set” means: in none of the schemes
            found |= ~standing(Domain.TRUE)
        return found

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(
            ["customer_tier_badge_ids", "customer_tier_badge_note"], flush=False
        )
        return super()._forget_customer_tiers()
