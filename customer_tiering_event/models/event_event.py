import pytz

from odoo import api, fields, models
from odoo.tools import format_datetime


class EventEvent(models.Model):
    _inherit = "event.event"

    @api.model
    def _next_for_benefits(self, benefits):
        """``{benefit: event}``: the next one with its tag that can be booked.

        Not an event with slots: somebody has to choose one. One statement for all.
        """
        tagged = benefits.filtered("event_tag_id")
        events = self.search(
            [
                ("tag_ids", "in", tagged.event_tag_id.ids),
                ("date_begin", ">", fields.Datetime.now()),
                ("is_multi_slots", "=", False),
                ("kanban_state", "!=", "cancel"),
                ("stage_id.pipe_end", "=", False),
            ],
            order="date_begin, id",
        ).filtered(lambda event: event._can_be_booked())
        found = {}
        for benefit in tagged:
            for event in events:
                if benefit.event_tag_id in event.tag_ids and (
                    not event.company_id
                    or event.company_id.root_id == benefit.company_id.root_id
                ):
                    found[benefit] = event
                    break
        return found

    def _can_be_booked(self):
        """Registration is open, a seat is left, and the website shows it, if any."""
        self.ensure_one()
        published = "is_published" not in self._fields or self.is_published
        seats = not self.seats_limited or self.seats_available > 0
        return published and seats and self.event_registrations_open

    def _told(self):
        """Name and begin, in the language of the environment."""
        self.ensure_one()
        begin = format_datetime(
            self.env, self.date_begin, tz=self.date_tz, dt_format="short"
        )
        return self.env._("%(event)s, %(begin)s", event=self.name, begin=begin)

    def _day(self, moment):
        """The day that ``moment`` (UTC) is on, where the event is."""
        zone = pytz.timezone(self.date_tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()
