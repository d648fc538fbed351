from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.boolean_search import boolean_search
from ...tools.unchecked_many2one import UncheckedMany2one
from .customer_tier_standing import REASONS


class CustomerTierChange(models.Model):
    """One append-only line for each move of a customer."""

    _name = "customer.tier.change"
    _description = "Tier Change"
    _inherit = "customer.tier.scheme.column"
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    # who and when are the evaluation's
    _log_access = False

    # No UNIQUE and no CHECK on the customer: they would make merges fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    # Both take their changes with them: see customer_tier_evaluation_retention.py
    scheme_id = UncheckedMany2one("customer.tier.scheme", required=True, readonly=True)
    # Stored for the record rules; the scheme keeps its company
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    evaluation_id = UncheckedMany2one(
        "customer.tier.evaluation", required=True, readonly=True
    )
    date = fields.Date(required=True, readonly=True)
    # A tier that history speaks of cannot be deleted: see customer_tier.py
    from_tier_id = UncheckedMany2one("customer.tier", string="From", readonly=True)
    from_since = fields.Date(
        string="In Previous Tier Since",
        readonly=True,
        help="Stored so that a second evaluation for the same day starts from the "
        "same state.",
    )
    to_tier_id = UncheckedMany2one("customer.tier", string="To", readonly=True)
    from_tier_color = fields.Integer(related="from_tier_id.color", string="Color From")
    to_tier_color = fields.Integer(related="to_tier_id.color", string="Color To")
    direction = fields.Selection(
        [
            ("entered", "Entered"),
            ("up", "Up"),
            ("down", "Down"),
            ("left", "Left"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Selection(REASONS, readonly=True)
    net_revenue = fields.Monetary(readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    announced = fields.Boolean(
        readonly=True,
        help="Set through the ORM by the last follow-up, so that automation rules "
        "can react to it. The line itself is written by SQL, which triggers no "
        "rules.",
    )

    is_mine = fields.Boolean(
        string="My Customer",
        compute="_compute_is_mine",
        search="_search_is_mine",
        help="You are the customer's salesperson or, if they have none, the "
        "salesperson of their latest order.",
    )

    # Lines are appended, so that those of a day, and of an evaluation, lie together
    _date_idx = models.Index("USING brin (date) WITH (pages_per_range = 32)")
    _evaluation_idx = models.Index(
        "USING brin (evaluation_id) WITH (pages_per_range = 32)"
    )

    @api.depends_context("uid")
    def _compute_is_mine(self):
        found = self.search([("id", "in", self.ids), ("is_mine", "=", True)])
        for change in self:
            change.is_mine = change in found

    def _search_is_mine(self, operator, value):
        return boolean_search(operator, value, self._domain_mine)

    @api.model
    def _domain_mine(self):
        mine = self.env["customer.tier.standing"]._domain_mine()

        def to_sql(model, alias, query):
            # Not as a join: right after an evaluation, PostgreSQL does not know yet
            # how many lines there are, and would look for the customers line by line
            return SQL("(%s) IS TRUE", mine._to_sql(model, alias, query))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _forget_strangers(self, partners):
        """Delete the lines of those ``partners`` that never stood in a ranked tier."""
        lines = self.sudo().search([("partner_id", "in", partners.ids)])
        known = lines.filtered(
            lambda line: (
                {"ranked", "segment"} & {line.from_tier_id.kind, line.to_tier_id.kind}
            )
        ).partner_id
        lines.filtered(lambda line: line.partner_id not in known).unlink()
