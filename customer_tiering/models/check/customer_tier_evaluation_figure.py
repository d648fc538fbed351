from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.staging import stage
from ...tools.unchecked_many2one import UncheckedMany2one
from ..evaluation.customer_tier_evaluation import CLOSED

STAGE = "customer_tier_kept"


class CustomerTierEvaluationFigure(models.Model):
    """The kept figures of one customer at one evaluation; they never change.

    They are kept when an evaluation is checked, and for figures as of a day. The model
    inherits the columns of the standings, including those of other addons. A customer
    who is merged or deleted later is still known by name.
    """

    _name = "customer.tier.evaluation.figure"
    _inherit = "customer.tier.standing"
    _description = "Kept Figures of a Customer"
    _order = "evaluation_id desc, tier_sequence, rank, id"
    _rec_name = "customer_name"
    _log_access = False

    # Rows are deleted in the room evaluation, customer_tier_evaluation_retention.py
    evaluation_id = UncheckedMany2one(
        "customer.tier.evaluation",
        string="Evaluation",
        required=True,
        readonly=True,
        help="The evaluation that these figures belong to.",
    )
    # Merged or deleted contacts leave their figures behind, so no screen and no file
    # reads the contact
    partner_id = UncheckedMany2one(
        "res.partner",
        string="Contact",
        required=True,
        readonly=True,
        index=False,
        exportable=False,
    )
    user_id = fields.Many2one(related="partner_id.user_id", exportable=False)
    country_id = fields.Many2one(related="partner_id.country_id", exportable=False)
    customer_name = fields.Char(
        string="Customer", readonly=True, help="The name when the figures were kept."
    )
    as_of = fields.Date(related="evaluation_id.as_of")
    period_from = fields.Date(related="evaluation_id.date_from")

    _scheme_partner_uniq = models.Constraint(
        "UNIQUE(evaluation_id, partner_id)",
        "A customer has only one row of figures in an evaluation.",
    )
    _scheme_tier_idx = models.Index("")

    def _compute_display_name(self):
        for figure in self:
            figure.display_name = figure.customer_name

    def _figures_of(self):
        return self.evaluation_id

    def _in_force(self):
        return self.env["customer.tier.standing"]

    # ------------------------------------------------------------ keeping

    @api.model
    def _keep_in_force(self, evaluation):
        """Keep the standings in force as the figures of ``evaluation``."""
        self.env.flush_all()
        self._keep(
            evaluation,
            SQL(
                "(SELECT * FROM customer_tier_standing WHERE scheme_id = %s)",
                evaluation.scheme_id.id,
            ),
        )

    @api.model
    def _keep_frame(self, evaluation, settled):
        """Keep a settled frame with the column names of the standings."""
        names = ["partner_id", *self._published_fields()]
        stage(self, STAGE, settled, names)
        self._keep(evaluation, SQL.identifier(STAGE))
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(STAGE)))

    @api.model
    def _keep(self, evaluation, rows):
        names = self._published_fields()
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_evaluation_figure WHERE evaluation_id = %s",
                evaluation.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_evaluation_figure
                       (evaluation_id, scheme_id, company_id, partner_id,
                        customer_name, %(names)s)
                SELECT %(evaluation)s, %(scheme)s, %(company)s, s.partner_id,
                       COALESCE(p.complete_name, p.name), %(values)s
                  FROM %(rows)s s
                  JOIN res_partner p ON p.id = s.partner_id
                 ORDER BY s.partner_id
                """,
                evaluation=evaluation.id,
                scheme=evaluation.scheme_id.id,
                company=evaluation.company_id.id,
                names=SQL(", ").join(map(SQL.identifier, names)),
                values=SQL(", ").join(SQL.identifier("s", name) for name in names),
                rows=rows,
            )
        )
        evaluation.figures_kept = True
        self.invalidate_model()

    @api.model
    def _drop_unchecked(self, scheme):
        """Drop what a nightly refresh has kept of evaluations that nobody checked."""
        evaluations = self.env["customer.tier.evaluation"].search(
            [
                ("scheme_id", "=", scheme.id),
                ("kind", "!=", CLOSED),
                ("figures_kept", "=", True),
                ("signature_ids", "=", False),
            ]
        )
        if not evaluations:
            return
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_evaluation_figure"
                " WHERE evaluation_id = ANY(%s)",
                evaluations.ids,
            )
        )
        evaluations.figures_kept = False
        self.invalidate_model()
