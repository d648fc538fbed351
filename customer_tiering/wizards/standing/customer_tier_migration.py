from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date

from ...classification.frame import Column
from ...classification.moves import NOWHERE
from ...models.collector.source import read_frame

COLUMNS = (
    Column("from", "int", NOWHERE, "tier id"),
    Column("to", "int", NOWHERE, "tier id"),
    Column("net_revenue", "float", 0.0, "company currency"),
    Column("value", "float", 0.0, "the scheme's"),
    Column("rank", "int", 0, "place"),
)


class CustomerTierMigration(models.TransientModel):
    """How customers moved between the tiers from one day to another.

    The tiers of a day are the current ones without the changes since then. So any two
    days can be compared, even days without an evaluation.
    """

    _name = "customer.tier.migration"
    _description = "Migration between Tiers"
    _inherit = "customer.tier.matrix"

    @api.model
    def _default_scheme_id(self):
        schemes = self.env["customer.tier.scheme"]
        main = schemes.search([("is_main", "=", True)], limit=1)
        return main or schemes.search([], limit=1)

    @api.model
    def _default_date_from(self):
        """A year ago, or the first evaluation: before it nobody had a tier."""
        year_ago = fields.Date.context_today(self) - relativedelta(years=1)
        first = (
            self.env["customer.tier.evaluation"]
            .sudo()
            .search(
                [
                    ("scheme_id", "=", self._default_scheme_id().id),
                    ("state", "=", "done"),
                    ("kind", "!=", "closed"),
                ],
                order="as_of",
                limit=1,
            )
        )
        return max(year_ago, first.as_of or year_ago)

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_scheme_id(),
    )
    company_id = fields.Many2one(related="scheme_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_date_from(),
        help="The tiers as they were at the end of this day.",
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=fields.Date.context_today,
        help="The tiers as they were at the end of this day.",
    )
    matrix = fields.Json(compute="_compute_matrix")
    moved_count = fields.Integer(
        string="Customers Who Moved", compute="_compute_matrix"
    )

    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._("Migration between Tiers")

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for migration in self:
            if migration.date_from > migration.date_to:
                raise ValidationError(
                    self.env._(
                        "The start date cannot be after the end date. Choose "
                        "an earlier start date."
                    )
                )

    @api.depends("scheme_id", "date_from", "date_to")
    def _compute_matrix(self):
        for migration in self:
            migration.matrix = False
            migration.moved_count = 0
            if not (migration.scheme_id and migration.date_from and migration.date_to):
                continue
            migration.scheme_id.check_access("read")
            rows = self.env.execute_query(
                SQL(
                    'SELECT "from", "to", COUNT(*), SUM(net_revenue)::float8'
                    " FROM (%s) moves GROUP BY 1, 2",
                    migration._moves_sql(),
                )
            )
            migration.matrix = self._draw(
                {(before, after): found for before, after, *found in rows},
                migration.currency_id,
                (
                    format_date(self.env, migration.date_from),
                    format_date(self.env, migration.date_to),
                ),
                nowhere=(self.env._("New"), self.env._("Left")),
            )
            migration.moved_count = sum(
                count for before, after, count, _value in rows if before != after
            )

    def _moves_sql(self):
        """One row per customer with a tier at the end of either day.

        Revenue, value and rank are those of the last evaluation; 0 for customers who
        left.
        """
        scheme, publisher = self.scheme_id, self.env["customer.tier.publisher"]
        self.env["customer.tier.change"].flush_model()
        return SQL(
            """
            SELECT partner_id, COALESCE(a.tier, -1) AS "from",
                   COALESCE(b.tier, -1) AS "to",
                   COALESCE(s.net_revenue, 0) AS net_revenue,
                   COALESCE(s.value, 0) AS value, COALESCE(s.rank, 0) AS rank
              FROM (%s) a
              FULL JOIN (%s) b USING (partner_id)
              LEFT JOIN (SELECT partner_id, net_revenue, value, rank
                           FROM customer_tier_standing WHERE scheme_id = %s) s
             USING (partner_id)
             WHERE %s
            """,
            # the state before the next day is the state at the end of this day
            publisher._prior(scheme, self.date_from + timedelta(days=1)),
            publisher._prior(scheme, self.date_to + timedelta(days=1)),
            scheme.id,
            self.env["customer.tier.standing"]._own_customers_sql(
                SQL.identifier("partner_id"), scheme.sudo().company_id
            ),
        )

    def action_open_cell(self, row, column):
        """List the customers who moved from one tier to another: ids, -1 for none."""
        self.ensure_one()
        self.check_access("read")
        self.scheme_id.check_access("read")
        moved = read_frame(
            self.env.cr,
            SQL(
                'SELECT * FROM (%s) moves WHERE "from" = %s AND "to" = %s',
                self._moves_sql(),
                int(row),
                int(column),
            ),
            COLUMNS,
        )
        places = self._places()
        both = int(row) in places and int(column) in places
        lines = self.env["customer.tier.migration.line"]
        lines.search([("migration_id", "=", self.id)]).unlink()
        lines._insert(
            moved.assign(steps=places[int(row)] - places[int(column)] if both else 0),
            places,
            migration_id=self.id,
            company_id=self.company_id.id,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers Who Moved"),
            "res_model": lines._name,
            "views": [(False, "list")],
            "domain": [("migration_id", "=", self.id)],
            "target": "current",
        }

    def action_view_changes(self):
        """Open the single tier changes of these days."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_change_action"
        )
        action["domain"] = [
            ("scheme_id", "=", self.scheme_id.id),
            ("date", ">", self.date_from),
            ("date", "<=", self.date_to),
        ]
        # of this scheme, main or not
        action["context"] = {}
        return action


class CustomerTierMigrationLine(models.TransientModel):
    """One customer who moved between two days."""

    _name = "customer.tier.migration.line"
    _description = "Customer Who Moved"
    _inherit = "customer.tier.move"

    migration_id = fields.Many2one(
        "customer.tier.migration", required=True, ondelete="cascade", index=True
    )
