from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.boolean_search import boolean_search
from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """The price list of the contact by its tier, and why it is the one it is."""

    _inherit = "res.partner"

    customer_tier_price_note = fields.Char(
        string="Why This Price List",
        compute="_compute_customer_tier_price_note",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_price_hidden = fields.Boolean(
        string="Own Price List Hides the Tier's",
        compute="_compute_customer_tier_price_hidden",
        search="_search_customer_tier_price_hidden",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    # the customer may change while a contact is edited
    @api.depends("commercial_partner_id")
    def _compute_product_pricelist(self):
        return super()._compute_product_pricelist()

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(
            [
                "property_product_pricelist",
                "customer_tier_price_note",
                "customer_tier_price_hidden",
            ],
            flush=False,
        )
        self.env["sale.order"].invalidate_model(
            ["customer_tier_price_note", "customer_tier_price_changed"], flush=False
        )
        return super()._forget_customer_tiers()

    def _inverse_product_pricelist(self):
        """Keep a list as the customer's own only if somebody chose it.

        Odoo keeps whatever differs from the default of the country. The form of a new
        contact shows the tier's, which is not chosen; neither is the default that a
        contact had before it belonged to the customer. For the customer themselves, the
        default is a choice against the tier's list.
        """
        pricelists = self.env["product.pricelist"]
        granted = pricelists._customer_tier_grants(self)
        tiered = self.filtered(lambda partner: partner.id in granted)
        super(ResPartner, self - tiered)._inverse_product_pricelist()
        if not tiered:
            return
        defaults = pricelists._get_country_pricelist_multi(tiered.country_id.ids)
        for partner in tiered:
            chosen = partner.property_product_pricelist
            rules = {granted[partner.id].pricelist_id}
            if partner.commercial_partner_id != partner:
                rules.add(defaults[partner.country_id.id].id)
            partner.specific_property_product_pricelist = (
                False if chosen.id in rules else chosen
            )

    def _customer_tier_own_pricelist(self):
        """The list that somebody chose for this contact, if it can be used."""
        own = self.specific_property_product_pricelist
        return own and own._get_partner_pricelist_multi_filter_hook()

    # ------------------------------------------------------------ why

    @api.depends(
        "commercial_partner_id", "country_id", "specific_property_product_pricelist"
    )
    @api.depends_context("company", "lang", "uid")
    def _compute_customer_tier_price_note(self):
        """Empty if no benefit grants price lists: there is nothing to explain then."""
        self.customer_tier_price_note = False
        pricelists = self.env["product.pricelist"]
        if not pricelists._customer_tier_pricelists_on() or not self.env[
            "customer.tier.benefit"
        ]._ladders("pricelist", self.env.company.id):
            return
        granted = pricelists._customer_tier_grants(self)
        mine = self.env["customer.tier.standing"]._own_customers(
            self.commercial_partner_id._origin, self.env.company
        )
        for partner in self:
            partner.customer_tier_price_note = partner._customer_tier_price_reason(
                granted.get(partner.id),
                partner.commercial_partner_id._origin in mine,
            )

    def _customer_tier_price_reason(self, grant, dated):
        """One sentence: own, tier, protected, country or default list.

        ``grant``  what the tier gives, or None
        ``dated``  whether the user may know since when the customer has the tier
        """
        self.ensure_one()
        own = self._customer_tier_own_pricelist()
        if own:
            return self._customer_tier_own_reason(own, grant)
        if not grant:
            return self._customer_tier_no_grant_reason()
        tiers = self.env["customer.tier"]
        words = {
            "list": self.env["product.pricelist"].browse(grant.pricelist_id).name,
            "tier": tiers.browse(grant.tier_id).name,
            "now": tiers.browse(grant.now_tier_id).name,
            "since": dated and grant.since and format_date(self.env, grant.since),
            "until": dated and grant.until and format_date(self.env, grant.until),
        }
        if words["until"]:
            return self.env._(
                "“%(list)s” of tier %(tier)s, protected until %(until)s: the tier is "
                "%(now)s now.",
                **words,
            )
        if grant.until:
            return self.env._(
                "“%(list)s” of tier %(tier)s, protected for a while: the tier is "
                "%(now)s now.",
                **words,
            )
        if words["since"]:
            return self.env._(
                "“%(list)s”: the list of tier %(tier)s, since %(since)s.", **words
            )
        return self.env._("“%(list)s”: the list of tier %(tier)s.", **words)

    def _customer_tier_own_reason(self, own, grant):
        if grant and grant.pricelist_id != own.id:
            return self.env._(
                "“%(own)s”: chosen for this customer. Tier %(tier)s would give "
                "“%(list)s”.",
                own=own.name,
                tier=self.env["customer.tier"].browse(grant.tier_id).name,
                list=self.env["product.pricelist"].browse(grant.pricelist_id).name,
            )
        return self.env._("“%s”: chosen for this customer.", own.name)

    def _customer_tier_no_grant_reason(self):
        found = self.property_product_pricelist
        if not found:
            return self.env._("Sales prices of the products: no price list applies.")
        if self.country_id and self.country_id in found.country_group_ids.country_ids:
            return self.env._(
                "“%(list)s”: the list for customers in %(country)s.",
                list=found.name,
                country=self.country_id.name,
            )
        return self.env._("“%s”: the default list.", found.name)

    def action_view_customer_tier_pricelist(self):
        """Open the price list that applies to this contact."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.pricelist",
            "res_id": self.property_product_pricelist.id,
            "views": [(False, "form")],
            "target": "current",
        }

    # ------------------------------------------------------------ own list hides it

    @api.depends("commercial_partner_id", "specific_property_product_pricelist")
    @api.depends_context("company")
    def _compute_customer_tier_price_hidden(self):
        found = self._origin.search(
            [
                ("id", "in", self._origin.ids),
                ("customer_tier_price_hidden", "=", True),
            ]
        )
        for partner in self:
            partner.customer_tier_price_hidden = partner._origin in found

    @api.model
    def _search_customer_tier_price_hidden(self, operator, value):
        self._check_field_access(self._fields["customer_tier_price_hidden"], "read")
        return boolean_search(operator, value, self._customer_tier_price_hidden_domain)

    @api.model
    def _customer_tier_price_hidden_domain(self):
        """Customers, without their contacts, whose own list is not that of the tier."""
        pricelists = self.env["product.pricelist"]
        ladders = self.env["customer.tier.benefit"]._ladders(
            "pricelist", self.env.company.id
        )
        lists = [
            (ladder.scheme_id, tier, pricelist)
            for ladder in ladders
            for tier, (_line, pricelist, _terms) in ladder.lines.items()
        ]
        usable = pricelists._customer_tier_usable({found for *_tier, found in lists})
        given = [
            SQL("(%s::int, %s::int, %s::int)", *found)
            for found in lists
            if found[-1] in usable
        ]
        if not given or not pricelists._customer_tier_pricelists_on():
            return Domain.FALSE
        schemes = [ladder.scheme_id for ladder in ladders]

        def to_sql(model, alias, query):
            own = model._field_to_sql(
                alias, "specific_property_product_pricelist", query
            )
            return SQL(
                """(%(own)s IN %(active)s AND EXISTS (
                    SELECT FROM (SELECT s.scheme_id, s.tier_id
                                   FROM customer_tier_standing s
                                  WHERE s.partner_id = %(partner)s
                                    AND s.scheme_id = ANY(%(schemes)s)
                               ORDER BY array_position(%(schemes)s, s.scheme_id)
                                  LIMIT 1) s
                      JOIN (VALUES %(given)s) AS given (scheme_id, tier_id, list_id)
                        ON given.scheme_id = s.scheme_id AND given.tier_id = s.tier_id
                     WHERE given.list_id <> %(own)s))""",
                own=own,
                active=pricelists.sudo()._search([]).subselect(),
                partner=SQL.identifier(alias, "id"),
                schemes=schemes,
                given=SQL(", ").join(given),
            )

        return Domain.custom(to_sql=to_sql)

    def _has_own_terms(self):
        """Whether somebody chose payment terms for this contact.

        Odoo keeps no more than the value, so the company's default is no choice.
        """
        field = self._fields["property_payment_term_id"]
        own = self.property_payment_term_id
        return bool(own) and own != field.get_company_dependent_fallback(self)
