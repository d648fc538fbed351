from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...classification.segments import BANDS, DAYS, RHYTHM, Segments

# metrics that the scores of each kind of recency are made of, beside the ranking metric
SCORED_BY = {
    RHYTHM: ("purchase_count", "days_since_last_purchase", "intervals_passed"),
    DAYS: ("purchase_count", "days_since_last_purchase"),
    BANDS: ("purchase_count", "days_since_last_purchase"),
}
LIMITS = ("recency_days_5", "recency_days_4", "recency_days_3", "recency_days_2")


class CustomerTierScheme(models.Model):
    """A scheme of segments: how recency, frequency and value are scored."""

    _inherit = "customer.tier.scheme"

    kind = fields.Selection(
        [("tiers", "Tiers"), ("segments", "Segments")],
        string="Divides Customers into",
        required=True,
        default="tiers",
        tracking=True,
        help="Tiers: by what customers are worth. Segments: by how recently, how often "
        "and for how much they buy, with advice for each segment.",
    )
    recency_by = fields.Selection(
        [
            (RHYTHM, "Their own rhythm"),
            (DAYS, "The day of the last purchase, compared with others"),
            (BANDS, "Fixed numbers of days"),
        ],
        string="Recency by",
        required=True,
        default=RHYTHM,
        tracking=True,
        help="Own rhythm: how many of their usual intervals have passed since the last "
        "purchase. Customers whose rhythm is not known yet are compared with all "
        "others by the day of their last purchase.",
    )
    segment_classes = fields.Selection(
        [
            ("auto", "By the number of buyers"),
            ("2", "2 classes"),
            ("3", "3 classes"),
            ("5", "5 classes"),
        ],
        string="Classes",
        required=True,
        default="auto",
        tracking=True,
        help="By the number of buyers: 2 below 50 buyers, 3 below 500, else 5.",
    )
    recency_days_5 = fields.Integer(string="5 up to (days)", default=30)
    recency_days_4 = fields.Integer(string="4 up to (days)", default=60)
    recency_days_3 = fields.Integer(string="3 up to (days)", default=90)
    recency_days_2 = fields.Integer(string="2 up to (days)", default=180)

    @api.constrains("kind", "rank_by", "group_by", "rule_ids")
    def _check_kind(self):
        for scheme in self:
            # a change of the kind alone calls no constraint of the lines
            scheme._check_ladder()
            if scheme.kind == "segments" and (
                scheme.rank_by == "score" or scheme.group_by
            ):
                raise ValidationError(
                    self.env._(
                        "“%(scheme)s” divides customers into segments. These compare "
                        "all customers by one metric: choose “One metric”, and leave "
                        "“Rank Within” empty.",
                        scheme=scheme.name,
                    )
                )

    @api.constrains("recency_by", *LIMITS)
    def _check_limits(self):
        for scheme in self:
            limits = scheme._recency_days()
            rising = all(a < b for a, b in zip(limits, limits[1:], strict=False))
            if scheme.recency_by == BANDS and (limits[0] < 0 or not rising):
                raise ValidationError(
                    self.env._(
                        "The numbers of days must rise, such as 30, 60, 90 and 180."
                    )
                )

    def _recency_days(self):
        return tuple(float(self[name]) for name in LIMITS)

    def _segments(self):
        self.ensure_one()
        if self.kind != "segments":
            return super()._segments()
        return Segments(
            recency=self.recency_by,
            classes=None
            if self.segment_classes == "auto"
            else int(self.segment_classes),
            bands=self._recency_days() if self.recency_by == BANDS else (),
        )

    def _deciding_metrics(self):
        metrics = super()._deciding_metrics()
        if self.kind != "segments":
            return metrics
        catalogue = metrics.with_context(active_test=False)
        return metrics | catalogue.search(
            [("code", "in", SCORED_BY[self.recency_by])]
        ).with_env(metrics.env)

    @api.model
    def _first_of_tiers(self, company):
        """The first scheme that the company shows, without schemes of segments.

        A segment is no tier: prices and terms do not follow one unless it is chosen.
        """
        shown = self.browse(self._shown_ids(company.id))
        return shown.filtered(lambda scheme: scheme.kind == "tiers")[:1]

    def _warnings(self):
        warnings = super()._warnings()
        last = self.sudo().last_evaluation_id
        if self.kind == "segments" and last.segment_doubt:
            warnings.append(last.sudo(False).segment_doubt)
        return warnings

    @api.model
    def _values_from(self, plain):
        """Segments are archived until a preset or a file needs them."""
        lines = plain.get("rule_ids") if isinstance(plain, dict) else None
        if isinstance(lines, list):
            codes = [line.get("tier_id") for line in lines if isinstance(line, dict)]
            self.env["customer.tier"].with_context(active_test=False).search(
                [
                    ("code", "in", [code for code in codes if isinstance(code, str)]),
                    ("kind", "=", "segment"),
                    ("active", "=", False),
                ]
            ).active = True
        return super()._values_from(plain)

    def action_view_segments(self):
        """The screen of segments, of this scheme alone."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_segment_action"
        )
        action["domain"] = [("scheme_id", "=", self.id)]
        return action
