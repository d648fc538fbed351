import secrets

from odoo import api, fields, models
from odoo.tools import SQL

# days that customers in the comparison group are left alone
MEASURED_DAYS = 90
FEWEST, MOST = 5, 50


class CustomerPlaybook(models.Model):
    """Leave a random share of the customers alone, to know what the playbook brings."""

    _inherit = "customer.playbook"

    comparison_percent = fields.Integer(
        string="Comparison Group (%)",
        tracking=True,
        aggregator=None,
        help="This share of the customers, drawn at random within each tier and order "
        "of magnitude of revenue, is left alone for 90 days. It is the only way to "
        "know what the playbook brings. 0: nobody is left alone.",
    )
    comparison_seed = fields.Integer(
        string="Draw Seed",
        default=lambda self: self._default_comparison_seed(),
        readonly=True,
        copy=False,
        aggregator=None,
        help="Anyone can repeat the draw with it.",
    )

    _comparison_percent_range = models.Constraint(
        f"CHECK(COALESCE(comparison_percent, 0) = 0 OR comparison_percent"
        f" BETWEEN {FEWEST} AND {MOST})",
        "The comparison group must be 5 to 50 % of the customers, or 0.",
    )

    @api.model
    def _default_comparison_seed(self):
        return secrets.randbelow(2**31 - 1) + 1

    def _drawn(self):
        """SELECT of ``taken`` with ``drawn_percent``, ``value_class``, ``held_out``.

        Within each stratum (tier, order of magnitude of revenue, share) the plays of
        all nights form one row: those of a night in the order of their lots, behind
        those of the nights before. Of every 100 in this row, as many as the share says
        are held out, at equal distances from a random start. So all have the same
        probability, each stratum its share however few come per night, and as lot and
        start are hashes of the seed, the customer and the occurrence, a night that was
        killed draws the same. Whoever was drawn stays so until their time is over:
        what opens meanwhile is not drawn again.
        """
        if not self.comparison_percent:
            return SQL(
                "SELECT taken.*, NULL::integer AS drawn_percent,"
                " NULL::integer AS value_class, FALSE AS held_out FROM taken"
            )
        return SQL(
            """
            SELECT *, CASE WHEN fresh THEN %(percent)s END AS drawn_percent,
                   fresh AND (start + place_in_row * %(percent)s) / 100
                           > (start + (place_in_row - 1) * %(percent)s) / 100
                   AS held_out
              FROM (
                SELECT t.*, MOD(%(start)s, 100) AS start,
                       COALESCE(b.count, 0) + ROW_NUMBER() OVER (
                           PARTITION BY t.tier_id, t.value_class, t.fresh
                           ORDER BY %(lot)s, t.partner_id) AS place_in_row
                  FROM (
                    SELECT taken.*, FLOOR(LOG(value))::integer AS value_class,
                           NOT EXISTS (
                             SELECT FROM customer_playbook_play p
                              WHERE p.playbook_id = %(playbook)s
                                AND p.partner_id = taken.partner_id
                                AND p.drawn_percent > 0
                                AND p.opened_on + %(days)s >= %(today)s) AS fresh
                      FROM taken
                  ) t
                  LEFT JOIN (
                    SELECT tier_id, value_class, COUNT(*) FROM customer_playbook_play
                     WHERE playbook_id = %(playbook)s AND drawn_percent = %(percent)s
                     GROUP BY tier_id, value_class
                  ) b ON b.tier_id IS NOT DISTINCT FROM t.tier_id
                     AND b.value_class = t.value_class
              ) in_row
            """,
            percent=self.comparison_percent,
            playbook=self.id,
            days=MEASURED_DAYS,
            today=self._today(),
            start=self._hash(SQL("COALESCE(t.tier_id, 0)"), SQL("t.value_class")),
            lot=self._hash(SQL("t.partner_id"), SQL("t.occurrence")),
        )

    def _hash(self, *parts):
        """SQL: a number of 0 to 2⁶⁰ − 1 that the seed and ``parts`` determine."""
        text = SQL(" || ':' || ").join(
            [
                SQL("%s::text", self.comparison_seed),
                *(SQL("%s::text", p) for p in parts),
            ]
        )
        return SQL("('x' || LEFT(MD5(%s), 15))::bit(60)::bigint", text)

    def _measured(self):
        """SELECT of the ids of held-out plays whose time is over."""
        return SQL(
            """
            SELECT id FROM customer_playbook_play
             WHERE playbook_id = %s AND outcome IS NULL AND held_out
               AND opened_on + %s < %s
            """,
            self.id,
            MEASURED_DAYS,
            self._today(),
        )
