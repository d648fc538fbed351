from datetime import timedelta

from odoo import api, models


class CustomerTierBenefit(models.Model):
    """How soon a customer is answered, and how urgent what they ask for is."""

    _inherit = "customer.tier.benefit"

    @api.model
    def _service(self, partners):
        """``{id: line}`` of those ``partners`` whose tier grants service.

        The company is that of the environment. The lines are in superuser mode: what
        follows from them applies to everybody who works with the customer.
        """
        lines = self.env["customer.tier.benefit.line"].sudo()
        granted = self._granted("service", partners)
        lines = lines.browse({grant.line_id for grant in granted.values()})
        by_id = {line.id: line for line in lines}
        return {id_: by_id[grant.line_id] for id_, grant in granted.items()}

    @api.model
    def _reply_by(self, hours, moment):
        """The moment ``hours`` of work after ``moment``; both UTC, without time zone.

        What is work is said by the calendar of the environment's company, with its
        days off, in the calendar's time zone. Without a calendar, every hour counts.
        False if the calendar has no more working time.
        """
        calendar = self.env.company.sudo().resource_calendar_id
        if not calendar:
            return moment + timedelta(hours=hours)
        return calendar.plan_hours(hours, moment, compute_leaves=True)
