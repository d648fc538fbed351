from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import table_columns

from .customer_tier_publisher import STAGE

UNDO = "customer_tier_standing_undo"
# what a column of the standings is called where its former value is kept
WAS = "was_"


class CustomerTierPublisher(models.AbstractModel):
    """Keeps what an evaluation replaces, and brings it back."""

    _inherit = "customer.tier.publisher"

    @api.model
    def _mirror(self):
        """Columns of the standings -> those that keep them; made where there is none.

        Columns of the same types, since copying a row takes a twentieth of the time
        that writing it as JSON takes. Another addon's columns are among them.
        """
        kept = table_columns(self.env.cr, UNDO)
        columns = table_columns(self.env.cr, self.env["customer.tier.standing"]._table)
        for name, column in columns.items():
            type_, own = column["udt_name"], kept.get(WAS + name)
            if own and own["udt_name"] == type_:
                continue
            parts = [SQL.identifier(UNDO), SQL.identifier(WAS + name)]
            if own:
                # what it kept was of a type that is no more
                self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN %s", *parts))
            self.env.cr.execute(
                SQL("ALTER TABLE %s ADD COLUMN %s %s", *parts, SQL.identifier(type_))
            )
        return {name: WAS + name for name in columns}

    @api.model
    def _keep(self, evaluation, names, scope):
        """Keep the standings that publishing the stage will change or remove.

        Replaces what was kept of the scheme's evaluation before. ``names`` are the
        published columns, ``scope`` is the condition on the scheme's standings.
        """
        scheme, mirror = evaluation.scheme_id, self._mirror()
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE evaluation_id IN"
                " (SELECT id FROM customer_tier_evaluation WHERE scheme_id = %s)",
                SQL.identifier(UNDO),
                scheme.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO %(undo)s
                       (scheme_id, company_id, evaluation_id, partner_id, %(kept)s)
                SELECT %(scheme)s, %(company)s, %(evaluation)s,
                       COALESCE(s.partner_id, d.partner_id), %(whole)s
                  FROM (SELECT * FROM customer_tier_standing WHERE %(scope)s) s
                  FULL JOIN %(stage)s d ON d.partner_id = s.partner_id
                 WHERE s.id IS NULL OR d.partner_id IS NULL
                    OR (%(old)s) IS DISTINCT FROM (%(new)s)
                """,
                undo=SQL.identifier(UNDO),
                kept=SQL(", ").join(map(SQL.identifier, mirror.values())),
                whole=SQL(", ").join(SQL.identifier("s", name) for name in mirror),
                scheme=scheme.id,
                company=scheme.company_id.id,
                evaluation=evaluation.id,
                scope=scope,
                stage=SQL.identifier(STAGE),
                old=SQL(", ").join(SQL.identifier("s", name) for name in names),
                new=SQL(", ").join(SQL.identifier("d", name) for name in names),
            )
        )

    @api.model
    def _can_restore(self):
        """Whether anything has been kept in columns yet."""
        return WAS + "id" in table_columns(self.env.cr, UNDO)

    @api.model
    def _restore(self, evaluation):
        """Bring back what was kept of ``evaluation``; returns the customers moved.

        A line is added for everybody whose tier changes by that, dated like the
        evaluation, so that a later one starts from the state before it.
        """
        self.env.flush_all()
        # first: what was kept before an update may have no such columns yet
        mirror = self._mirror()
        self._drop_outdated(evaluation)
        # the customer is the one of the row that keeps him
        del mirror["partner_id"]
        kept = SQL(
            "(SELECT partner_id, %s FROM %s WHERE evaluation_id = %s)",
            SQL(", ").join(
                SQL("%s AS %s", SQL.identifier(own), SQL.identifier(name))
                for name, own in mirror.items()
            ),
            SQL.identifier(UNDO),
            evaluation.id,
        )
        names = self.env["customer.tier.standing"]._published_fields()
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS %s", SQL.identifier(STAGE)))
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s AS SELECT partner_id, %s FROM %s kept"
                " WHERE id IS NOT NULL",
                SQL.identifier(STAGE),
                SQL(", ").join(map(SQL.identifier, names)),
                kept,
            )
        )
        scope = SQL(
            "scheme_id = %s AND partner_id IN (SELECT partner_id FROM %s kept)",
            evaluation.scheme_id.id,
            kept,
        )
        moved = self._write_changes(evaluation, scope, SQL("'undone'"))
        self._bring_back(evaluation, kept, list(mirror))
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s WHERE evaluation_id = %s",
                SQL.identifier(UNDO),
                evaluation.id,
            )
        )
        self._forget()
        return moved

    @api.model
    def _drop_outdated(self, evaluation):
        """Forget rows of contacts gone since, and evaluations deleted since."""
        self.env.cr.execute(
            SQL(
                """DELETE FROM %s u WHERE evaluation_id = %s AND NOT EXISTS (
                       SELECT FROM res_partner p WHERE p.id = u.partner_id)""",
                SQL.identifier(UNDO),
                evaluation.id,
            )
        )
        replaced = SQL.identifier(WAS + "evaluation_id")
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(undo)s SET %(replaced)s = NULL
                 WHERE evaluation_id = %(evaluation)s AND NOT EXISTS (
                       SELECT FROM customer_tier_evaluation e
                        WHERE e.id = %(replaced)s)
                """,
                undo=SQL.identifier(UNDO),
                replaced=replaced,
                evaluation=evaluation.id,
            )
        )

    @api.model
    def _bring_back(self, evaluation, kept, names):
        """Make the standings what ``kept`` says, in the columns ``names``.

        ``kept`` is a FROM item; a row without an ``id`` is that of a customer who was
        not on the ladder.
        """
        parts = {
            "kept": kept,
            "scheme": evaluation.scheme_id.id,
            "names": SQL(", ").join(map(SQL.identifier, names)),
            "values": SQL(", ").join(SQL.identifier("u", name) for name in names),
        }
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_tier_standing s USING %(kept)s u
                 WHERE s.scheme_id = %(scheme)s AND s.partner_id = u.partner_id
                   AND u.id IS NULL
                """,
                kept=kept,
                scheme=evaluation.scheme_id.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_tier_standing s SET (%(names)s) = ROW(%(values)s)
                  FROM %(kept)s u
                 WHERE s.scheme_id = %(scheme)s AND s.partner_id = u.partner_id
                """,
                **parts,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_standing (partner_id, %(names)s)
                SELECT u.partner_id, %(values)s
                  FROM %(kept)s u
                 WHERE u.id IS NOT NULL AND NOT EXISTS (
                       SELECT FROM customer_tier_standing s
                        WHERE s.scheme_id = %(scheme)s
                          AND s.partner_id = u.partner_id)
                """,
                **parts,
            )
        )

    # ------------------------------------------------------------ for good

    @api.model
    def _forget_evaluations(self, evaluations):
        """Delete what hangs on ``evaluations`` that are about to be deleted."""
        self.env.flush_all()
        for table in ("customer_tier_change", UNDO):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE evaluation_id = ANY(%s)",
                    SQL.identifier(table),
                    evaluations.ids,
                )
            )
        self.env.cr.execute(
            SQL(
                "UPDATE customer_tier_standing SET evaluation_id = NULL"
                " WHERE evaluation_id = ANY(%s)",
                evaluations.ids,
            )
        )
        self._invalidate()

    @api.model
    def _forget_schemes(self, schemes):
        """Delete the ladders of ``schemes`` that are about to be deleted."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_standing WHERE scheme_id = ANY(%s)",
                schemes.ids,
            )
        )
        self._invalidate()
