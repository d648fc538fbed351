from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ...classification.expected import FEW_REPEAT_BUYERS, FEWEST, Expectation
from ...classification.report_card import held_back


class CustomerTierEvaluation(models.Model):
    """What an evaluation learned from all customers about what they will buy."""

    _inherit = "customer.tier.evaluation"

    expectation = fields.Json(
        readonly=True,
        copy=False,
        prefetch=False,
        help="The models of the expected figures, and how they did in the last months. "
        "A single customer is judged by these models until the next evaluation.",
    )
    expectation_html = fields.Html(
        string="Expected and Came",
        compute="_compute_expectation_html",
        sanitize=False,
        help="What the same method expected of the last months without having seen "
        "them, beside what came.",
    )

    def _expectation(self):
        """The `Expectation` kept with this evaluation; None if there is none."""
        self.ensure_one()
        return Expectation.from_plain(self.expectation) if self.expectation else None

    def _keep_expectation(self, expectation):
        """Keep the `Expectation`; None if no figure of the scheme needs one."""
        self.expectation = expectation.to_plain() if expectation else False

    @api.depends("expectation")
    @api.depends_context("lang")
    def _compute_expectation_html(self):
        for evaluation in self:
            found = evaluation._expectation()
            evaluation.expectation_html = found and self.env["ir.qweb"]._render(
                "customer_tiering.expectation_card",
                {
                    "sentence": evaluation._expectation_sentence(found),
                    "card": found.card,
                    "money": evaluation.currency_id.format,
                    "number": lambda value: formatLang(self.env, value, digits=0),
                },
            )

    def _expectation_sentence(self, found):
        """How the method did, or why nothing is expected."""
        if found.lacking == FEW_REPEAT_BUYERS:
            return self.env._(
                "Nothing is expected yet: %(count)s customers had bought on two days "
                "or more before %(day)s, and %(least)s are needed.",
                count=found.repeat_buyers,
                day=format_date(self.env, held_back(self.as_of).first),
                least=FEWEST,
            )
        card = found.card
        figures = {
            "days": card.days,
            "day": format_date(self.env, card.until),
            "error": self._off(card.error),
            "rhythm": self._off(card.rhythm_error),
        }
        if found.lacking:
            return self.env._(
                "Nothing is expected, because each customer's own rhythm would have "
                "been the better judge of the %(days)s days after %(day)s: it was off "
                "by %(rhythm)s purchases per customer, and the expectation by "
                "%(error)s.",
                **figures,
            )
        if card.rhythm_error is None:
            return self.env._(
                "What was expected of the %(days)s days after %(day)s without having "
                "seen them, and what came:",
                **figures,
            )
        return self.env._(
            "What was expected of the %(days)s days after %(day)s without having seen "
            "them, and what came. It was off by %(error)s purchases per customer; each "
            "customer's own rhythm would have been off by %(rhythm)s.",
            **figures,
        )

    def _off(self, error):
        return "–" if error is None else formatLang(self.env, error, digits=2)
