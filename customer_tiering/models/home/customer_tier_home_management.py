from collections import defaultdict
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, format_date, format_datetime, formatLang

from .customer_tier_home_sales import LISTS

# a customer with so many purchases in the period is loyal
LOYAL = 2
# days over which leads are counted
LEAD_DAYS = 30
# The stages of a shop by leads a day, each up to so many, with the share of loyal
# customers that it should reach (R82 to R85). Between the stages of the source, a shop
# stays in the lower one until it reaches the next.
STAGES = (("new", 100, 0.05), ("intermediate", 500, 0.05), ("advanced", None, 0.10))


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
            "risk": ["|", *falling, "&", *quiet],
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
        count, value = _over_tiers(sums, part)
        return self._count_and_value(
            count, value, self._standings(name, page, self._parts(page)[part])
        )

    @api.model
    def _management_headline(self, page, sums):
        customers, value = _over_tiers(sums, "existing")
        at_risk, risk = _over_tiers(sums, "risk")
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

    # ---------------------------------------------------------------- evaluation

    @api.model
    def _evaluation(self, page):
        """The last evaluation, what comes next, and whether it is signed."""
        scheme, last = page.scheme, page.scheme.last_evaluation_id
        if scheme.failing:
            state = self.env._("The evaluation after it failed.")
        elif scheme.pending_evaluation_id:
            state = self.env._("An evaluation is waiting or running.")
        else:
            state = ""
        return {
            "done": self.env._(
                "Evaluated on %(moment)s",
                moment=format_datetime(self.env, last.finished_at, dt_format="short"),
            )
            if last.finished_at
            else "",
            "state": state,
            "failed": scheme.failing,
            "next": self.env._(
                "Next evaluation: %(day)s", day=format_date(self.env, scheme.next_date)
            )
            if scheme.next_date
            else self.env._("No evaluation is scheduled"),
            "signed": self._signed(last),
            "action": self._form(last, last.display_name),
        }

    @api.model
    def _signed(self, evaluation):
        if evaluation.checked_at:
            return self.env._(
                "Checked by %(user)s on %(day)s",
                user=evaluation.sudo().checked_by_id.name,
                day=format_date(self.env, evaluation.checked_at.date()),
            )
        if evaluation.check_is_void:
            return self.env._("The check is void")
        return self.env._("Not checked yet")

    # ---------------------------------------------------------------- concentration

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

    # ---------------------------------------------------------------- loyalty

    @api.model
    def _loyalty(self, page, sums):
        """Sentences, each with the figures that it is made of."""
        lines = (
            self._retention(page, sums),
            self._loyal(page, sums),
            self._leads_a_day(page),
        )
        return [line for line in lines if line]

    @api.model
    def _retention(self, page, sums):
        kept, lost = (_over_tiers(sums, part)[0] for part in ("kept", "lost"))
        if not kept + lost:
            return False
        return {
            "key": "retention",
            "share": kept / (kept + lost),
            "text": self.env._(
                "%(share)s of earlier customers bought again in the period.",
                share=self._percent(kept / (kept + lost)),
            ),
            "figures": [
                self._named(page, sums, "kept", self.env._("Bought again")),
                self._named(page, sums, "lost", self.env._("Did not buy again")),
            ],
        }

    @api.model
    def _loyal(self, page, sums):
        existing, loyal = (_over_tiers(sums, part)[0] for part in ("existing", "loyal"))
        if not existing:
            return False
        return {
            "key": "loyal",
            "share": loyal / existing,
            "text": self.env._(
                "%(share)s of the customers are loyal: they bought at least twice in "
                "the period.",
                share=self._percent(loyal / existing),
            ),
            "figures": [self._named(page, sums, "loyal", self.env._("Loyal"))],
        }

    @api.model
    def _leads_a_day(self, page):
        """Leads a day, the stage of the shop that they mean, and its target."""
        leads = self._leads(page)
        if not leads:
            return False
        a_day = leads["value"] / LEAD_DAYS
        stage, target = next(
            (name, target)
            for name, below, target in STAGES
            if below is None or a_day < below
        )
        names = {
            "new": self.env._("a new shop"),
            "intermediate": self.env._("an intermediate shop"),
            "advanced": self.env._("an advanced shop"),
        }
        return {
            "key": "leads",
            "share": target,
            "text": self.env._(
                "%(leads)s leads a day, as many as of %(shop)s, where at least "
                "%(target)s of the customers should be loyal.",
                leads=formatLang(self.env, a_day, digits=1),
                shop=names[stage],
                target=self._percent(target),
            ),
            "figures": [
                {
                    "name": self.env._("Leads of %(days)s days", days=LEAD_DAYS),
                    "figure": leads,
                }
            ],
        }

    @api.model
    def _named(self, page, sums, part, name):
        return {"name": name, "figure": self._part(page, sums, part, name)["count"]}

    @api.model
    def _leads(self, page):
        """The leads of the last days, lost ones too; False if the user reads none."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        if not leads.has_access("read"):
            return False
        first = datetime.combine(page.today - timedelta(days=LEAD_DAYS), time.min)
        domain = [
            ("create_date", ">=", str(first)),
            ("company_id", "in", [False, *page.scheme._covered_companies().ids]),
        ]
        name = self.env._("Leads of %(days)s days", days=LEAD_DAYS)
        action = self._list(name, "crm.lead", domain, active_test=False)
        return self._figure(leads.search_count(domain), action)


def _over_tiers(sums, part):
    """``(customers, net revenue)`` of a part over all tiers."""
    found = [one[part] for one in sums.values()]
    return sum(count for count, _value in found), sum(value for _count, value in found)
