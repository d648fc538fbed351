from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ...classification import cuts
from ...classification.score import SCORE


class CustomerTierStanding(models.Model):
    """Why the figures give a customer his tier, in the words of the reader (rule K19).

    One ``_explain_<reason>`` method per reason; a cut-off method of another addon
    brings its own. Everything is told from stored figures and from the settings that
    the last evaluation froze, never from what is set up today.
    """

    _inherit = "customer.tier.standing"

    explanation = fields.Text(compute="_compute_explanation")

    @api.depends_context("lang")
    def _compute_explanation(self):
        for standing in self:
            method = getattr(standing, f"_explain_{standing.reason}", None)
            standing.explanation = method() if method else ""

    # ---------------------------------------------------------------- one per reason

    def _explain_percent_of_customers(self):
        return self._explain_place(
            self.env._(
                "The first %(threshold)s places belong to %(tier)s or better.",
                **self._figures(),
            )
        )

    _explain_number_of_customers = _explain_percent_of_customers

    def _explain_share_of_value(self):
        figures = self._figures()
        return self._explain_place(
            self.env._(
                "The customers ranked ahead account for %(before)s of the total. As "
                "long as this is below %(line)s, a customer belongs to %(tier)s or "
                "better.",
                **figures,
            )
        )

    def _explain_threshold(self):
        cut = self._cut_reached()
        if not cut:
            return self.env._("Reached the threshold of %(tier)s.")
        return self.env._(
            "Reaches the threshold of %(tier)s: %(demand)s.",
            demand=self._demand(cut),
            tier=self._computed_tier().name,
        )

    def _explain_score(self):
        return self.env._(
            "The score is %(score)s of 100 points. Customers with %(threshold)s points "
            "or more belong to %(tier)s or better.",
            score=self._format(self.score, "points"),
            threshold=self._format(self.threshold, "points"),
            tier=self._computed_tier().name,
        )

    def _explain_remainder(self):
        return self._explain_place(
            self.env._(
                "No cut-off of a better tier is reached, so the tier is %(tier)s.",
                **self._figures(),
            )
        )

    def _explain_no_value(self):
        if self._ranking_metric().code == "net_revenue":
            return self.env._(
                "Bought in the period, but net revenue after refunds is %(value)s. "
                "Without a positive net revenue, the customer is in the last tier, "
                "%(tier)s.",
                **self._figures(),
            )
        return self.env._(
            "%(metric)s is %(value)s. Without a positive value, the customer is in "
            "the last tier, %(tier)s.",
            **self._figures(),
        )

    def _explain_no_data(self):
        return self.env._(
            "Bought in the period, but there is no data for “%(metric)s”, so the "
            "tier is %(tier)s.",
            **self._figures(),
        )

    def _explain_inactive(self):
        return self.env._(
            "The last purchase was on %(last)s, before the period.",
            **self._figures(),
        )

    def _explain_prospect(self):
        return self.env._(
            "Has been in contact (leads, quotations or messages: %(contacts)s), but "
            "has never bought.",
            **self._figures(),
        )

    def _explain_not_contacted(self):
        return self.env._(
            "In your contacts, but not contacted yet and no purchase so far."
        )

    def _explain_no_need(self):
        mark = self._no_need_mark()
        if not mark:
            return self.env._("Marked as having no need.")
        return self.env._(
            "Marked as having no need by %(user)s on %(date)s: %(reason)s",
            user=mark.create_uid.name,
            date=format_date(self.env, mark.create_date),
            reason=mark.reason,
        )

    def _explain_manual(self):
        return self.env._("Manual tier: %(tier)s.", tier=self.tier_id.name)

    def _explain_capped(self):
        return self.env._("Limited to %(tier)s by a cap.", tier=self.tier_id.name)

    def _explain_undone(self):
        return self.env._(
            "The last evaluation was undone, so the tier is %(tier)s again.",
            tier=self.tier_id.name,
        )

    def _explain_place(self, rule):
        """Rank and value, in the group if there are groups, and then ``rule``."""
        group = self._group_name()
        if group:
            return self.env._(
                "Rank %(rank)s of %(ranked)s customers in %(group)s by “%(metric)s”: "
                "%(value)s. %(rule)s",
                rule=rule,
                group=group,
                **self._figures(),
            )
        return self.env._(
            "Rank %(rank)s of %(ranked)s customers by “%(metric)s”: %(value)s. "
            "%(rule)s",
            rule=rule,
            **self._figures(),
        )

    # ---------------------------------------------------------------- what is told

    def _figures(self):
        """The figures of the sentences, each in its own unit."""
        self.ensure_one()
        return {
            "rank": self._format(self.rank, "count"),
            "ranked": self._format(self.ranked_count, "count"),
            "threshold": self._format(self.threshold, "count"),
            "line": self._format(self.threshold / 100, "share"),
            "before": self._format(max(self.cumulated - self.share, 0), "share"),
            "metric": self._ranking_name(),
            "value": self._format_value(self._ranking_value()),
            "tier": self._computed_tier().name,
            "last": format_date(self.env, self.last_purchase),
            "contacts": self.contact_count,
        }

    def _computed_tier(self):
        """The tier of which the reason tells."""
        return self.computed_tier_id or self.tier_id

    def _frozen(self):
        """The settings that decided, as the evaluation keeps them."""
        return self.scheme_id.last_evaluation_id.settings or {}

    def _ranking_column(self):
        return self._frozen().get("value") or self.scheme_id._value_column()

    def _ranking_metric(self):
        return self._metric(self._ranking_column())

    def _ranking_name(self):
        if self._ranking_column() == SCORE:
            return self.env._("Score")
        return self._ranking_metric().name

    def _ranking_value(self):
        return self.score if self._ranking_column() == SCORE else self.value

    def _format_value(self, value):
        """An amount of the value that ranks, such as a gap."""
        if self._ranking_column() == SCORE:
            return self._format(value, "points")
        return self._format(value, self._ranking_metric().unit)

    def _format(self, value, unit):
        """``value`` in the reader's language; a dash where there are no data."""
        if value is None:
            return "–"
        if unit == "money":
            return formatLang(self.env, value, currency_obj=self.currency_id)
        if unit == "share":
            return self.env._(
                "%(percent)s %%", percent=formatLang(self.env, 100 * value, digits=1)
            )
        whole = float(value).is_integer()
        text = formatLang(self.env, value, digits=0 if whole else 2)
        if unit == "days":
            return self.env._("%(days)s days", days=text)
        return text

    def _metric(self, code):
        """The catalogue's entry of a column; of an archived one, too."""
        # what decides in the scheme is at hand, without a query per customer
        metric = self.scheme_id._deciding_metrics().filtered(lambda m: m.code == code)
        metrics = self.env["customer.tier.metric"].with_context(active_test=False)
        return metric or metrics.search([("code", "=", code)], limit=1)

    def _group_name(self):
        """Name of the group that the customer is ranked in, None without groups."""
        self.ensure_one()
        if not self._frozen().get("group"):
            return None
        if not self.group_key:
            return self.env._("no group")
        if self.scheme_id.group_by == "city":
            return self.partner_id.city
        model = {
            "user": "res.users",
            "team": "crm.team",
            "country": "res.country",
            "state": "res.country.state",
            "industry": "res.partner.industry",
        }.get(self.scheme_id.group_by)
        if not model:
            return None
        return self.env[model].sudo().browse(self.group_key).exists().display_name

    # ---------------------------------------------------------------- demands

    def _cut_reached(self):
        """The frozen threshold that placed the customer, None if it is not known."""
        tier = self._computed_tier().id
        for cut in self._frozen().get("cuts", []):
            if (
                cut["tier"] == tier
                and cut["method"] == cuts.THRESHOLD
                and cut["threshold"] == self.threshold
            ):
                return cut
        return None

    def _demand(self, cut):
        """What a threshold asks for and the customer has, in words."""
        column = cut["metric"] or self._ranking_column()
        metric = self._metric(column)
        unit = metric.unit or "money"
        figure = self._figure(column)
        asked = self._format(cut["threshold"] * cut["times"], unit)
        name = metric.name or self._pace_name(column)
        if figure is None:
            return self.env._(
                "“%(metric)s” of at least %(asked)s", metric=name, asked=asked
            )
        return self.env._(
            "“%(metric)s” of at least %(asked)s (now %(figure)s)",
            metric=name,
            figure=self._format(figure, unit),
            asked=asked,
        )

    @api.model
    def _pace_name(self, column):
        """Names of the columns that only cut-offs know: the worst or latest month."""
        return {
            "month_min": self.env._("Net revenue of the weakest month"),
            "quarter_min": self.env._("Net revenue of the weakest quarter"),
            "year_min": self.env._("Net revenue of the weakest year"),
            "month_latest": self.env._("Net revenue of the latest month"),
            "quarter_latest": self.env._("Net revenue of the latest quarter"),
            "year_latest": self.env._("Net revenue of the latest year"),
        }.get(column, column)

    def _no_need_mark(self):
        """The latest mark of *no need* that holds in the scheme's company."""
        marks = self.partner_id.customer_tier_no_need_ids
        return marks.filtered(
            lambda m: not m.company_id or m.company_id == self.company_id
        )[:1]
