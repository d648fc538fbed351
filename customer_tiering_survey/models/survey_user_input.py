from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class SurveyUserInput(models.Model):
    """Answers that say what a customer needs, and for which company they were asked."""

    _inherit = "survey.user_input"

    # empty unless a salesperson sent the survey by mail
    customer_tier_company_id = fields.Many2one(
        "res.company",
        string="Asked for Company",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    # a survey opens only for whoever its answer belongs to
    customer_tier_contact_id = fields.Many2one(
        "res.partner",
        string="Noted About",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="The customer's contact, if a salesperson fills in the survey for them.",
    )

    def _customer_tier_contact(self):
        """Whose needs the answer tells."""
        return self.customer_tier_contact_id or self.partner_id

    @api.model
    def _customer_tier_needs_domain(self, customers):
        """Answers about needs that tell of ``customers``, finished or not."""
        about = Domain("customer_tier_contact_id", "!=", False)
        noted = Domain(
            "customer_tier_contact_id.commercial_partner_id", "in", customers.ids
        )
        told = Domain("partner_id.commercial_partner_id", "in", customers.ids)
        return (
            Domain("survey_id.customer_tier_needs", "=", True)
            & Domain("test_entry", "=", False)
            & (noted | ~about & told)
        )

    @api.model
    def _customer_tier_needs_sql(self):
        """SELECT of ``contact`` and ``moment`` of each finished answer about needs."""
        self.flush_model()
        self.env["survey.survey"].flush_model(["customer_tier_needs"])
        return SQL(
            """
            SELECT COALESCE(i.customer_tier_contact_id, i.partner_id) AS contact,
                   i.end_datetime AS moment
              FROM survey_user_input i
              JOIN survey_survey s ON s.id = i.survey_id AND s.customer_tier_needs
             WHERE i.state = 'done' AND i.test_entry IS NOT TRUE
            """
        )

    def _customer_tier_told(self):
        """What was answered, a line for each question."""
        self.ensure_one()
        lines = self.user_input_line_ids.filtered(lambda line: not line.skipped)
        return "\n".join(
            f"{question.title} {', '.join(answers.mapped('display_name'))}"
            for question, answers in lines.grouped("question_id").items()
        )
