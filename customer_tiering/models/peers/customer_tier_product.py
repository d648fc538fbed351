from odoo import api, fields, models
from odoo.tools import SQL

from ..collector.reading import Reading
from .purchases_by_group import peer_products


class CustomerTierProduct(models.Model):
    """How many customers of a group buy a product: of one tier, and of its industries.

    It names no customer. Only frequent products are in it, see `purchases_by_group`.
    The rows are made anew after each evaluation of the scheme.
    """

    _name = "customer.tier.product"
    _inherit = "customer.tier.scheme.column"
    _description = "What a Tier Buys"
    _order = "scheme_id, tier_sequence, worth desc, id"
    _rec_name = "product_tmpl_id"
    _log_access = False

    scheme_id = fields.Many2one(
        "customer.tier.scheme", required=True, ondelete="cascade", readonly=True
    )
    # Stored for the record rules; the scheme keeps its company
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one(
        "customer.tier", required=True, ondelete="cascade", readonly=True
    )
    tier_color = fields.Integer(related="tier_id.color")
    tier_sequence = fields.Integer(related="tier_id.sequence")
    industry_id = fields.Many2one(
        "res.partner.industry",
        ondelete="cascade",
        readonly=True,
        help="Empty for the customers of the tier as a whole.",
    )
    product_tmpl_id = fields.Many2one(
        "product.template",
        string="Product",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    buyers = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Customers of the group who bought it in the period, refunds out.",
    )
    customers = fields.Integer(
        string="Customers of the Group", readonly=True, aggregator=None
    )
    share = fields.Float(string="Share of Buyers", readonly=True, aggregator=None)
    lift = fields.Float(
        string="Times as Often",
        readonly=True,
        aggregator=None,
        help="The share among these customers, divided by the share among all "
        "customers of the scheme.",
    )
    spend = fields.Monetary(
        string="Average Spend of a Buyer", readonly=True, aggregator=None
    )
    worth = fields.Monetary(
        string="Average Spend of the Group",
        readonly=True,
        aggregator=None,
        help="What a customer of the group spends on it on average, buyers or not. It "
        "puts the products in order.",
    )

    _group_idx = models.Index("(scheme_id, tier_id, industry_id)")

    @api.model
    def _refresh(self, scheme):
        """Make the rows of ``scheme`` anew, as of its last evaluation.

        Two statements, however many customers and products there are.
        """
        reading = Reading(self.env, scheme, scheme.last_evaluation_id.as_of)
        self.env.flush_all()
        # as an evaluation does: the other cores are for people who work meanwhile
        self.env.cr.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        self.env.cr.execute(
            SQL("DELETE FROM customer_tier_product WHERE scheme_id = %s", scheme.id)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_product
                       (scheme_id, company_id, tier_id, industry_id, product_tmpl_id,
                        buyers, customers, share, lift, spend, worth)
                SELECT %s, %s, found.* FROM (%s) found
                """,
                scheme.id,
                scheme.company_id.id,
                peer_products(reading),
            )
        )
        self.invalidate_model()

    def _told(self):
        """The sentence about one row: who buys it, and how many."""
        self.ensure_one()
        counts = {
            "customers": self.customers,
            "tier": self.tier_id.name,
            "buyers": self.buyers,
        }
        if not self.industry_id:
            return self.env._(
                "Of %(customers)s %(tier)s customers, %(buyers)s buy this.", **counts
            )
        return self.env._(
            "Of %(customers)s %(tier)s customers in %(industry)s, %(buyers)s buy this.",
            industry=self.industry_id.name,
            **counts,
        )
