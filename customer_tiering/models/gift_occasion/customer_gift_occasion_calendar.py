from datetime import timedelta

from odoo import api, fields, models

from ...gifting import occasions
from ...tools.groups import ADMIN_GROUP
from .customer_gift_occasion_rule import RULE_FIELDS

# dates are created this many months ahead
AHEAD = 18
# Days: a date that is found this close to an existing one is the same feast, moved. A
# wrong lunar month moves a feast by 30 days
SHIFT = 45


class CustomerGiftOccasion(models.Model):
    """Create dates 18 months ahead, and never move one that people rely on."""

    _inherit = "customer.gift.occasion"

    # Remembered, so that the administrator is told only once about each year
    missing_years = fields.Char(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._make_dates()
        return records

    def write(self, vals):
        result = super().write(vals)
        if RULE_FIELDS & set(vals):
            self._make_dates()
        return result

    @api.model
    def _cron_make_dates(self):
        self.search([("active", "=", True)])._make_dates()
        self.env["customer.gift.occasion.date"]._remind()

    def _make_dates(self):
        """Create and update the dates ahead by the rules; calling it twice is safe."""
        today = fields.Date.context_today(self)
        horizon = fields.Date.add(today, months=AHEAD)
        # Users who may change an occasion may change its dates
        for occasion in self.sudo().filtered("active"):
            rule = occasion._rule()
            if rule is None or occasion.kind == "manual":
                occasion._tell_missing([])
                continue
            # a feast that moves from last week to next week is not a new one
            early = today - timedelta(days=occasion._shift())
            found = occasions.find(rule, early, horizon)
            occasion._align_dates(found.days, early, today)
            occasion._tell_missing(
                [absence for absence in found.missing if absence.year >= today.year]
            )

    def _shift(self):
        """Greatest distance in days at which two dates can be the same feast, moved."""
        if self.kind == "partner":
            return 0
        return (
            min(SHIFT, self.every_months * 15 - 1) if self.kind == "months" else SHIFT
        )

    def _align_dates(self, days, early, today):
        """Match ``days`` with the existing dates; move, create or delete free ones."""
        self.ensure_one()
        left = {
            record.calculated_date or record.date: record
            for record in self.date_ids.sorted(lambda r: not r._is_fixed(today))
            if (record.date_end or record.calculated_date or record.date) >= early
        }
        waiting = []
        for day in days:
            record = left.pop(day.first, None)
            if record:
                record._follow(day, today)
            else:
                waiting.append(day)
        for day in waiting:
            near = min(left, key=lambda at: abs(at - day.first), default=None)
            if near and abs(near - day.first).days <= self._shift():
                left.pop(near)._follow(day, today)
            elif (day.last or day.first) >= today:
                self._make_date(day)
        years = {day.first.year for day in days}
        # if nothing was found for a year its dates stay: better an old date than none
        stale = self.env["customer.gift.occasion.date"].union(
            *(record for at, record in left.items() if at.year in years)
        )
        stale.filtered(
            lambda r: r.source == "calculated" and not r._is_fixed(today)
        ).unlink()

    def _make_date(self, day):
        values = {
            "occasion_id": self.id,
            "date": day.first,
            "date_end": day.last,
            "calculated_date": day.first,
            "estimated": day.estimated,
            "source": "calculated",
        }
        dates = self.env["customer.gift.occasion.date"].with_context(
            customer_gift_calculated=True, tracking_disable=True
        )
        return dates.create(values)

    # ------------------------------------------------------------ not found

    def _tell_missing(self, missing):
        """Schedule one activity for the administrator if more years have no date."""
        self.ensure_one()
        # a year with a date entered manually is not missing
        entered = {day.year for day in self.date_ids}
        missing = [absence for absence in missing if absence.year not in entered]
        years = ", ".join(str(absence.year) for absence in missing) or False
        if years == (self.missing_years or False):
            return
        self.missing_years = years
        kind = "customer_tiering.mail_activity_type_occasion_missing"
        self.activity_unlink([kind])
        if missing:
            user = self._administrator()
            told = self.with_context(lang=user.lang)
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                kind,
                user_id=user.id,
                summary=told.env._("%s: no date found", told.name),
                note=told._missing_text(missing),
            )

    def _administrator(self):
        """The creator if they are a tier administrator, else the first of these."""
        users = self._users_of(ADMIN_GROUP)
        return (self.create_uid & users) or users[:1] or self.env.ref("base.user_admin")

    def _users_of(self, group):
        """Active internal users in ``group`` with access to the occasion's company."""
        company = self.company_id
        return (
            self.env.ref(group)
            .sudo()
            .all_user_ids.filtered(
                lambda user: (
                    user.active
                    and not user.share
                    and (not company or company in user.company_ids)
                )
            )
            .sorted("id")
        )
