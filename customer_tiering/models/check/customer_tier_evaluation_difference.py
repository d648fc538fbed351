from odoo import api, fields, models
from odoo.tools import SQL, format_date, formatLang

from ...tools.staging import stage
from ...tools.unchecked_many2one import UncheckedMany2one

STAGE = "customer_tier_difference"
COLUMNS = ("partner_id", "customer_name", "what", "figure", "kept", "today", "change")


class CustomerTierEvaluationDifference(models.Model):
    """A kept figure that differs from what the documents give today.

    For the same day and period, by the same reading. The rows are those of the last
    comparison.
    """

    _name = "customer.tier.evaluation.difference"
    _description = "Difference from a Checked Figure"
    _order = "evaluation_id desc, customer_name, partner_id, id"
    _rec_name = "customer_name"
    _log_access = False

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    # For the record rules; the evaluation keeps its company
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    # Merged or deleted contacts differ as well
    partner_id = UncheckedMany2one(
        "res.partner", string="Contact", readonly=True, index=False, exportable=False
    )
    customer_name = fields.Char(string="Customer", readonly=True)
    what = fields.Selection(
        [
            ("figure", "Figure changed"),
            ("gone", "No longer a customer"),
            ("joined", "Not a customer then"),
        ],
        string="Difference",
        readonly=True,
    )
    figure = fields.Selection(selection="_select_figure", readonly=True)
    kept = fields.Char(readonly=True)
    today = fields.Char(readonly=True)
    kept_text = fields.Char(string="As Checked", compute="_compute_texts")
    today_text = fields.Char(string="Documents Today", compute="_compute_texts")
    change = fields.Float(readonly=True, aggregator=None, digits=(16, 2))

    @api.model
    def _select_figure(self):
        standings = self.env["customer.tier.standing"]
        return [
            (name, standings._fields[name]._description_string(self.env))
            for name in standings._published_fields()
        ]

    @api.depends("kept", "today", "figure")
    def _compute_texts(self):
        shares = self.env["customer.tier.metric"].search([("unit", "=", "share")])
        codes = set(shares.mapped("code"))
        for line in self:
            is_share = line.figure in codes
            line.kept_text = line._text(line.kept, is_share)
            line.today_text = line._text(line.today, is_share)

    def _text(self, value, is_share):
        """A stored value in the words of the reader; a dash for no data."""
        if not value:
            return "–"
        field = self.env["customer.tier.standing"]._fields[self.figure]
        if is_share:
            percent = formatLang(self.env, 100 * float(value), digits=1)
            return self.env._("%(percent)s %%", percent=percent)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "monetary":
            return formatLang(self.env, float(value), currency_obj=self.currency_id)
        if field.type == "float":
            return formatLang(self.env, float(value), digits=2)
        if field.type == "integer":
            return formatLang(self.env, float(value), digits=0)
        return value

    @api.model
    def _replace(self, evaluation, frame):
        """Store the rows of ``frame`` in place of the last comparison's."""
        self.search([("evaluation_id", "=", evaluation.id)]).unlink()
        stage(self, STAGE, frame, COLUMNS)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_evaluation_difference
                       (evaluation_id, company_id, %(columns)s)
                SELECT %(evaluation)s, %(company)s, %(columns)s FROM %(stage)s
                 ORDER BY customer_name, partner_id
                """,
                columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
                evaluation=evaluation.id,
                company=evaluation.company_id.id,
                stage=SQL.identifier(STAGE),
            )
        )
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(STAGE)))
        self.invalidate_model()
