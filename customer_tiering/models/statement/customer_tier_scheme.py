from dateutil.relativedelta import relativedelta

from odoo import fields, models

from ...classification.forecast import falls_on

# What a customer may be told that they lack: their own purchases. Margins, payments and
# points are ours to know
TOLD = {"net_revenue", "gross_invoiced"}


class CustomerTierScheme(models.Model):
    """What a statement may tell of a scheme."""

    _inherit = "customer.tier.scheme"

    tell_gap = fields.Boolean(
        string="Tell Customers What Is Missing",
        tracking=True,
        help="Statements tell how much more customers have to buy for the next tier. "
        "The amount is rounded up, so that it gives away nobody else's figures.",
    )

    def _tier_above(self, tier):
        """The next better tier of the last evaluation that may be told, or none."""
        ladder = (self.last_evaluation_id.settings or {}).get("ladder", [])
        place = ladder.index(tier.id) if tier.id in ladder else 0
        return tier.browse(ladder[place - 1 : place])._may_be_told()

    def _gap_is_told(self):
        """Whether customers may be told what they lack."""
        settings = self.last_evaluation_id.settings or {}
        return self.tell_gap and settings.get("value") in TOLD

    def _kept_until(self, standing):
        """The last day on which the customer surely has the tier; None if unknown.

        The earliest fall is that of a customer who misses their tier from the next
        evaluation on. A manual tier lasts until its end.
        """
        self.ensure_one()
        if standing.override_id:
            return standing.override_id.date_end or None
        day = falls_on(
            self._transition(),
            self.next_date or None,
            standing.missed_count,
            standing.missed_since or None,
            standing.missed_on or None,
            standing.earned_since or None,
            self.schedule_day or None,
        )
        last = day and day - relativedelta(days=1)
        return last if last and last >= self._today() else None

    def _quarter(self):
        """First day of the quarter of today."""
        today = self._today()
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
