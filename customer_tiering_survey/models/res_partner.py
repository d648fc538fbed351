from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.customer_tiering.tools.groups import USER_GROUP
from odoo.addons.customer_tiering.tools.notification import notification

TEMPLATE = "customer_tiering_survey.mail_template_needs"
# Odoo's own, where somebody has deleted ours
INVITATION = "survey.mail_template_user_input_invite"
OPEN = ("new", "in_progress")


class ResPartner(models.Model):
    """What a customer needs, in their own words, and the question for it."""

    _inherit = "res.partner"

    customer_tier_needs_on = fields.Date(
        string="Needs Told on",
        compute="_compute_customer_tier_needs",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_needs_told = fields.Text(
        string="What They Need",
        compute="_compute_customer_tier_needs",
        compute_sudo=True,
        groups=USER_GROUP,
    )
    customer_tier_needs_asked = fields.Char(
        string="Asked What They Need",
        compute="_compute_customer_tier_needs",
        compute_sudo=True,
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("lang")
    def _compute_customer_tier_needs(self):
        """The last answer of anybody at the customer, else the last mail."""
        answers = self.env["survey.user_input"]
        found = answers.search(
            answers._customer_tier_needs_domain(self.commercial_partner_id),
            order="end_datetime, id",
        )
        done, asked = {}, {}
        for answer in found:
            customer = answer._customer_tier_contact().commercial_partner_id
            if answer.state == "done":
                done[customer] = answer
            elif answer.customer_tier_company_id:
                asked[customer] = answer
        for partner in self:
            customer = partner.commercial_partner_id
            told, mailed = (which.get(customer, answers) for which in (done, asked))
            partner.customer_tier_needs_on = told.end_datetime
            partner.customer_tier_needs_told = (
                told._customer_tier_told() if told else False
            )
            partner.customer_tier_needs_asked = (
                self.env._(
                    "Asked on %(day)s, no answer yet.",
                    day=format_date(self.env, mailed.create_date),
                )
                if mailed
                else False
            )

    def action_customer_tier_ask_needs(self):
        """Mail the survey to the customer; UserError if nobody can get it."""
        customer = self._customer_tier_as_asker()
        contact, refusal = customer._customer_tier_ask_needs(self.env.company)
        if not contact:
            raise UserError(self.env._("The survey was not sent: %s.", refusal))
        return notification(self.env._("%s was asked what they need.", contact.name))

    def _customer_tier_as_asker(self):
        """The contact (as the engine), for salespeople who may read it."""
        self.ensure_one()
        if not self.env.user.has_group(USER_GROUP):
            raise AccessError(self.env._("Only salespeople can ask customers."))
        self.check_access("read")
        return self.sudo()

    def _customer_tier_ask_needs(self, company):
        """``(contact, "")``, or nobody and half a sentence that says why.

        UserError if no survey asks for needs.
        """
        customer = self.commercial_partner_id
        touches = self.env["customer.tier.touch"]
        contact, refusal = touches._reach(customer, company)
        if contact:
            answer = self._customer_tier_open_answer(contact)
            answer.customer_tier_company_id = company
            template = self.env.ref(TEMPLATE, raise_if_not_found=False)
            template = template or self.env.ref(INVITATION)
            template.send_mail(answer.id)
            customer._message_log(
                body=self.env._("%s was asked what they need.", contact.name)
            )
        return contact, refusal

    def action_customer_tier_note_needs(self):
        """Open the survey, to fill it in while speaking with the customer."""
        contact = self._customer_tier_as_asker()
        answer = self._customer_tier_open_answer(
            self.env.user.partner_id, customer_tier_contact_id=contact.id
        )
        return {
            "type": "ir.actions.act_url",
            "url": answer.get_start_url(),
            "target": "new",
        }

    @api.model
    def _customer_tier_open_answer(self, author, **about):
        """The answer that ``author`` has not finished; a new one if there is none."""
        survey = self.env["survey.survey"]._customer_tier_needs_survey()
        answers = self.env["survey.user_input"].sudo()
        return answers.search(
            [
                ("survey_id", "=", survey.id),
                ("partner_id", "=", author.id),
                (
                    "customer_tier_contact_id",
                    "=",
                    about.get("customer_tier_contact_id", False),
                ),
                ("state", "in", OPEN),
                ("test_entry", "=", False),
            ],
            limit=1,
        ) or survey._create_answer(partner=author, check_attempts=False, **about)
