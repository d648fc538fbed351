from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date, formatLang

from ...classification import metrics_sales as columns
from ...tools.groups import MANAGER_GROUP

GROWTH = f"{columns.PREVIOUS_REVENUE.name}:sum"
DEPTH = f"{columns.CATEGORY_DEPTH.name}:avg"
EXISTING = [("lifecycle", "=", "existing")]


class CustomerTierHome(models.AbstractModel):
    """What a year did to each tier: who still buys, how broadly, for how much more.

    A call of its own, which the page makes once it is shown: a year of history and of
    activities takes longer to read than the first screen may.
    """

    _inherit = "customer.tier.home"

    @api.model
    @api.readonly
    def get_year(self, scheme_id):
        """The year of each tier of a scheme, as plain data, for managers.

        ``retention``  ``since`` and ``lines``; no lines without an evaluation of then
        ``depth``      lines; empty if the scheme reads neither of its figures
        ``effort``     ``since`` and ``lines``, or False, see `_effort`
        """
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only managers of Customer Tiers can open this page.")
            )
        scheme = self._schemes().filtered(lambda one: one.id == scheme_id)
        if not scheme:
            return {"retention": False, "depth": [], "effort": False}
        page = self._page(scheme)
        values = self._tier_values(page)
        return {
            "retention": self._retained(page),
            "depth": self._depth(page, values),
            "effort": self._effort(page, values),
        }

    # ---------------------------------------------------------------- retention

    @api.model
    def _retained(self, page):
        """Of the customers who had a tier a year ago, how many still buy."""
        before = page.scheme._evaluation_of_last_year()
        if not before:
            return {
                "since": self.env._(
                    "There is no evaluation from a year ago yet, so nobody can tell."
                ),
                "lines": [],
            }
        standings = self.env["customer.tier.standing"]
        query, (still,) = self._query([("scheme_id", "=", page.scheme.id)], [EXISTING])
        query.add_join(
            "JOIN",
            "year_ago",
            page.scheme._tiers_after(before),
            SQL(
                "year_ago.partner_id = %s.partner_id", SQL.identifier(standings._table)
            ),
        )
        query.groupby = SQL("1, 2")
        counts = defaultdict(dict)
        select = query.select(SQL("year_ago.tier_id"), still, SQL("COUNT(*)"))
        for tier, still_buys, count in self.env.execute_query(select):
            counts[tier][still_buys] = count
        return {
            "since": self.env._(
                "Of the customers with the tier at the evaluation as of %(day)s",
                day=format_date(self.env, before.as_of),
            ),
            "lines": [
                self._retained_line(page, tier, counts[tier["id"]])
                for tier in page.tiers.values()
                if tier["ranked"] and tier["id"] in counts
            ],
        }

    @api.model
    def _retained_line(self, page, tier, counts):
        had = [("tier_last_year_id", "=", tier["id"])]
        kept, lost = counts.get(True, 0), counts.get(False, 0)

        def figure(count, *more):
            domain = [*had, *more]
            return self._figure(count, self._standings(tier["name"], page, domain))

        return {
            "tier": tier,
            "then": figure(kept + lost),
            "kept": figure(kept, *EXISTING),
            "lost": figure(lost, ("lifecycle", "!=", "existing")),
            "share": kept / (kept + lost),
        }

    # ---------------------------------------------------------------- depth

    @api.model
    def _tier_values(self, page):
        """``{tier id: {figure: value}}`` of the existing customers of each ranked tier.

        ``__count``, ``net_revenue:sum``, and what the scheme reads and the user may see
        of `GROWTH` and `DEPTH`.
        """
        standings = self.env["customer.tier.standing"]
        read = page.scheme._collected_columns()
        measures = ["__count", "net_revenue:sum"]
        for measure in (GROWTH, DEPTH):
            name = measure.partition(":")[0]
            field = standings._fields[name]
            if name in read and standings._has_field_access(field, "read"):
                measures.append(measure)
        groups = standings._read_group(
            [("scheme_id", "=", page.scheme.id), *EXISTING], ["tier_id"], measures
        )
        return {
            tier.id: dict(zip(measures, values, strict=True))
            for tier, *values in groups
            if page.tiers[tier.id]["ranked"]
        }

    @api.model
    def _depth(self, page, values):
        """Growth of the revenue, and the share of categories that a customer buys."""
        lines = [
            self._depth_line(page, tier, values[tier["id"]])
            for tier in page.tiers.values()
            if tier["id"] in values
        ]
        return [line for line in lines if line["growth"] or line["categories"]]

    @api.model
    def _depth_line(self, page, tier, values):
        domain = [("tier_id", "=", tier["id"]), *EXISTING]
        action = self._standings(tier["name"], page, domain)
        previous = values.get(GROWTH) or 0.0
        depth = values.get(DEPTH)
        now = values["net_revenue:sum"] or 0.0
        return {
            "tier": tier,
            "growth": previous > 0
            and {
                "text": self._signed_percent(now / previous - 1),
                "now": self._figure(now, action, "net_revenue:sum"),
                "before": self._figure(previous, action, GROWTH),
            },
            "categories": bool(depth)
            and {
                **self._figure(depth, action, DEPTH),
                "unit": "share",
            },
        }

    @api.model
    def _signed_percent(self, share):
        return self.env._(
            "%(sign)s%(percent)s %%",
            sign="+" if share >= 0 else "−",
            percent=formatLang(self.env, 100 * abs(share), digits=1),
        )
