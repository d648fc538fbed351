from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..partner.last_contact import last_contacts
from ..standing.customer_tier_standing_filters import RHYTHM

MINE = [("is_mine", "=", True)]
# the figures of a customer that the lists need
NAMES = (
    "id",
    "partner_id",
    "tier_id",
    "net_revenue",
    "gap_up",
    "margin_to_keep",
    "first_purchase",
    "last_purchase",
    RHYTHM,
)
# so many customers of a list are shown; a link leads to all
SHOWN = 6
# name of the list -> the condition on a standing, in the order of the page
LISTS = {
    "falling": [("is_falling", "=", True)],
    "quiet": [("is_quiet", "=", True)],
    "close": [("is_close", "=", True)],
    "new": [("is_new", "=", True)],
    "gift": [("partner_id.customer_tier_gift_due", "=", True)],
}
# existing customers whose rhythm nobody knows yet
EARLY = [("is_early", "=", True)]


class CustomerTierHome(models.AbstractModel):
    """What a salesperson does today, for the customers that are theirs."""

    _inherit = "customer.tier.home"

    @api.model
    def _sales(self, page):
        mine = self._mine(page)
        rows = {
            key: sorted(
                (one for one in mine if one[key]),
                key=lambda one: (-one["net_revenue"], one["partner_id"]),
            )
            for key in LISTS
        }
        shown = {id_ for found in rows.values() for id_ in _customers(found[:SHOWN])}
        people = self._people(page, sorted(shown))
        return {
            "headline": self._sales_headline(page, mine, rows),
            "lists": [self._sales_list(page, key, rows[key], people) for key in LISTS],
            "early": self._early(page, mine),
            "samples": self._samples_unused(page, mine),
            "pace": self.env["customer.playbook"]._pace_of_user(),
            "pyramid": self._pyramid(page, _totals(mine), MINE),
            "moves": self._my_moves(page),
            "may": self._may(),
        }

    @api.model
    def _may(self):
        """What the user may do with a customer, so that no button ends in a refusal."""
        # to write to a contact, or to plan something on it, needs the right to edit it
        edit = self.env["res.partner"].has_access("write")
        return {
            "mail": edit,
            "plan": edit and self.env["mail.activity"].has_access("create"),
            "quote": self.env["sale.order"].has_access("create"),
            "call": self.env["ir.model.data"]._xmlid_to_res_id(
                "mail.mail_activity_data_call"
            ),
        }

    @api.model
    def _sales_headline(self, page, mine, rows):
        """What is most at stake, or that nothing is."""
        if not mine:
            return self.env._("No customer of “%s” is yours.", page.scheme.name)
        at_stake = {
            one["id"]: one["net_revenue"]
            for key in ("falling", "quiet")
            for one in rows[key]
        }
        if not at_stake:
            return self.env._(
                "None of your %(customers)s customers is falling or quiet.",
                customers=len(mine),
            )
        return self.env._(
            "%(some)s of your %(customers)s customers are falling or quiet. They "
            "brought %(value)s in the period.",
            some=len(at_stake),
            customers=len(mine),
            value=self._money(page, sum(at_stake.values())),
        )

    @api.model
    def _mine(self, page):
        """The user's customers in ``scheme``: one dict each, with a flag per list."""
        domain = Domain("scheme_id", "=", page.scheme.id) & Domain(MINE)
        conditions = {**LISTS, "early": EARLY}
        query, flags = self._query(domain, conditions.values())
        columns = self._columns(query, NAMES)
        names = (*NAMES, *conditions)
        return [
            dict(zip(names, row, strict=True))
            for row in self.env.execute_query(query.select(*columns, *flags))
        ]

    @api.model
    def _people(self, page, ids):
        """``{customer id: plain data}``: name, how to reach them, last contact."""
        partners = self.env["res.partner"].with_context(active_test=False)
        partners = partners.search_fetch(
            [("id", "in", ids)], ["display_name", "phone", "email"]
        )
        spoken = last_contacts(self.env, partners)
        return {
            partner.id: {
                "partner": partner.id,
                "name": partner.display_name,
                "phone": partner.phone,
                "email": partner.email,
                "contact": self._ago(spoken.get(partner.id), page.today),
            }
            for partner in partners
        }

    @api.model
    def _ago(self, day, today):
        if not day:
            return self.env._("No contact yet")
        days = (today - day).days
        if days <= 0:
            return self.env._("Last contact today")
        if days == 1:
            return self.env._("Last contact yesterday")
        return self.env._("Last contact %(days)s days ago", days=days)

    @api.model
    def _early(self, page, mine):
        rows = [one for one in mine if one["early"]]
        name = self.env._("Too early to tell")
        return self._count_and_value(
            *_sums(rows), self._standings(name, page, [*MINE, *EARLY])
        )

    @api.model
    def _samples_unused(self, page, mine):
        """Customers with an allowance of samples who had none this year; or False."""
        benefit = self.env["customer.tier.benefit"].search(
            [("scheme_id", "=", page.scheme.id), ("kind", "=", "sample")], limit=1
        )
        tiers = benefit.line_ids.filtered("amount").tier_id.ids
        if not tiers:
            return False
        first, last = benefit._year()
        granted = [one for one in mine if one["tier_id"] in tiers]
        used = self.env["customer.tier.benefit.usage"]._read_group(
            [
                ("benefit_id", "=", benefit.id),
                ("date", ">=", first),
                ("date", "<=", last),
                ("partner_id", "in", _customers(granted)),
            ],
            ["partner_id"],
            [],
        )
        used = sorted(partner.id for (partner,) in used)
        rows = [one for one in granted if one["partner_id"] not in set(used)]
        domain = [*MINE, ("tier_id", "in", tiers), ("partner_id", "not in", used)]
        name = self.env._("No sample yet this year")
        return self._count_and_value(*_sums(rows), self._standings(name, page, domain))


def _customers(rows):
    return [one["partner_id"] for one in rows]


def _sums(rows):
    """How many customers, and what they bring."""
    return len(rows), sum(one["net_revenue"] for one in rows)


def _totals(rows):
    """``{tier id: (customers, net revenue)}``."""
    tiers = defaultdict(list)
    for one in rows:
        tiers[one["tier_id"]].append(one)
    return {tier: _sums(some) for tier, some in tiers.items()}
