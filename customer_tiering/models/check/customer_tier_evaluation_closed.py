import pandas as pd

from odoo import fields, models

from ...classification import decide
from ...classification import frame as columns
from ..evaluation.customer_tier_evaluation import CLOSED
from ..evaluation.customer_tier_evaluation_settle import PRIOR_COLUMNS
from ..evaluation.customer_tier_publisher import FIELD_OF


class CustomerTierEvaluation(models.Model):
    """Figures and tiers as of any day, which change nothing that is in force.

    They can be kept, exported and checked like those of an ordinary evaluation. The
    tiers are those that the figures give: grace, missed evaluations and manual tiers
    depend on what was in force, and play no part.
    """

    _inherit = "customer.tier.evaluation"

    period = fields.Selection(
        [
            ("scheme", "The scheme's period"),
            ("fiscal_year", "Fiscal year"),
            ("year_to_date", "Fiscal year to date"),
        ],
        default="scheme",
        required=True,
        readonly=True,
    )

    def _run_closed(self, checkpoint, clock):
        """Read and decide as an ordinary run does, and keep the figures."""
        settings = self._begin_closed()
        with self._stage("collect", checkpoint, clock):
            collection = self._collect()
        with self._stage("classify", checkpoint, clock):
            frame = self._without_only_now(collection.frame)
            decided = decide(frame, settings, self._held_before(settings))
        with self._stage("publish", checkpoint, clock):
            settled = self._settled(decided, settings)
            kept = settled.rename(columns=FIELD_OF).assign(since=pd.NaT)
            self.env["customer.tier.evaluation.figure"]._keep_frame(self, kept)
            self._write_result(settled, collection)
        self._note_finish(clock, len(settled), 0)

    def _begin_closed(self):
        """Freeze the settings of the scheme for the day and the period of this one."""
        window = self._window()
        months = None if self.period == "scheme" else window.months()
        scheme = self.scheme_id.with_context(customer_tier_months=months)
        scheme._refuse_only_now(self.as_of)
        return self._freeze(scheme._settings(self.as_of), window.first)

    def _without_only_now(self, frame):
        """``frame`` without the figures that are only known as of today (K16)."""
        unknown = self.scheme_id._only_now_columns(self.as_of)
        return frame.drop(columns=[name for name in unknown if name in frame])

    def _marks_until(self):
        past = self.kind == CLOSED and self.as_of < self.scheme_id._today()
        return self.as_of if past else super()._marks_until()

    def _read_prior(self):
        if self.kind == CLOSED:
            return columns.empty(PRIOR_COLUMNS)
        return super()._read_prior()

    def _read_overrides(self):
        if self.kind == CLOSED:
            return pd.DataFrame({columns.CUSTOMER: [], "kind": [], "tier": []}).astype(
                {columns.CUSTOMER: "int64", "kind": "object", "tier": "int64"}
            )
        return super()._read_overrides()
