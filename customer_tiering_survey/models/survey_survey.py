from odoo import api, fields, models
from odoo.exceptions import UserError


class SurveySurvey(models.Model):
    """A survey can be the one that asks what customers need."""

    _inherit = "survey.survey"

    customer_tier_needs = fields.Boolean(
        string="Asks What Customers Need",
        help="Salespeople send this survey before they make a quotation. If several "
        "do, the first one is sent, and answers to any of them count.",
    )

    @api.model
    def _customer_tier_needs_survey(self):
        """The survey (as the engine) to be sent; UserError if there is none."""
        survey = self.sudo().search([("customer_tier_needs", "=", True)], limit=1)
        if not survey:
            raise UserError(
                self.env._(
                    "No survey asks what customers need. Tick “Asks What Customers "
                    "Need” on one, under Surveys."
                )
            )
        return survey
