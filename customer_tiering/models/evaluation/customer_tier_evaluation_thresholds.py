import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...classification import thresholds

# one figure in `scale`: eight bytes, the lowest first
FIGURE = np.dtype("<f8")


class CustomerTierEvaluation(models.Model):
    """Data to find the tier of one customer between two evaluations."""

    _inherit = "customer.tier.evaluation"

    thresholds = fields.Json(
        readonly=True,
        copy=False,
        prefetch=False,
        help="The value at which each tier ended, per group.",
    )
    scale_counts = fields.Json(readonly=True, copy=False, prefetch=False)
    # written and read with SQL, without base64, which is slow for a million figures
    scale = fields.Binary(
        attachment=False,
        readonly=True,
        copy=False,
        prefetch=False,
        groups="base.group_system",
        help="The figures that rank-based points of the score refer to.",
    )

    def init(self):
        # figures hardly compress, and only those of one criterion are read at a time
        self.env.cr.execute(
            "ALTER TABLE customer_tier_evaluation ALTER scale SET STORAGE EXTERNAL"
        )
        return super().init()

    def _keep_thresholds(self, decided, settings):
        """Store thresholds and scale; of older scales, keep only the previous one."""
        figures = thresholds.scale(decided, settings)
        self.write(
            {
                "thresholds": thresholds.find(decided, settings),
                "scale_counts": [None if one is None else len(one) for one in figures],
            }
        )
        self.flush_recordset()
        known = [one.astype(FIGURE) for one in figures if one is not None]
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_tier_evaluation
                   SET scale = CASE WHEN id = %(own)s THEN %(scale)s::bytea END
                 WHERE scheme_id = %(scheme)s
                   AND (id = %(own)s
                        OR scale IS NOT NULL AND id IS DISTINCT FROM %(last)s)
                """,
                own=self.id,
                scale=b"".join(one.tobytes() for one in known) if known else None,
                scheme=self.scheme_id.id,
                last=self.scheme_id.last_evaluation_id.id or None,
            )
        )
        self.invalidate_recordset(["scale"])

    def _scale_of(self, place):
        """Figures of the criterion in ``place``, ascending; None if not stored."""
        self.ensure_one()
        counts = self.scale_counts or []
        if place >= len(counts) or counts[place] is None:
            return None
        start = sum(count or 0 for count in counts[:place])
        size = FIGURE.itemsize
        ((found,),) = self.env.execute_query(
            SQL(
                "SELECT SUBSTRING(scale FROM %s FOR %s)"
                " FROM customer_tier_evaluation WHERE id = %s",
                1 + start * size,
                counts[place] * size,
                self.id,
            )
        )
        return None if found is None else np.frombuffer(found, dtype=FIGURE)
