from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, formatLang

from .customer_tier_home_sales import LISTS

# a customer with so many purchases in the period is loyal
LOYAL = 2


class CustomerTierHome(models.AbstractModel):
    """The whole of the customers: pyramid, moves, concentration, risk."""

    _inherit = "customer.tier.home"

    @api.model
    def _management(self, page):
        sums = self._sums(page)
        totals = {tier: found["all"] for tier, found in sums.items()}
        return {
            "headline": self._management_headline(page, sums),
            "evaluation": self._evaluation(page),
            "pyramid": self._pyramid(page, totals),
            "movement": self._movement(
                page, {tier: count for tier, (count, _value) in totals.items()}
            ),
            "concentration": self._concentration(page),
            "risk": self._risk(page, sums),
            "loyalty": self._loyalty(page, sums),
            "budgets": self._budgets(page),
        }

    @api.model
    def _risk(self, page, sums):
        """The parts of the revenue at risk, and all of them together."""
        names = {
            "falling": self.env._("Falling"),
            "quiet": self.env._("Quiet"),
            "risk": self.env._("Together, each customer once"),
        }
        return [
            {"key": key, "name": name, **self._part(page, sums, key, name)}
            for key, name in names.items()
        ]

    @api.model
    def _parts(self, page):
        """``{part: domain}`` of what is counted of all customers."""
        last = page.scheme.last_evaluation_id
        first = last.date_from or page.scheme._window(last.as_of).first
        year_before = first - relativedelta(months=page.scheme.period_months)
        falling, quiet = LISTS["falling"], LISTS["quiet"]
        existing = [("lifecycle", "=", "existing")]
        return {
            "all": [],
            "falling": falling,
            "quiet": quiet,
            "risk": ["|", *falling, *quiet],
            "existing": existing,
            "loyal": [*existing, ("purchase_count", ">=", LOYAL)],
            # of who bought before the period, the ones who did so in it again
            "kept": [*existing, ("first_purchase", "<", str(first))],
            "lost": [
                ("lifecycle", "=", "inactive"),
                ("last_purchase", ">=", str(year_before)),
            ],
        }

    @api.model
    def _sums(self, page):
        """``{tier id: {part: (customers, net revenue)}}``, in one reading."""
        parts = self._parts(page)
        # what follows from other parts is not asked of every customer
        asked = [part for part in parts if part not in ("all", "risk")]
        query, flags = self._query(
            [("scheme_id", "=", page.scheme.id)], [parts[part] for part in asked]
        )
        tier, revenue = self._columns(query, ("tier_id", "net_revenue"))
        query.groupby = SQL(", ").join([tier, *flags])
        sums = defaultdict(lambda: dict.fromkeys(parts, (0, 0.0)))
        select = query.select(tier, *flags, SQL("COUNT(*)"), SQL("SUM(%s)", revenue))
        for id_, *met, count, value in self.env.execute_query(select):
            found = dict(zip(asked, met, strict=True), all=True)
            found["risk"] = found["falling"] or found["quiet"]
            for part in parts:
                if found[part]:
                    customers, before = sums[id_][part]
                    sums[id_][part] = (customers + count, before + float(value or 0))
        return sums

    @api.model
    def _part(self, page, sums, part, name):
        """Two figures of a part, over all tiers."""
        count, value = over_tiers(sums, part)
        return self._count_and_value(
            count, value, self._standings(name, page, self._parts(page)[part])
        )

    @api.model
    def _management_headline(self, page, sums):
        customers, value = over_tiers(sums, "existing")
        at_risk, risk = over_tiers(sums, "risk")
        sentence = self.env._(
            "%(customers)s customers bought for %(value)s in the period.",
            customers=customers,
            value=self._money(page, value),
        )
        if not at_risk:
            return sentence
        return " ".join(
            (
                sentence,
                self.env._(
                    "%(part)s of it is at risk: that of %(customers)s customers who "
                    "fall or have gone quiet.",
                    part=self._money(page, risk),
                    customers=at_risk,
                ),
            )
        )

    @api.model
    def _concentration(self, page):
        """The curve of value, and the first customers; False if none is stored."""
        last = page.scheme.last_evaluation_id
        stored = self.env["customer.tier.insight"].search(
            [("evaluation_id", "=", last.id)], limit=1
        )
        data = stored.data
        if not data:
            return False
        return {
            "curve": data["curve"],
            "cuts": [
                {**cut, "tier": page.tiers[cut["tier"]]}
                for cut in data["cuts"]
                if cut["tier"] in page.tiers
            ],
            "notes": self._concentration_notes(data),
            "first": [
                {
                    "percent": first["percent"],
                    "name": self.env._(
                        "First %(percent)s %%", percent=first["percent"]
                    ),
                    "share": first["share"],
                    **self._count_and_value(
                        first["customers"],
                        page.scheme.currency_id.round(first["value"]),
                        self._first_customers(page, first),
                    ),
                }
                for first in data["first"]
                if first["customers"]
            ],
        }

    @api.model
    def _concentration_notes(self, data):
        notes = []
        if data["gini"] is not None:
            notes.append(
                self.env._(
                    "Concentration (Gini): %(gini)s; 0 if all bring the same, near 1 "
                    "if one brings all.",
                    gini=formatLang(self.env, data["gini"], digits=2),
                )
            )
        if data["ratio"]:
            notes.append(
                self.env._(
                    "A customer of the best tier brings on average %(ratio)s times as "
                    "much as one of the last.",
                    ratio=formatLang(self.env, data["ratio"], digits=1),
                )
            )
        return notes

    @api.model
    def _first_customers(self, page, first):
        name = self.env._("First %(percent)s %%", percent=first["percent"])
        return self._standings(
            name,
            page,
            [
                ("lifecycle", "=", "existing"),
                ("net_revenue", ">=", first["at_least"]),
            ],
        )


def over_tiers(sums, part):
    """``(customers, net revenue)`` of a part over all tiers."""
    found = [one[part] for one in sums.values()]
    return sum(count for count, _value in found), sum(value for _count, value in found)
