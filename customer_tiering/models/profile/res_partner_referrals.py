from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.groups import USER_GROUP

# of each further level of a referral tree, this part of the revenue counts
EACH_LEVEL = 0.5
# how deep a tree is followed; what is deeper counts for less than a thousandth
LEVELS = 10
# so many referred customers tell what the next one may become
ENOUGH = 3


class ResPartner(models.Model):
    """Whom a customer brought, directly and through others, and what comes next."""

    _inherit = "res.partner"

    customer_tier_referred_ids = fields.One2many(
        "res.partner",
        "customer_tier_referrer_id",
        string="Referred Customers",
        groups=USER_GROUP,
    )
    customer_tier_referred_count = fields.Integer(
        string="Referred in All",
        compute="_compute_customer_tier_referrals",
        compute_sudo=False,
        groups=USER_GROUP,
        help="Customers that this one referred, and those that they referred in turn.",
    )
    customer_tier_referred_revenue = fields.Monetary(
        string="Revenue of the Referred",
        currency_field="customer_tier_currency_id",
        compute="_compute_customer_tier_referrals",
        compute_sudo=False,
        groups=USER_GROUP,
        help="Net revenue of all of them in the period of the first scheme.",
    )
    customer_tier_referral_value = fields.Monetary(
        string="Value as a Referrer",
        currency_field="customer_tier_currency_id",
        compute="_compute_customer_tier_referrals",
        compute_sudo=False,
        groups=USER_GROUP,
        help="The net revenue of the customers referred directly counts in full, that "
        "of each further level by half of the level before.",
    )
    customer_tier_expected_told = fields.Char(
        string="Expected Tier",
        compute="_compute_customer_tier_expected_told",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    # ---------------------------------------------------------------- tree

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_referrals(self):
        customers = self.commercial_partner_id._origin
        found = {}
        if customers:
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT root, COUNT(*), SUM(revenue), SUM(revenue * part)
                      FROM (%s) tree GROUP BY root
                    """,
                    customers._customer_tier_tree_sql(),
                )
            )
            found = {root: figures for root, *figures in rows}
        for partner in self:
            count, revenue, value = found.get(
                partner.commercial_partner_id._origin.id, (0, 0, 0)
            )
            partner.customer_tier_referred_count = count
            partner.customer_tier_referred_revenue = revenue
            partner.customer_tier_referral_value = value

    def _customer_tier_tree_sql(self):
        """SELECT: ``root``, ``customer_id``, ``level`` (from 1), ``revenue``, ``part``.

        All trees of these customers by one statement. Whoever stands in a tree twice,
        because customers referred each other, counts once, nearest to the root. The
        revenue is that of the standings of the first scheme which the user may see.
        """
        self.env["res.partner"].flush_model()
        standings = self.env["customer.tier.standing"]
        standings.flush_model()
        company = self.env.company
        scheme = self._customer_tier_schemes()[:1]
        return SQL(
            """
            SELECT tree.root, tree.customer_id, tree.level,
                   COALESCE(s.net_revenue, 0) AS revenue,
                   POWER(%(each)s::numeric, tree.level - 1) AS part
              FROM (
                WITH RECURSIVE referred AS (
                    SELECT root.id AS root, root.id AS customer_id, 0 AS level
                      FROM res_partner root WHERE root.id = ANY(%(roots)s)
                 UNION
                    SELECT referred.root, p.commercial_partner_id, referred.level + 1
                      FROM referred
                      JOIN res_partner r
                        ON r.commercial_partner_id = referred.customer_id
                      JOIN res_partner p ON p.customer_tier_referrer_id = r.id
                     WHERE referred.level < %(levels)s AND p.active
                )
                SELECT root, customer_id, MIN(level) AS level FROM referred
                 GROUP BY root, customer_id
              ) tree
              LEFT JOIN customer_tier_standing s
                ON s.partner_id = tree.customer_id AND s.scheme_id = ANY(%(scheme)s)
             WHERE tree.customer_id <> tree.root AND %(own)s
            """,
            each=EACH_LEVEL,
            roots=self.ids,
            levels=LEVELS,
            scheme=list(scheme),
            own=standings._own_customers_sql(SQL("tree.customer_id"), company),
        )

    def action_view_customer_tier_referred(self):
        """Open where the customers of the tree stand; each figure opens documents."""
        self.ensure_one()
        self.check_access("read")
        self._check_field_access(self._fields["customer_tier_standing_id"], "read")
        customer = self.commercial_partner_id
        rows = self.env.execute_query(
            SQL("SELECT customer_id FROM (%s) tree", customer._customer_tier_tree_sql())
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_standing_action"
        )
        action["domain"] = [
            ("partner_id", "in", [one for (one,) in rows]),
            ("scheme_id", "in", self._customer_tier_schemes()[:1]),
        ]
        action["context"] = {}
        return action

    # ---------------------------------------------------------------- newcomers

    @api.depends("customer_tier_referrer_id")
    @api.depends_context("company", "uid", "lang")
    def _compute_customer_tier_expected_told(self):
        """The most frequent tier of those that the same referrer brought.

        With fewer than three, that of all customers who were referred. Of two equally
        frequent tiers it is the lower one: nobody is promised too much.
        """
        for partner in self:
            partner.customer_tier_expected_told = False
        new = self.filtered(
            lambda one: (
                one.sudo().customer_tier_referrer_id
                and not one.sudo().customer_tier_id.kind == "ranked"
            )
        )
        if not new:
            return
        referrers = new.sudo().customer_tier_referrer_id.commercial_partner_id
        own = self._customer_tier_of_referred(referrers)
        everybody = None
        for partner in new:
            referrer = partner.sudo().customer_tier_referrer_id.commercial_partner_id
            counts = own.get(referrer.id, {})
            if sum(counts.values()) < ENOUGH and everybody is None:
                everybody = {}
                for found in self._customer_tier_of_referred().values():
                    for tier, count in found.items():
                        everybody[tier] = everybody.get(tier, 0) + count
            partner.customer_tier_expected_told = self._customer_tier_told_expected(
                referrer, counts, everybody or {}
            )

    def _customer_tier_of_referred(self, referrers=None):
        """``{referrer id: {tier id: count}}`` of the customers who were referred.

        :param referrers: only what these customers brought
        """
        self.env["res.partner"].flush_model()
        standings = self.env["customer.tier.standing"]
        standings.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT referrer.commercial_partner_id, s.tier_id,
                       COUNT(DISTINCT s.partner_id)
                  FROM res_partner p
                  JOIN res_partner referrer ON referrer.id = p.customer_tier_referrer_id
                  JOIN customer_tier_standing s
                    ON s.partner_id = p.commercial_partner_id
                   AND s.scheme_id = ANY(%(scheme)s)
                  JOIN customer_tier t ON t.id = s.tier_id AND t.kind = 'ranked'
                 WHERE p.customer_tier_referrer_id IS NOT NULL
                   AND p.commercial_partner_id <> referrer.commercial_partner_id
                   AND %(by)s AND %(own)s
                 GROUP BY 1, 2
                """,
                scheme=list(self._customer_tier_schemes()[:1]),
                by=SQL("TRUE")
                if referrers is None
                else SQL("referrer.commercial_partner_id = ANY(%s)", referrers.ids),
                own=standings._own_customers_sql(SQL("s.partner_id"), self.env.company),
            )
        )
        found = {}
        for referrer, tier, count in rows:
            found.setdefault(referrer, {})[tier] = count
        return found

    def _customer_tier_told_expected(self, referrer, own, everybody):
        tiers = self.env["customer.tier"].sudo()

        def most(counts):
            found = tiers.browse(counts).sorted(
                lambda tier: (counts[tier.id], tier.sequence), reverse=True
            )
            return {
                "tier": found[:1].name,
                "count": counts[found[:1].id],
                "all": sum(counts.values()),
            }

        if sum(own.values()) >= ENOUGH:
            return self.env._(
                "Expect %(tier)s: so are %(count)s of %(all)s customers that "
                "%(referrer)s referred.",
                referrer=referrer.name,
                **most(own),
            )
        if sum(everybody.values()) >= ENOUGH:
            return self.env._(
                "Expect %(tier)s: so are %(count)s of %(all)s referred customers.",
                **most(everybody),
            )
        return False
