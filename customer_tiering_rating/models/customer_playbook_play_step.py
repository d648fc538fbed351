from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.touch.recipients import recipients

TEMPLATE = "customer_tiering_rating.mail_template_rating_request"
# nobody is asked more often
DAYS_BETWEEN = 30


class CustomerPlaybookPlayStep(models.Model):
    """A step after which the customer is asked how satisfied they are."""

    _inherit = "customer.playbook.play.step"

    rating_id = fields.Many2one(
        "rating.rating",
        string="Rating Asked For",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    rating_text = fields.Selection(related="rating_id.rating_text")

    def _do(self, answer, feedback):
        activities = super()._do(answer, feedback)
        for step in self.sudo().filtered("answer_id.asks_rating"):
            step._ask_for_rating()
        return activities

    def _ask_for_rating(self):
        """Send the mail, and note on the customer who was asked or why nobody was."""
        customer = self.partner_id
        contact, refusal = self._rater()
        if not refusal:
            self.rating_id = self.env["rating.rating"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(customer._name),
                    "res_id": customer.id,
                    "partner_id": contact.id,
                    "rated_partner_id": self.user_id.partner_id.id,
                }
            )
            self.env.ref(TEMPLATE).send_mail(self.id)
        customer._message_log(
            body=refusal or self.env._("%s was asked for a rating.", contact.name)
        )

    def _rater(self):
        """``(contact, "")``, or nobody and the sentence that says why."""
        partners = self.env["res.partner"]
        if not self.env.ref(TEMPLATE, raise_if_not_found=False):
            return partners, self.env._(
                "No rating was asked for: the mail template was deleted."
            )
        found = self.env.execute_query(
            recipients(self.env, SQL("SELECT %s", self.partner_id.id))
        )
        contact = partners.browse([one for _customer, one, email in found if email])
        if not contact:
            return contact, self.env._(
                "No rating was asked for: there is no e-mail address."
            )
        if contact.is_blacklisted:
            return contact, self.env._(
                "No rating was asked for: %s wants no mails.", contact.name
            )
        if self._asked_lately():
            return contact, self.env._(
                "No rating was asked for: the last request is less than %s days old.",
                DAYS_BETWEEN,
            )
        if self._touched():
            return contact, self.env._(
                "No rating was asked for: the customer had all contacts of this month."
            )
        return contact, ""

    def _asked_lately(self):
        """Whether a step asked this customer in the last days."""
        since = fields.Datetime.now() - timedelta(days=DAYS_BETWEEN)
        return self.search_count(
            [
                ("partner_id", "=", self.partner_id.id),
                ("rating_id.create_date", ">", since),
            ],
            limit=1,
        )

    def _touched(self):
        """Whether the customer had all contacts of the month, this step not counted."""
        touches = self.env["customer.tier.touch"]
        touched = touches._touched_sql(
            self.company_id, touches._today(self.company_id), besides=self
        )
        return touched and self.env.execute_query(
            SQL(
                "SELECT FROM (%s) touched WHERE partner_id = %s",
                touched,
                self.partner_id.id,
            )
        )
