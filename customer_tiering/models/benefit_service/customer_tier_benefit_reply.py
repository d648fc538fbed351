from pytz import timezone, utc

from odoo import api, fields, models
from odoo.tools import format_datetime

REPLY = "customer_tiering.mail_activity_type_reply"
# messages that people write, and those that the mail composer sends for them
WRITTEN = {"email", "comment", "email_outgoing"}
# types of activities in which somebody speaks with the customer
SPOKEN = {"phonecall", "meeting"}


class CustomerTierBenefit(models.Model):
    """Mail of a customer who is promised a response time asks for a reply."""

    _inherit = "customer.tier.benefit"

    @api.model
    def _follow_conversation(self, record, message, company):
        """Ask for a reply to a ``message`` of the customer, or take one as given.

        ``record``   a contact, or a document with a ``partner_id`` and a ``user_id``
        ``company``  the one whose benefits apply
        """
        benefits = self.with_company(company)
        if not benefits._ladders("service", company.id):
            return
        # the customer may write in the portal, and see less than what this looks at
        record, message = record.sudo(), message.sudo()
        customer = record if record._name == "res.partner" else record.partner_id
        if self._is_answer(message):
            benefits._open_replies(record).action_archive()
            if record._name == "crm.lead":
                record._customer_tier_replied()
        elif self._is_question(message, customer):
            benefits._ask_for_reply(record, customer)

    @api.model
    def _is_answer(self, message):
        """Whether a colleague wrote to the customer, spoke with them, or says so."""
        done = message.mail_activity_type_id
        if done:
            return done == self.env.ref(REPLY, False) or done.category in SPOKEN
        return (
            message.message_type in WRITTEN
            and message.subtype_id == self.env.ref("mail.mt_comment")
            and self._is_colleague(message.author_id)
        )

    @api.model
    def _is_question(self, message, customer):
        """Whether the customer wrote, or an address that nobody knows."""
        author = message.author_id
        return (
            message.message_type in ("email", "comment")
            and bool(customer)
            and not self._is_colleague(author)
            and (
                not author
                or author.commercial_partner_id == customer.commercial_partner_id
            )
        )

    @api.model
    def _is_colleague(self, author):
        return bool(author) and not author.partner_share

    @api.model
    def _ask_for_reply(self, record, customer):
        """An activity for the salesperson, unless one is open on the same record."""
        reply = self.env.ref(REPLY, raise_if_not_found=False)
        line = self._service(customer).get(customer.id)
        if not reply or not line or not line.response_hours:
            return
        moment = self._reply_by(line.response_hours, fields.Datetime.now())
        if not moment or self._open_replies(record):
            return
        user = self._who_answers(record, customer)
        zone = self.env.company.resource_calendar_id.tz or user.tz or "UTC"
        local = utc.localize(moment).astimezone(timezone(zone))
        # who reads it may not know tiers, so it says no more than when
        told = self.with_context(lang=user.lang or self.env.lang).env
        record.activity_schedule(
            activity_type_id=reply.id,
            date_deadline=local.date(),
            user_id=user.id,
            note=told._("Reply by %s.", format_datetime(told, moment, tz=zone)),
        )

    @api.model
    def _open_replies(self, record):
        return record.activity_search([REPLY], only_automated=False)

    @api.model
    def _who_answers(self, record, customer):
        """The salesperson of the record, of the contact, then of the customer."""
        users = record.user_id, customer.user_id, customer.commercial_partner_id.user_id
        return next(
            (user for user in users if user.sudo().active and not user.sudo().share),
            self.env["res.users"],
        )
