from functools import partial

from odoo import api, fields, models
from odoo.exceptions import MissingError

from ...classification import cuts
from ...classification import lifecycle as states
from ...tools.unchecked_many2one import UncheckedMany2one

# Why a customer has their tier. A cut-off method of another addon adds its name here
# and on the changes by ``selection_add``, and a method ``_explain_<name>`` (see
# explanation.py).
REASONS = [
    (cuts.PERCENT_OF_CUSTOMERS, "By rank among the customers"),
    (cuts.NUMBER_OF_CUSTOMERS, "Among the highest-ranked customers"),
    (cuts.SHARE_OF_VALUE, "By share of value"),
    (cuts.THRESHOLD, "Reached a threshold"),
    (cuts.SCORE, "Reached a score"),
    (cuts.SEGMENT, "By recency, frequency and value"),
    ("remainder", "Reached no better tier"),
    ("no_value", "No positive net revenue"),
    ("no_data", "No data to rank by"),
    (states.INACTIVE, "Bought before the period, but not in it"),
    (states.PROSPECT, "In contact, never bought"),
    (states.NOT_CONTACTED, "Never contacted"),
    (states.NO_NEED, "Marked as having no need"),
    ("left", "No longer among the customers of the scheme"),
    ("manual", "Manual tier"),
    ("capped", "Limited by a cap"),
    ("undone", "The evaluation was undone"),
]


class CustomerTierStanding(models.Model):
    """Where a customer stands now in a scheme. Only an evaluation writes it, by SQL.

    A collected metric is a field with the name of its column in the customer frame, and
    is published if ``_published_fields`` lists it. What is told of a standing is an
    `explanation.Explanation`.
    """

    _name = "customer.tier.standing"
    _inherit = ["customer.tier.figures", "customer.tier.scheme.column"]
    _description = "Customer Tier"
    _order = "scheme_id, tier_sequence, rank, id"
    _rec_name = "partner_id"
    _log_access = False

    # Takes its standings with it: see customer_tier_evaluation_retention.py
    scheme_id = UncheckedMany2one("customer.tier.scheme", required=True, readonly=True)
    # Stored for the record rules; the scheme keeps its company
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(related="partner_id.user_id")
    country_id = fields.Many2one(related="partner_id.country_id")
    # A tier in use cannot be deleted: see customer_tier.py
    tier_id = UncheckedMany2one("customer.tier", required=True, readonly=True)
    tier_color = fields.Integer(related="tier_id.color")
    tier_sequence = fields.Integer(related="tier_id.sequence")
    lifecycle = fields.Selection(
        [
            (states.EXISTING, "Existing"),
            (states.INACTIVE, "Inactive"),
            (states.PROSPECT, "Prospect"),
            (states.NOT_CONTACTED, "Not yet contacted"),
            (states.NO_NEED, "No need"),
        ],
        readonly=True,
    )
    reason = fields.Selection(REASONS, readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    ranked_count = fields.Integer(
        string="Ranked Customers", readonly=True, aggregator=None
    )
    threshold = fields.Float(
        string="Places up to This Tier",
        readonly=True,
        aggregator=None,
        help="The maximum number of customers in this tier or a better one.",
    )
    share = fields.Float(string="Share of Revenue", readonly=True)
    cumulated = fields.Float(
        string="Cumulative Share",
        readonly=True,
        aggregator=None,
        help="Share of the revenue of this customer and of all customers ranked "
        "before them.",
    )
    net_revenue = fields.Monetary(
        readonly=True, help="Amount invoiced in the period without tax, after refunds."
    )
    purchase_count = fields.Integer(string="Purchases", readonly=True)
    first_purchase = fields.Date(readonly=True)
    last_purchase = fields.Date(readonly=True)
    contact_count = fields.Integer(
        string="Interactions",
        readonly=True,
        help="Leads, quotations and messages received.",
    )
    is_new = fields.Boolean(
        string="New",
        readonly=True,
        help="The first purchase was within the last 90 days.",
    )
    contradicts_mark = fields.Boolean(
        string="Buys despite “No Need”",
        readonly=True,
        help="The customer is marked as having no need, but still buys. The purchase "
        "counts.",
    )
    since = fields.Date(string="In the Tier Since", readonly=True)
    evaluation_id = UncheckedMany2one(
        "customer.tier.evaluation",
        string="Last Evaluation with Changes",
        readonly=True,
        help="The evaluation that last changed a figure of this customer.",
    )
    as_of = fields.Date(
        related="scheme_id.last_evaluation_id.as_of",
        string="Figures as of",
        help="The day of the last evaluation. Figures count what was there on it.",
    )
    period_from = fields.Date(
        related="scheme_id.last_evaluation_id.date_from",
        help="The first day of the period up to the day of the figures.",
    )

    # A constraint and not an index: the merge of contacts looks for constraints only.
    # The tier is in it so that contacts find theirs without reading the row.
    _scheme_partner_uniq = models.Constraint(
        "UNIQUE(scheme_id, partner_id) INCLUDE (tier_id)",
        "A customer can have only one tier in a scheme.",
    )
    _scheme_tier_idx = models.Index("(scheme_id, tier_id)")
    # None on the evaluation, which changes with every figure: without it a new version
    # of a row stays on its page and no index is touched

    def init(self):
        # Nearly every row is updated every month. Half of each page is left free for
        # the new versions: the table would be as large anyway, for the old versions
        # stay until the next vacuum, and no index is touched
        self.env.cr.execute(
            "ALTER TABLE customer_tier_standing SET (fillfactor = 45, "
            "autovacuum_vacuum_scale_factor = 0.05, "
            "autovacuum_analyze_scale_factor = 0.05)"
        )

    def _figures_of(self):
        """The evaluation whose day and period these figures have; perhaps none."""
        return self.scheme_id.last_evaluation_id

    def _in_force(self):
        """These records if they are in force; none if they are figures of the past."""
        return self

    @api.model
    def _published_fields(self):
        """Names of the columns that an evaluation fills from the decided frame.

        Another addon adds a metric by a field on this model, its name here, and a
        source that fills the column (``customer.tier.collector``).
        """
        return [
            "tier_id",
            "lifecycle",
            "reason",
            "rank",
            "ranked_count",
            "threshold",
            "share",
            "cumulated",
            "net_revenue",
            "purchase_count",
            "first_purchase",
            "last_purchase",
            "contact_count",
            "is_new",
            "contradicts_mark",
            "since",
        ]

    # also of the models with the same columns, see `IrRule`
    _hidden_like_missing = True

    def _check_access(self, operation):
        """A missing customer tier is answered like a forbidden one, see `IrRule`."""
        try:
            return super()._check_access(operation)
        except MissingError:
            missing = self - self.exists()
            refuse = self.env["ir.rule"]._make_access_error
            return missing, partial(refuse, operation, missing)

    def _export_rows(self, fields, **options):
        self.check_access("read")
        return super()._export_rows(fields, **options)

    def copy_data(self, default=None):
        self.check_access("read")
        return super().copy_data(default)

    def read(self, fields=None, load="_classic_read"):
        rows = super().read(fields, load)
        if len(rows) < len(self):
            raise self.env["ir.rule"]._make_access_error("read", self)
        return rows

    def _compute_display_name(self):
        for standing in self:
            standing.display_name = self.env._(
                "%(customer)s: %(tier)s",
                customer=standing.partner_id.display_name,
                tier=standing.tier_id.name,
            )
