from odoo import models
from odoo.exceptions import UserError

from ...gifting.policy import APPROVE, SEVERITIES

# what rules find about a recipient or a business in a period
OVER_TIME = {"year", "twelve_months", "number", "account", "split"}


class CustomerGift(models.Model):
    """A gift that is handed over on another day counts towards the limits of that day.

    Otherwise gifts that were approved for several years could all be given in one.
    """

    _inherit = "customer.gift"

    def _set_day(self, move):
        days = {gift: gift.date for gift in self}
        result = super()._set_day(move)
        moved = self.filtered(lambda gift: gift.date != days[gift])
        for gift, (_severity, findings) in moved._verdicts().items():
            if beyond := gift._beyond_what_was_shown(findings):
                raise UserError(
                    self.env._(
                        "%(findings)s On the day of the approval it was less. Set the "
                        "gift back to proposed and have it approved for %(day)s.",
                        findings=gift._told(beyond),
                        day=gift.date,
                    )
                )
        return result

    def _beyond_what_was_shown(self, findings):
        """The ``findings`` over time that ask for more than what the approver saw."""
        shown = {line["code"]: line for line in self.findings or []}
        return [
            line
            for line in findings or []
            if line["period"] in OVER_TIME
            and _level(line) >= APPROVE
            and (_level(line), line["figure"] or 0.0)
            > (_level(shown.get(line["code"])), _figure(shown.get(line["code"])))
        ]


def _level(line):
    return SEVERITIES.index(line["severity"]) if line else 0


def _figure(line):
    return (line or {}).get("figure") or 0.0
