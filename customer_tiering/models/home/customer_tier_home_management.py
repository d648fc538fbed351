from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, format_date, format_datetime

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
            "risk": [
                {"key": key, "name": name, **self._part(page, sums, key, name)}
                for key, name in (
                    ("falling", self.env._("Falling")),
                    ("quiet", self.env._("Quiet")),
                    ("risk", self.env._("Together, each customer once")),
                )
            ],
            "loyalty": self._loyalty(page, sums),
            "budgets": self._budgets(page),
        }

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
        query, flags = self._query([("scheme_id", "=", page.scheme.id)], parts.values())
        met = [SQL.identifier(f"met_{place}") for place in range(len(flags))]
        columns = self._columns(query, ("tier_id", "net_revenue"))
        named = [
            SQL("%s AS %s", flag, name) for flag, name in zip(flags, met, strict=True)
        ]
        rows = self.env.execute_query(
            SQL(
                "SELECT tier, %(sums)s FROM (%(found)s) found GROUP BY tier",
                sums=SQL(", ").join(
                    SQL(
                        "COUNT(*) FILTER (WHERE %(met)s),"
                        " COALESCE(SUM(revenue) FILTER (WHERE %(met)s), 0)",
                        met=name,
                    )
                    for name in met
                ),
                found=query.select(
                    SQL("%s AS tier", columns[0]),
                    SQL("%s AS revenue", columns[1]),
                    *named,
                ),
            )
        )
        return {
            tier: {
                part: (found[2 * place], float(found[2 * place + 1]))
                for place, part in enumerate(parts)
            }
            for tier, *found in rows
        }

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
            "gini": data["gini"],
            "ratio": data["ratio"],
            "first": [
                {
                    "percent": first["percent"],
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
        """Retention and loyal customers against the target of the shop's stage."""
        existing, loyal, kept, lost = (
            _over_tiers(sums, part)[0] for part in ("existing", "loyal", "kept", "lost")
        )
        leads = self._leads(page)
        stage = leads and _stage(leads["value"] / LEAD_DAYS)
        return {
            "retention": kept / (kept + lost) if kept + lost else None,
            "kept": self._part(page, sums, "kept", self.env._("Bought again")),
            "lost": self._part(page, sums, "lost", self.env._("Did not buy again")),
            "loyal_share": loyal / existing if existing else None,
            "loyal": self._part(page, sums, "loyal", self.env._("Loyal customers")),
            "leads": leads,
            "leads_a_day": leads and round(leads["value"] / LEAD_DAYS, 1),
            "stage": stage and self._stage_names()[stage[0]],
            "target": stage and stage[1],
        }

    @api.model
    def _stage_names(self):
        return {
            "new": self.env._("New shop"),
            "intermediate": self.env._("Intermediate shop"),
            "advanced": self.env._("Advanced shop"),
        }

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


def _stage(leads_a_day):
    """The name of a shop's stage and the loyal share that it should reach."""
    return next(
        (name, target)
        for name, below, target in STAGES
        if below is None or leads_a_day < below
    )
