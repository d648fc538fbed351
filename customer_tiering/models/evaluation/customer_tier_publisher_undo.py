from odoo import api, models
from odoo.tools import SQL

from .customer_tier_publisher import STAGE


class CustomerTierPublisher(models.AbstractModel):
    """Stores what an evaluation replaces, and restores it."""

    _inherit = "customer.tier.publisher"

    @api.model
    def _kept_columns(self):
        """Names of the stored columns of the standings, in addition to the customer.

        These are the columns of all addons. Fields that users add manually are not
        included: no code fills them, and they are not inherited.
        """
        own = self.env["customer.tier.standing"]._fields
        return sorted(
            name
            for name, field in self.env["customer.tier.standing.undo"]._fields.items()
            if name in own and field.store and field.column_type
            if name not in ("id", "partner_id", "scheme_id", "company_id")
        )

    @api.model
    def _keep(self, evaluation, names):
        """Store the standings that publishing will change or remove.

        This replaces the data of the previous evaluation of the scheme. ``names`` are
        the published columns.
        """
        scheme, kept = evaluation.scheme_id, self._kept_columns()
        self._drop_kept(scheme)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_standing_undo
                       (scheme_id, company_id, replaced_by_id, partner_id,
                        standing_id, %(kept)s)
                SELECT %(scheme)s, %(company)s, %(evaluation)s,
                       d.partner_id, s.id, %(whole)s
                  FROM %(stage)s d
                  LEFT JOIN customer_tier_standing s
                    ON s.scheme_id = %(scheme)s AND s.partner_id = d.partner_id
                 WHERE s.id IS NULL OR d.tier_id IS NULL
                    OR (%(old)s) IS DISTINCT FROM (%(new)s)
                """,
                kept=SQL(", ").join(map(SQL.identifier, kept)),
                whole=SQL(", ").join(SQL.identifier("s", name) for name in kept),
                scheme=scheme.id,
                company=scheme.company_id.id,
                evaluation=evaluation.id,
                stage=SQL.identifier(STAGE),
                old=SQL(", ").join(SQL.identifier("s", name) for name in names),
                new=SQL(", ").join(SQL.identifier("d", name) for name in names),
            )
        )

    @api.model
    def _drop_kept(self, scheme):
        """Delete what was stored for the last evaluation of ``scheme``."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_standing_undo WHERE scheme_id = %s",
                scheme.id,
            )
        )

    @api.model
    def _restore(self, evaluation):
        """Restore what was stored for ``evaluation``; returns the number of moves.

        A change is added for every customer whose tier changes. It has the date of the
        evaluation, so that a later evaluation starts from the state before it.
        """
        self.env.flush_all()
        columns = ["scheme_id", "company_id", *self._kept_columns()]
        # before rows are dropped: without any, it looks like a first evaluation
        kept = self._kept(evaluation, columns)
        self._drop_outdated(evaluation)
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
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (partner_id)"
                " SELECT partner_id FROM %s kept WHERE id IS NULL",
                SQL.identifier(STAGE),
                kept,
            )
        )
        moved = self._write_changes(evaluation, SQL("'undone'"))
        self._bring_back(evaluation, kept, ["id", *columns])
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_standing_undo WHERE replaced_by_id = %s",
                evaluation.id,
            )
        )
        self._drop_stage()
        self._invalidate()
        return moved

    @api.model
    def _kept(self, evaluation, columns):
        """FROM item: ``partner_id``, ``id`` and ``columns`` of what is brought back.

        A row without an ``id`` is a customer who had no tier. After the first
        evaluation these are all customers of the scheme.
        """
        names = SQL(", ").join(map(SQL.identifier, columns))
        if evaluation._is_first():
            return SQL(
                "(SELECT partner_id, NULL::int AS id, %s FROM customer_tier_standing"
                " WHERE scheme_id = %s)",
                names,
                evaluation.scheme_id.id,
            )
        return SQL(
            "(SELECT partner_id, standing_id AS id, %s FROM customer_tier_standing_undo"
            " WHERE replaced_by_id = %s)",
            names,
            evaluation.id,
        )

    @api.model
    def _drop_outdated(self, evaluation):
        """Delete rows of contacts and evaluations that have been deleted since."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_tier_standing_undo u
                 WHERE replaced_by_id = %s AND NOT EXISTS (
                       SELECT FROM res_partner p WHERE p.id = u.partner_id)
                """,
                evaluation.id,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_tier_standing_undo u SET evaluation_id = NULL
                 WHERE replaced_by_id = %s AND NOT EXISTS (
                       SELECT FROM customer_tier_evaluation e
                        WHERE e.id = u.evaluation_id)
                """,
                evaluation.id,
            )
        )

    @api.model
    def _bring_back(self, evaluation, kept, names):
        """Set the columns ``names`` of the standings to those of ``kept``.

        ``kept`` is what `_kept` returns.
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
        """Delete what depends on ``evaluations``, before they are deleted."""
        self.env.flush_all()
        for statement in (
            "DELETE FROM customer_tier_change WHERE evaluation_id = ANY(%s)",
            "DELETE FROM customer_tier_standing_undo WHERE replaced_by_id = ANY(%s)",
            "DELETE FROM customer_tier_evaluation_figure WHERE evaluation_id = ANY(%s)",
            "UPDATE customer_tier_standing SET evaluation_id = NULL"
            " WHERE evaluation_id = ANY(%s)",
        ):
            self.env.cr.execute(statement, (evaluations.ids,))
        self._invalidate()
        self.env["customer.tier.evaluation.figure"].invalidate_model()

    @api.model
    def _forget_schemes(self, schemes):
        """Delete standings and changes of ``schemes``, before they are deleted."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM customer_tier_standing WHERE scheme_id = ANY(%s)",
                schemes.ids,
            )
        )
        self._invalidate()
