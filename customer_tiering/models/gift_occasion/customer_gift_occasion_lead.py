from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .customer_gift_occasion_date import LEADS


def lead(label, days, **options):
    return fields.Integer(
        string=label, default=days, required=True, tracking=True, **options
    )


class CustomerGiftOccasion(models.Model):
    """How many days before an occasion each step is due; a date can differ.

    Defaults: branded goods take three to four weeks from the proof, and should arrive
    one to two weeks before the occasion.
    """

    _inherit = "customer.gift.occasion"

    plan_days = lead("Plan", 60)
    approve_days = lead("Approve", 40)
    order_days = lead("Order", 30)
    deliver_from_days = lead("Deliver from", 14)
    deliver_days = lead(
        "Deliver by",
        3,
        help="If it falls on a weekend, the last working day before it counts.",
    )

    @api.constrains(*LEADS)
    def _check_leads(self):
        for occasion in self:
            occasion._check_lead_order(occasion)

    def _check_lead_order(self, record):
        """Raise ValidationError if the lead times of ``record`` are out of order."""
        days = [record[name] for name in LEADS]
        if days != sorted(days, reverse=True) or days[-1] < 0:
            raise ValidationError(
                self.env._(
                    "“%(occasion)s”: plan %(plan)s days before the day, approval "
                    "%(approve)s, order %(order)s, delivery %(first)s to %(last)s. "
                    "Each step must be due no later than the next one, and delivery "
                    "no later than the day.",
                    occasion=record.display_name,
                    plan=days[0],
                    approve=days[1],
                    order=days[2],
                    first=days[3],
                    last=days[4],
                )
            )

    def write(self, vals):
        """New lead times apply to future dates that nobody has planned or changed."""
        changed = [name for name in LEADS if name in vals]
        before = [(occasion, occasion.read(changed)[0]) for occasion in self if changed]
        result = super().write(vals)
        today = fields.Date.context_today(self)
        for occasion, old in before:
            for day in occasion.date_ids:
                if day.date > today and not day.plan_ids:
                    follow = {
                        name: occasion[name]
                        for name in changed
                        if day[name] == old[name] != occasion[name]
                    }
                    if follow:
                        day.write(follow)
        return result
