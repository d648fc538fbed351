from datetime import timedelta

from odoo import api, fields, models

TYPE = "customer_tiering.mail_activity_type_announcement"


class CustomerGroup(models.Model):
    """The next announcement, as an activity of the moderator."""

    _inherit = "customer.group"

    announce_days = fields.Integer(
        string="Announcement Every (days)",
        tracking=True,
        help="The moderator gets an activity to write to the members. 0: never.",
    )
    next_announcement = fields.Date(copy=False, tracking=True)

    _announce_positive = models.Constraint(
        "CHECK(announce_days >= 0)", "The number of days cannot be negative."
    )

    @api.model
    def _cron_night(self):
        """Announcements that are due, and members who bought in enough months."""
        self.search([("announce_days", ">", 0)])._plan_announcements()
        # tiers change by evaluations, but months pass by themselves
        for group in self.search([("bought_months", ">", 0)]):
            group._tell(*group._step())

    def _plan_announcements(self):
        for group in self.filtered(lambda one: one.announce_days and one.moderator_id):
            today = group._today()
            due = group.next_announcement or today
            if due > today:
                continue
            # one that is still open is not doubled
            if not group.activity_search([TYPE]):
                moderator = group.moderator_id
                group.with_context(lang=moderator.lang).activity_schedule(
                    TYPE, date_deadline=due, user_id=moderator.id
                )
            missed = (today - due).days // group.announce_days + 1
            group.next_announcement = due + timedelta(days=missed * group.announce_days)
