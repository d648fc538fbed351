from odoo import fields, models
from odoo.tools import format_date

from ...gifting import approval
from ..gift.customer_gift_request import labels_of


class CustomerGiftRequest(models.Model):
    """A request in words, and as `gifting.approval` reads it."""

    _inherit = "customer.gift.request"

    def _as_request(self):
        return approval.Request(self.user_id.id, self.kind, bool(self.plan_id))

    def _told(self):
        """``{"date", "fields"}``: its day and the labels of what was changed."""
        moment = fields.Datetime.context_timestamp(self, self.date)
        records = self.plan_id if self.plan_id else self.env["customer.gift"]
        return {
            "date": format_date(self.env, moment.date()),
            "fields": labels_of(records, (self.changed or "").split(",")),
        }

    def _in_words(self):
        """What was done, and when, for the form of the gift."""
        values = self._told()
        match self.kind, bool(self.plan_id):
            case approval.CREATED, False:
                return self.env._("entered it on %(date)s", **values)
            case approval.SALESPERSON, False:
                return self.env._("salesperson until %(date)s", **values)
            case approval.CHANGED | approval.LOWERED, False:
                return self.env._("changed %(fields)s on %(date)s", **values)
            case approval.CHANGED, True:
                return self.env._(
                    "changed %(fields)s of the plan on %(date)s", **values
                )
            case approval.SALESPERSON, True:
                return self.env._("responsible for the plan since %(date)s", **values)
        return self.env._("made the plan on %(date)s", **values)
