from odoo import api, models
from odoo.tools import SQL

from ...tools.copy_out import copy_out
from ...tools.row_digest import digests
from ...tools.staging import add_rows, stage

STAGE = "customer_tier_decided"
DIGEST = "row_digest"
# column of a settled frame -> field of the standing, if they differ
FIELD_OF = {
    "tier": "tier_id",
    "computed": "computed_tier_id",
    "earned": "earned_tier_id",
    "automatic": "automatic_tier_id",
    "missed": "missed_count",
}


class CustomerTierPublisher(models.AbstractModel):
    """Puts the tiers of a decided frame in force, all at once.

    All SQL that an evaluation uses for writing is here. Everything happens in the
    transaction of the caller: until it commits, users see the previous tiers. Only rows
    that differ are sent and written, and no row of a contact is written.
    """

    _name = "customer.tier.publisher"
    _description = "Publisher of Customer Tiers"

    @api.model
    def _publish(self, evaluation, decided):
        """Write the standings and changes of ``evaluation`` from ``decided``.

        ``decided`` is a settled frame with ``since``. Returns
        ``{"written": standings written, "changes": customers moved}``.
        """
        names = self.env["customer.tier.standing"]._published_fields()
        decided = decided.rename(columns=FIELD_OF)
        decided[DIGEST] = digests(decided, names)
        known = self._known(evaluation.scheme_id)
        if known.empty:
            published = self._publish_first(evaluation, decided, names)
        else:
            published = self._publish_changed(evaluation, decided, names, known)
        self._invalidate()
        return published

    @api.model
    def _publish_first(self, evaluation, decided, names):
        """Nobody has a tier in the scheme yet: the rows go straight into the table."""
        self._drop_kept(evaluation.scheme_id)
        scheme = evaluation.scheme_id
        own = {
            "scheme_id": scheme.id,
            "company_id": scheme.company_id.id,
            "evaluation_id": evaluation.id,
        }
        standings = self.env["customer.tier.standing"]
        rows = self._signed(self._of_contacts(decided)).assign(**own)
        if not add_rows(standings, rows, [*own, "partner_id", *names, DIGEST]):
            stage(standings, STAGE, rows, ["partner_id", *names, DIGEST])
            self._upsert(evaluation, names)
            self._drop_stage()
        return {"written": len(rows), "changes": self._write_entries(evaluation)}

    @api.model
    def _publish_changed(self, evaluation, decided, names, known):
        """Send and write what differs from the standings; ``known`` as by `_known`."""
        changed, left = self._differing(decided, known)
        if changed.empty and not left:
            self._drop_kept(evaluation.scheme_id)
            return {"written": 0, "changes": 0}
        rows = self._signed(self._of_contacts(changed))
        standings = self.env["customer.tier.standing"]
        stage(standings, STAGE, rows, ["partner_id", *names, DIGEST])
        self._stage_left(left, names)
        self._keep(evaluation, names)
        changes = self._write_changes(evaluation)
        written = self._upsert(evaluation, names) + self._remove_left(evaluation)
        self._drop_stage()
        return {"written": written, "changes": changes}

    @api.model
    def _of_contacts(self, rows):
        """``rows`` without contacts deleted or merged since their figures were read."""
        # the ids of all contacts come sooner than a list of 200,000 goes
        contacts = copy_out(
            self.env.cr, SQL("SELECT id FROM res_partner"), {"id": "int"}
        )
        return rows[rows["partner_id"].isin(contacts["id"].to_numpy(dtype="int64"))]

    @api.model
    def _stage_left(self, left, names):
        """Stage the customers ``left`` (ids), who have no tier any more."""
        if left:
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (partner_id, %s)"
                    " SELECT customer, %s FROM unnest(%s::int[]) customer",
                    SQL.identifier(STAGE),
                    SQL(", ").join(map(SQL.identifier, names)),
                    # the stage has the values that all others have as defaults
                    SQL(", ").join([SQL("NULL")] * len(names)),
                    left,
                )
            )

    def _drop_stage(self):
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(STAGE)))

    def _invalidate(self):
        self.env["customer.tier.standing"].invalidate_model()
        self.env["customer.tier.change"].invalidate_model()
        self.env["res.partner"]._forget_customer_tiers()

    @api.model
    def _upsert(self, evaluation, names):
        """Write the staged rows whose ``names`` differ, and those of new customers."""
        scheme = evaluation.scheme_id
        stored = [*names, DIGEST]
        parts = {
            "fields": SQL(", ").join(map(SQL.identifier, stored)),
            "staged": SQL(", ").join(SQL.identifier("d", name) for name in stored),
            "stage": SQL.identifier(STAGE),
            "scheme": scheme.id,
            "evaluation": evaluation.id,
        }
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                UPDATE customer_tier_standing s
                   SET (evaluation_id, %(fields)s) = ROW(%(evaluation)s, %(staged)s)
                  FROM %(stage)s d
                 WHERE s.scheme_id = %(scheme)s AND s.partner_id = d.partner_id
                   AND d.tier_id IS NOT NULL
                   AND (%(old)s) IS DISTINCT FROM (%(new)s)
                """,
                old=SQL(", ").join(SQL.identifier("s", name) for name in names),
                new=SQL(", ").join(SQL.identifier("d", name) for name in names),
                **parts,
            )
        )
        written = cr.rowcount
        # the scheme is locked, so no other transaction adds customers to it
        cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_standing
                       (scheme_id, company_id, evaluation_id, partner_id, %(fields)s)
                SELECT %(scheme)s, %(company)s, %(evaluation)s, d.partner_id, %(staged)s
                  FROM %(stage)s d
                 WHERE d.tier_id IS NOT NULL AND NOT EXISTS (
                       SELECT FROM customer_tier_standing s
                        WHERE s.scheme_id = %(scheme)s AND s.partner_id = d.partner_id)
                 ORDER BY d.partner_id
                """,
                company=scheme.company_id.id,
                **parts,
            )
        )
        return written + cr.rowcount

    @api.model
    def _write_changes(self, evaluation, reason=None):
        """Write one change for every staged customer whose tier differs.

        The standings are still those before. ``reason`` (SQL) applies to all changes;
        by default, it is the reason of the customer's tier.
        """
        moved = SQL(
            """
            %s d
            LEFT JOIN customer_tier_standing s
              ON s.scheme_id = %s AND s.partner_id = d.partner_id
            """,
            SQL.identifier(STAGE),
            evaluation.scheme_id.id,
        )
        return self._add_changes(evaluation, moved, reason)

    @api.model
    def _write_entries(self, evaluation):
        """Write one change for every customer of the scheme, who all entered."""
        entered = SQL(
            """
            (SELECT * FROM customer_tier_standing WHERE scheme_id = %s) d
            CROSS JOIN (SELECT NULL::int AS tier_id, NULL::date AS since) s
            """,
            evaluation.scheme_id.id,
        )
        return self._add_changes(evaluation, entered)

    @api.model
    def _add_changes(self, evaluation, moved, reason=None):
        """Add the changes of the FROM item ``moved``: ``s`` before, ``d`` decided."""
        scheme = evaluation.scheme_id
        reason = reason or SQL(
            "CASE WHEN d.decided_by IN ('manual', 'capped') THEN d.decided_by"
            " ELSE COALESCE(d.reason, 'left') END"
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_change
                       (scheme_id, company_id, evaluation_id, date, partner_id,
                        from_tier_id, from_since, to_tier_id, direction, reason,
                        net_revenue, rank, announced)
                SELECT %(scheme)s, %(company)s, %(evaluation)s, %(date)s,
                       d.partner_id, s.tier_id, s.since, d.tier_id,
                       CASE WHEN s.tier_id IS NULL THEN 'entered'
                            WHEN d.tier_id IS NULL THEN 'left'
                            WHEN (t.sequence, t.id) < (f.sequence, f.id) THEN 'up'
                            ELSE 'down' END,
                       %(reason)s,
                       COALESCE(d.net_revenue, 0), COALESCE(d.rank, 0), FALSE
                  FROM %(moved)s
                  LEFT JOIN customer_tier f ON f.id = s.tier_id
                  LEFT JOIN customer_tier t ON t.id = d.tier_id
                 WHERE s.tier_id IS DISTINCT FROM d.tier_id
                 ORDER BY 5
                """,
                scheme=scheme.id,
                company=scheme.company_id.id,
                evaluation=evaluation.id,
                date=evaluation.as_of,
                reason=reason,
                moved=moved,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _remove_left(self, evaluation):
        """Remove the staged customers who have no tier any more."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_tier_standing s USING %s d
                 WHERE s.scheme_id = %s AND s.partner_id = d.partner_id
                   AND d.tier_id IS NULL
                """,
                SQL.identifier(STAGE),
                evaluation.scheme_id.id,
            )
        )
        return self.env.cr.rowcount
