from datetime import timedelta

from odoo import fields, models

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
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        contact, refusal = self._rater(template)
        if contact:
            self.rating_id = self.env["rating.rating"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(customer._name),
                    "res_id": customer.id,
                    "partner_id": contact.id,
                    "rated_partner_id": self.user_id.partner_id.id,
                }
            )
            template.send_mail(self.id)
            told = self.env._("%s was asked for a rating.", contact.name)
        else:
            told = self.env._("No rating was asked for: %s.", refusal)
        customer._message_log(body=told)

    def _rater(self, template):
        """``(contact, "")``, or nobody and half a sentence that says why."""
        nobody = self.partner_id.browse()
        if not template:
            return nobody, self.env._("the mail template was deleted")
        since = fields.Datetime.now() - timedelta(days=DAYS_BETWEEN)
        asked = [
            ("partner_id", "=", self.partner_id.id),
            ("rating_id.create_date", ">", since),
        ]
        if self.search_count(asked, limit=1):
            return nobody, self.env._(
                "the last request is less than %s days old", DAYS_BETWEEN
            )
        touches = self.env["customer.tier.touch"]
        return touches._reach(self.partner_id, self.company_id, besides=self)
