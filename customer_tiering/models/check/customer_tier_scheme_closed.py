from odoo import models
from odoo.exceptions import UserError

from ...classification.metrics import collected

# settings that say which documents are read, and whose they are
READING = (
    "domain",
    "customer_level",
    "date_basis",
    "purchase_basis",
    "group_by",
    "long_years",
    "tz",
)


class CustomerTierScheme(models.Model):
    """What a scheme cannot say about a day of the past (rule K16)."""

    _inherit = "customer.tier.scheme"

    def _refuse_only_now(self, day):
        """Raise UserError if the scheme decides by what is only known as of today."""
        self.ensure_one()
        if day >= self._today():
            return
        unknown = self._deciding_metrics().filtered("only_now")
        if unknown:
            raise UserError(
                self.env._(
                    "“%(scheme)s” decides by %(metrics)s, for which there is no "
                    "record as of %(day)s. Choose today, or decide by another metric.",
                    scheme=self.name,
                    metrics=", ".join(f"“{metric.name}”" for metric in unknown),
                    day=day,
                )
            )

    def _reading_settings(self):
        """``{field: value}`` of the settings that say which documents are read, how."""
        self.ensure_one()
        return {name: self[name] for name in READING}

    def _only_now_columns(self, day=None):
        """Names of the columns of which there is no record as of ``day``; sorted."""
        self.ensure_one()
        if day and day >= self._today():
            return []
        metrics = self.env["customer.tier.metric"].with_context(active_test=False)
        return sorted(
            collected(metrics.search([("only_now", "=", True)]).mapped("code"))
        )

    def _queue_closed(self, as_of, period="scheme"):
        """Queue the figures as of a day; returns the evaluation.

        ``period`` is a value of ``customer.tier.evaluation.period``. A fiscal year ends
        on its own last day, whatever day of it is given. Raises UserError for a day
        that has not come yet.
        """
        self.ensure_one()
        window = self._closed_window(as_of, period)
        if window.last > self._today():
            raise UserError(
                self.env._(
                    "%(day)s has not come yet. Choose a day that is over.",
                    day=window.last,
                )
            )
        self._refuse_only_now(window.last)
        return (
            self.env["customer.tier.evaluation"]
            .sudo()
            .create(
                {
                    "scheme_id": self.id,
                    "company_id": self.company_id.id,
                    "as_of": window.last,
                    "date_from": window.first,
                    "kind": "closed",
                    "period": period,
                    "user_id": self.env.uid,
                }
            )
        )

    def _closed_window(self, as_of, period):
        """The `Window` of the figures as of a day."""
        window = self._window(as_of)
        if period == "scheme":
            return window
        year = self.company_id.sudo().compute_fiscalyear_dates(as_of)
        last = year["date_to"] if period == "fiscal_year" else as_of
        return type(window)(year["date_from"], last)
