"""What the statements of some customers say, read for all of them at once."""

from functools import cached_property

from odoo.tools import format_date, groupby

from ...classification import transition
from ..entitlement.steps import ACCEPTED, OFFERED, USED
from . import words


class Contents:
    """The contents of statements of one scheme, for many customers.

    Each source is read once for all of them, with the rights of the engine and in the
    company of the scheme. ``of(customer, lang)`` then puts together what one of them
    reads: public words and their own figures, nothing else.
    """

    def __init__(self, scheme, customers):
        scheme = scheme.sudo().with_company(scheme.company_id)
        self.env = scheme.env
        self.scheme = scheme
        self.company = scheme.company_id
        self.today = scheme._today()
        self.customers = customers.with_env(self.env)

    # ------------------------------------------------------------ what is read

    @cached_property
    def standings(self):
        """``{customer id: standing}`` of those who have a tier that is told."""
        found = self.env["customer.tier.standing"].search(
            [
                ("scheme_id", "=", self.scheme.id),
                ("partner_id", "in", self.customers.ids),
            ]
        )
        told = found.tier_id._may_be_told()
        return {one.partner_id.id: one for one in found if one.tier_id in told}

    @cached_property
    def benefits(self):
        """The benefits of the scheme that are in use, in the order of the statement."""
        return (
            self.env["customer.tier.benefit"]
            .search([("scheme_id", "=", self.scheme.id)])
            .sorted(lambda one: (words.place(one.kind), one.sequence, one.id))
        )

    @cached_property
    def _prices(self):
        """``{customer id: Grant}``; whoever has a list of their own is not in it."""
        found = self.env["product.pricelist"]._customer_tier_grants(self.customers)
        return {
            customer.id: found[customer.id]
            for customer in self.customers
            if customer.id in found and not customer._customer_tier_own_pricelist()
        }

    @cached_property
    def _terms(self):
        """``{customer id: Grant}`` of those whose terms are those of the tier now."""
        found = self.env["customer.tier.benefit"]._payment_terms(self.customers)
        return {id_: terms.grant for id_, terms in found.items() if not terms.overdue}

    @cached_property
    def _balances(self):
        """``{customer id: balance}`` of this year's samples."""
        found = self.env["customer.tier.benefit"]._balances(
            self.company, self.customers
        )
        return {customer.id: balance for customer, balance in found.items()}

    @cached_property
    def entitlements(self):
        """``{customer id: entitlements}``: offered, accepted, or used this year."""
        found = self.env["customer.tier.entitlement"].search(
            [
                ("benefit_id", "in", self.benefits.ids),
                ("partner_id", "in", self.customers.ids),
                "|",
                ("state", "in", (OFFERED, ACCEPTED)),
                "&",
                ("state", "=", USED),
                ("state_date", ">=", self.today.replace(month=1, day=1)),
            ],
            order="due_date, id",
        )
        return {
            customer.id: found.browse().union(*theirs)
            for customer, theirs in groupby(found, lambda one: one.partner_id)
        }

    @cached_property
    def saved(self):
        """``{customer id: amount}`` of this year, in the currency of the company."""
        return self.env["customer.tier.benefit.saving"]._sums(
            self.company,
            self.customers,
            self.today.replace(month=1, day=1),
            self.today,
        )

    # ------------------------------------------------------------ what is told

    def of(self, customer, lang):
        """Plain values for the template of the statement of one customer.

        ``{"tier", "today", "dates", "benefits", "saved", "next"}``: a name, a day,
        whole sentences, as no language puts others together from parts, and ``next``
        of ``{"title", "benefits", "missing"}``. Benefits are rows of ``title`` and
        ``texts``.
        """
        standing = self.standings[customer.id]
        env = self.env(context={**self.env.context, "lang": lang})
        tier = standing.tier_id.with_env(env)
        saved = self.saved.get(customer.id, 0.0)
        benefits = self._benefits(customer, tier)
        return {
            "tier": tier.public_name,
            "today": format_date(env, self.today),
            "dates": self._dates(standing, env),
            "benefits": benefits,
            "saved": saved > 0
            and env._(
                "Your tier saved you %s this year.",
                words.money(self.company.with_env(env), saved),
            ),
            "next": self._next(customer, standing, env, benefits),
        }

    def _dates(self, standing, env):
        """Sentences: since when the customer has the tier, and until when surely."""
        told = []
        if standing.since:
            told.append(env._("Since %s.", format_date(env, standing.since)))
        today = format_date(env, self.today)
        until = self.scheme._kept_until(standing)
        if until:
            told.append(
                env._(
                    "Valid from %(first)s until %(last)s.",
                    first=today,
                    last=format_date(env, until),
                )
            )
        else:
            told.append(env._("Valid from %s until further notice.", today))
        return told

    def _benefits(self, customer, tier):
        """Rows of what the customer has now."""
        rows = []
        for benefit in self.benefits.with_env(tier.env):
            told = self._told(benefit, customer, tier)
            if told:
                rows.append(
                    {"title": words.title(tier.env, benefit.kind), "texts": told}
                )
        return _together(rows)

    def _told(self, benefit, customer, tier):
        line = benefit.line_ids.filtered(lambda line: line.tier_id == tier)
        if benefit.kind in ("pricelist", "payment_term"):
            return self._told_grant(benefit, customer)
        told = words.granted(line, customer) if line else []
        if benefit.kind == "sample":
            balance = self._balances.get(customer.id)
            if balance and balance.limited and balance.granted:
                told = [*(told or []), words.samples_left(tier.env, balance)]
            return told
        return told + self._steps(benefit, customer)

    def _told_grant(self, benefit, customer):
        """What is read when a price or a term is needed, and so is true today."""
        found = self._prices if benefit.kind == "pricelist" else self._terms
        grant = found.get(customer.id)
        if not grant or grant.benefit_id != benefit.id:
            return []
        env = benefit.env
        line = env["customer.tier.benefit.line"].browse(grant.line_id)
        told = words.granted(line, customer)
        if told and grant.until:
            told.append(env._("Yours until %s.", format_date(env, grant.until)))
        return told

    def _steps(self, benefit, customer):
        """How far this customer's trainings and the like are."""
        env = benefit.env
        mine = self.entitlements.get(customer.id, ())
        said = {
            OFFERED: env._("Offered to you until %s: accept or decline it online."),
            ACCEPTED: env._("You accepted it on %s."),
            USED: env._("You had it on %s."),
        }
        return [
            said[one.state]
            % format_date(env, one.date_to if one.state == OFFERED else one.state_date)
            for one in mine
            if one.benefit_id == benefit
        ]

    def _next(self, customer, standing, env, benefits):
        """What the tier above grants beyond this one, and what is missing."""
        above = self.scheme._tier_above(standing.tier_id).with_env(env)
        if not above:
            return None
        has = {(row["title"], text) for row in benefits for text in row["texts"]}
        rows = []
        for benefit in self.benefits.with_env(env):
            line = benefit.line_ids.filtered(lambda line: line.tier_id == above)
            if not line or not self._may_get(benefit, customer):
                continue
            name = words.title(env, benefit.kind)
            told = [
                text
                for text in words.granted(line, customer)
                if (name, text) not in has
            ]
            if told:
                rows.append({"title": name, "texts": told})
        return {
            "title": env._("What Comes Next: %s", above.public_name),
            "benefits": _together(rows),
            "missing": self._missing(standing, env),
        }

    def _may_get(self, benefit, customer):
        """Whether a better tier would change anything: own prices and terms stay."""
        if benefit.kind == "pricelist":
            on = self.env["product.pricelist"]._customer_tier_pricelists_on()
            return on and not customer._customer_tier_own_pricelist()
        if benefit.kind == "payment_term":
            return not customer._has_own_terms()
        return True

    def _missing(self, standing, env):
        gap = standing.gap_up
        # more purchases alone do not move a customer with a cap or a manual tier
        moves = standing.decided_by == transition.BY_CUT
        if not self.scheme._gap_is_told() or not moves or not gap or gap <= 0:
            return None
        return env._(
            "Buy about %(amount)s more to get there. This is how it is on %(day)s, and "
            "it can change.",
            amount=words.money(self.company.with_env(env), words.rounded_up(gap)),
            day=format_date(env, self.today),
        )


def _together(rows):
    """``rows`` with one row per title, in their order."""
    found = {}
    for row in rows:
        found.setdefault(row["title"], []).extend(row["texts"])
    return [{"title": name, "texts": texts} for name, texts in found.items()]
