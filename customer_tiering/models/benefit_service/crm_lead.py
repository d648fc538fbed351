from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime, groupby

from ...tools.boolean_search import boolean_search
from ...tools.groups import USER_GROUP


class CrmLead(models.Model):
    """By when the customer of a lead is answered, and how urgent the lead is."""

    _inherit = "crm.lead"

    customer_tier_reply_by = fields.Datetime(
        string="Reply by",
        copy=False,
        groups=USER_GROUP,
        help="Promised by the customer's tier when the lead was created, in working "
        "hours of the company. It only changes if somebody changes it.",
    )
    customer_tier_replied_on = fields.Datetime(
        string="Replied on",
        copy=False,
        groups=USER_GROUP,
        help="When a colleague first wrote to the customer here, or a call or meeting "
        "was marked as done. Fill it in if you answered in another way.",
    )
    customer_tier_reply_late = fields.Boolean(
        string="Reply Overdue",
        compute="_compute_customer_tier_reply",
        search="_search_customer_tier_reply_late",
        groups=USER_GROUP,
    )
    customer_tier_reply_note = fields.Char(
        string="Reply", compute="_compute_customer_tier_reply", groups=USER_GROUP
    )

    _customer_tier_reply_idx = models.Index(
        "(customer_tier_reply_by)"
        " WHERE customer_tier_reply_by IS NOT NULL AND customer_tier_replied_on IS NULL"
    )

    @api.depends(
        "active", "customer_tier_reply_by", "customer_tier_replied_on", "won_status"
    )
    @api.depends_context("lang", "tz")
    def _compute_customer_tier_reply(self):
        """Late and waiting leads say so; nothing is said of answered or closed ones."""
        now = fields.Datetime.now()
        for lead in self:
            moment = lead.customer_tier_reply_by
            waits = (
                moment
                and not lead.customer_tier_replied_on
                and lead.active
                and lead.won_status == "pending"
            )
            lead.customer_tier_reply_late = bool(waits) and moment < now
            lead.customer_tier_reply_note = waits and lead._reply_words(moment, now)

    def _reply_words(self, moment, now):
        shown = format_datetime(self.env, moment, dt_format="short")
        if moment < now:
            return self.env._("Reply overdue since %s", shown)
        return self.env._("Reply by %s", shown)

    def _search_customer_tier_reply_late(self, operator, value):
        return boolean_search(
            operator,
            value,
            lambda: (
                Domain("customer_tier_reply_by", "<", fields.Datetime.now())
                & Domain("customer_tier_replied_on", "=", False)
                & Domain("won_status", "=", "pending")
                & Domain("active", "=", True)
            ),
        )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._promise_service()
        return leads

    def _promise_service(self):
        """Set the deadline and the priority of the tier; never less than somebody set.

        One statement for all leads of a company, and one deadline per response time.
        """
        now = fields.Datetime.now()
        leads = self.sudo().filtered(
            lambda lead: lead.partner_id and lead.won_status == "pending"
        )
        for company, found in groupby(leads, lambda lead: lead._service_company()):
            benefits = self.env["customer.tier.benefit"].with_company(company)
            found = leads.browse().union(*found)
            deadlines = {}
            service = benefits._service(found.partner_id)
            for lead in found:
                line = service.get(lead.partner_id.id)
                if not line:
                    continue
                if (line.priority or "0") > (lead.priority or "0"):
                    lead.priority = line.priority
                hours = line.response_hours
                if hours and not lead.customer_tier_reply_by:
                    if hours not in deadlines:
                        deadlines[hours] = benefits._reply_by(hours, now)
                    lead.customer_tier_reply_by = deadlines[hours]

    def _service_company(self):
        return self.company_id or self.env.company

    # ------------------------------------------------------------ conversation

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        self.env["customer.tier.benefit"]._follow_conversation(
            self, message, self._service_company()
        )
        return result

    def _customer_tier_replied(self):
        """The customer has their answer; only the first one counts."""
        waiting = self.sudo().filtered(
            lambda lead: (
                lead.customer_tier_reply_by and not lead.customer_tier_replied_on
            )
        )
        waiting.customer_tier_replied_on = fields.Datetime.now()
