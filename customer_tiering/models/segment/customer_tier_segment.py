from odoo import api, fields, models
from odoo.tools import SQL

from ...classification import cuts


class CustomerTierSegment(models.Model):
    """The segments of the schemes in force, with their customers and their advice.

    One row per scheme and segment. Customers and revenue are counted live with the
    rights of the reader, so that each figure opens the records that it counts.
    """

    _name = "customer.tier.segment"
    _description = "Customer Segment"
    _auto = False
    _needs_tiers = True
    _order = "scheme_sequence, scheme_id, tier_sequence, id"
    _rec_name = "tier_id"
    _depends = {
        "customer.tier.rule": ["scheme_id", "tier_id", "tier_sequence", "method"],
        "customer.tier.scheme": [
            "active",
            "kind",
            "sequence",
            "company_id",
            "last_evaluation_id",
        ],
    }

    scheme_id = fields.Many2one("customer.tier.scheme", readonly=True)
    scheme_sequence = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one("customer.tier", string="Segment", readonly=True)
    tier_sequence = fields.Integer(readonly=True)
    color = fields.Integer(related="tier_id.color")
    advice = fields.Char(related="tier_id.advice")
    advice_person = fields.Char(related="tier_id.advice_person")
    advice_offer = fields.Char(related="tier_id.advice_offer")
    advice_stop = fields.Char(related="tier_id.advice_stop")
    customer_count = fields.Integer(string="Customers", compute="_compute_figures")
    customer_share = fields.Float(
        string="% of Buyers",
        compute="_compute_figures",
        help="Share of the customers in all segments of the scheme.",
    )
    net_revenue = fields.Monetary(compute="_compute_figures")
    revenue_share = fields.Float(
        string="Share of Revenue",
        compute="_compute_figures",
        help="Share of the net revenue of all segments of the scheme.",
    )
    doubt = fields.Text(
        string="Too Coarse to Believe", compute="_compute_doubt", compute_sudo=True
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(r.id) AS id, r.scheme_id, s.sequence AS scheme_sequence,
                   s.company_id, r.tier_id, r.tier_sequence
              FROM customer_tier_rule r
              JOIN customer_tier_scheme s ON s.id = r.scheme_id
             WHERE s.active AND s.kind = 'segments' AND r.method = %s
               AND s.last_evaluation_id IS NOT NULL
             GROUP BY r.scheme_id, s.sequence, s.company_id, r.tier_id, r.tier_sequence
            """,
            cuts.SEGMENT,
        )

    def _compute_figures(self):
        groups = self.env["customer.tier.standing"]._read_group(
            [("scheme_id", "in", self.scheme_id.ids)],
            ["scheme_id", "tier_id"],
            ["__count", "net_revenue:sum"],
        )
        found = {(scheme, tier): figures for scheme, tier, *figures in groups}
        counts, totals = self._totals(found)
        for segment in self:
            key = segment.scheme_id, segment.tier_id
            count, revenue = found.get(key, (0, 0.0))
            segment.customer_count, segment.net_revenue = count, revenue
            customers, money = counts[key[0]], totals[key[0]]
            segment.customer_share = count / customers if customers else 0.0
            segment.revenue_share = revenue / money if money else 0.0

    def _totals(self, found):
        """Customers and revenue of all segments of each scheme, shown here or not."""
        counts, totals = {}, {}
        for scheme in self.scheme_id:
            rows = [
                found[scheme, tier]
                for tier in scheme.rule_ids.tier_id
                if (scheme, tier) in found
            ]
            counts[scheme] = sum(count for count, _revenue in rows)
            totals[scheme] = sum(revenue for _count, revenue in rows)
        return counts, totals

    @api.depends_context("lang")
    def _compute_doubt(self):
        """Said once per scheme, on its best segment."""
        for segment in self:
            scheme = segment.scheme_id
            first = segment.tier_id == scheme.rule_ids._ladder_order()[:1].tier_id
            segment.doubt = first and scheme.last_evaluation_id.segment_doubt

    # ---------------------------------------------------------------- buttons

    def _customers_domain(self):
        self.ensure_one()
        return [
            ("scheme_id", "=", self.scheme_id.id),
            ("tier_id", "=", self.tier_id.id),
        ]

    def action_customers(self):
        """The customers of the segment."""
        self.ensure_one()
        self.check_access("read")
        action = self.scheme_id.action_view_standings()
        action["domain"] = self._customers_domain()
        action["display_name"] = self.tier_id.name
        return action

    def action_peers(self):
        """What the customers of the segment buy."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_product_action"
        )
        action["domain"] = self._customers_domain()
        action["context"] = {"search_default_whole": 1}
        action["display_name"] = self.env._(
            "What “%(segment)s” Buy", segment=self.tier_id.name
        )
        return action

    def action_start_playbook(self):
        """Ask which playbook to start for the customers of the segment."""
        self.ensure_one()
        self.check_access("read")
        self.env["customer.playbook.start"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start a Playbook"),
            "res_model": "customer.playbook.start.wizard",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_scheme_id": self.scheme_id.id,
                "default_tier_id": self.tier_id.id,
            },
        }
