from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...gifting.flow import GIVEN

# Nobody remembers a gift that long: an older day is a typing error
OLDEST = relativedelta(years=10)
# and nobody plans that far ahead
LATEST = relativedelta(years=10)


class CustomerGift(models.Model):
    """The day of an entry: from its approval to today, and late only for a reason."""

    _inherit = "customer.gift"

    late_reason = fields.Char(
        string="Why Entered Late",
        copy=False,
        help="Why the gift was given before it was entered and approved.",
    )

    @api.constrains("delivered_on", "date", "state")
    def _check_days(self):
        today = fields.Date.context_today(self)
        for gift in self:
            # a gift may be declined before its day
            last = today if gift.state == GIVEN else today + LATEST
            gift._check_day(gift.date, today - OLDEST, last)
            if gift.delivered_on:
                gift._check_day(gift.delivered_on, today - OLDEST, today)
                gift._check_not_before_approval()

    def _check_day(self, day, first, last):
        values = {
            "day": fields.Date.to_string(day),
            "customer": self.partner_id.display_name,
        }
        if day > last > fields.Date.context_today(self):
            raise ValidationError(
                self.env._(
                    "Gift to %(customer)s: %(day)s is more than 10 years in the "
                    "future. Check the year.",
                    **values,
                )
            )
        if day > last:
            raise ValidationError(
                self.env._(
                    "Gift to %(customer)s: %(day)s is in the future. Enter the day on "
                    "which it was handed over.",
                    **values,
                )
            )
        if day < first:
            raise ValidationError(
                self.env._(
                    "Gift to %(customer)s: %(day)s is more than 10 years ago. Check "
                    "the year.",
                    **values,
                )
            )

    def _check_not_before_approval(self):
        if not self.approved_on or self.corrects_id:
            return
        approved = fields.Datetime.context_timestamp(self, self.approved_on).date()
        if self.delivered_on < approved:
            raise ValidationError(
                self.env._(
                    "%(gift)s was approved on %(approved)s, so it cannot have been "
                    "handed over on %(day)s. If it was, cancel it and enter it in the "
                    "register after the fact.",
                    gift=self.display_name,
                    approved=fields.Date.to_string(approved),
                    day=fields.Date.to_string(self.delivered_on),
                )
            )

    def _ask_why_late(self):
        """Raise UserError if a user enters an earlier day without saying why."""
        yesterday = fields.Date.context_today(self) - timedelta(days=1)
        for gift in self:
            if (
                gift.direction == "given"
                and gift.date <= yesterday
                and not (gift.late_reason or "").strip()
            ):
                raise UserError(
                    self.env._(
                        "%(gift)s was given on %(day)s and is entered after the fact. "
                        "Enter why it was not approved first.",
                        gift=gift.display_name,
                        day=fields.Date.to_string(gift.date),
                    )
                )
