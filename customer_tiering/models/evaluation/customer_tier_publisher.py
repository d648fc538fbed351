from odoo import api, models
from odoo.tools import SQL

from ...tools.staging import stage

STAGE = "customer_tier_decided"
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
    that differ are written, and no row of a contact is written.
    """

    _name = "customer.tier.publisher"
    _description = "Publisher of Customer Tiers"

    @api.model
    def _prior(self, scheme, as_of, customers=None):
        """SQL of the tiers before ``as_of``: tier, since, and state of each customer.

        Moves of the same day are reversed, so that a second run for this day starts
        from the same state as the first one (rule K16). The result is for all customers
        or only for ``customers`` (ids).
        """
        concerned = SQL()
        if customers is not None:
            concerned = SQL("AND partner_id = ANY(%s)", customers)
        return SQL(
            """
            SELECT partner_id, tier, since,
                   (CASE WHEN redone THEN before->>'earned' ELSE earned END)::int
                       AS earned,
                   (CASE WHEN redone THEN before->>'earned_since'
                         ELSE earned_since END)::date AS earned_since,
                   (CASE WHEN redone THEN before->>'missed' ELSE missed END)::int
                       AS missed,
                   (CASE WHEN redone THEN before->>'missed_since'
                         ELSE missed_since END)::date AS missed_since,
                   (CASE WHEN redone THEN before->>'missed_on'
                         ELSE missed_on END)::date AS missed_on
              FROM (
                SELECT COALESCE(s.partner_id, undo.partner_id) AS partner_id,
                       CASE WHEN undo.partner_id IS NULL THEN s.tier_id
                            ELSE undo.from_tier_id END AS tier,
                       CASE WHEN undo.partner_id IS NULL THEN s.since
                            ELSE undo.from_since END AS since,
                       s.state_on >= %(as_of)s IS TRUE AS redone,
                       s.state_before AS before,
                       COALESCE(s.earned_tier_id, undo.from_tier_id)::text AS earned,
                       s.earned_since::text AS earned_since,
                       s.missed_count::text AS missed,
                       s.missed_since::text AS missed_since,
                       s.missed_on::text AS missed_on
                  FROM (SELECT * FROM customer_tier_standing
                         WHERE scheme_id = %(scheme)s %(concerned)s) s
                  FULL JOIN (
                    SELECT DISTINCT ON (partner_id)
                           partner_id, from_tier_id, from_since
                      FROM customer_tier_change
                     WHERE scheme_id = %(scheme)s AND date >= %(as_of)s
                           %(concerned)s
                     ORDER BY partner_id, id
                  ) undo ON undo.partner_id = s.partner_id
              ) before
             WHERE tier IS NOT NULL
            """,
            scheme=scheme.id,
            as_of=as_of,
            concerned=concerned,
        )

    @api.model
    def _overrides(self, reading):
        """SQL of the manual tiers that are valid on the day of the `Reading`.

        One row per customer: ``partner_id``, ``kind`` and ``tier`` (id).
        """
        return SQL(
            """
            SELECT DISTINCT ON (p.customer_id)
                   p.customer_id AS partner_id, o.kind, o.tier_id AS tier
              FROM customer_tier_override o
              JOIN %(customers)s p ON p.id = o.partner_id
             WHERE o.scheme_id = %(scheme)s AND o.active
               AND (o.date_end IS NULL OR o.date_end >= %(as_of)s)
             ORDER BY p.customer_id, o.id DESC
            """,
            customers=reading.customers,
            scheme=reading.scheme.id,
            as_of=reading.as_of,
        )

    @api.model
    def _publish(self, evaluation, decided):
        """Write the standings and changes of ``evaluation`` from ``decided``.

        ``decided`` is a settled frame with ``since``. Returns
        ``{"written": standings written, "changes": customers moved}``.
        """
        names = self.env["customer.tier.standing"]._published_fields()
        self._stage(decided.rename(columns=FIELD_OF), names)
        scope = SQL("scheme_id = %s", evaluation.scheme_id.id)
        self._keep(evaluation, names, scope)
        changes = self._write_changes(evaluation, scope)
        written = self._upsert(evaluation, names) + self._remove_left(scope)
        self._forget()
        return {"written": written, "changes": changes}

    def _forget(self):
        self.env.cr.execute(SQL("DROP TABLE %s", SQL.identifier(STAGE)))
        self._invalidate()

    def _invalidate(self):
        self.env["customer.tier.standing"].invalidate_model()
        self.env["customer.tier.change"].invalidate_model()
        self.env["res.partner"]._forget_customer_tiers()

    @api.model
    def _publish_manual(self, evaluation, tiers):
        """Give customers other tiers, ``{customer id: (tier id, falling)}``.

        Returns what `_publish` returns.
        """
        names = self.env["customer.tier.standing"]._published_fields()
        scope = SQL(
            "scheme_id = %s AND partner_id = ANY(%s)",
            evaluation.scheme_id.id,
            list(tiers),
        )
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s AS"
                " SELECT partner_id, %s FROM customer_tier_standing WHERE %s",
                SQL.identifier(STAGE),
                SQL(", ").join(map(SQL.identifier, names)),
                scope,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(stage)s d
                   SET tier_id = n.tier_id,
                       since = CASE WHEN n.tier_id = d.tier_id THEN d.since
                                    ELSE %(day)s END,
                       falling = n.falling,
                       decided_by = CASE
                           WHEN n.tier_id <> d.automatic_tier_id THEN 'manual'
                           WHEN d.automatic_tier_id <> d.earned_tier_id THEN 'capped'
                           WHEN d.earned_tier_id <> d.computed_tier_id THEN 'held'
                           ELSE 'computed' END,
                       differs = n.tier_id IS DISTINCT FROM d.computed_tier_id,
                       -- what is missing to a tier is known again tomorrow
                       gap_up = CASE WHEN n.tier_id = d.tier_id THEN d.gap_up END,
                       margin_to_keep = CASE WHEN n.tier_id = d.tier_id
                                             THEN d.margin_to_keep END
                  FROM (VALUES %(tiers)s) n (partner_id, tier_id, falling)
                 WHERE d.partner_id = n.partner_id
                """,
                stage=SQL.identifier(STAGE),
                day=evaluation.as_of,
                tiers=SQL(", ").join(
                    SQL("(%s, %s, %s)", customer, *placed)
                    for customer, placed in tiers.items()
                ),
            )
        )
        changes = self._write_changes(evaluation, scope)
        written = self._upsert(evaluation, names)
        self._forget()
        return {"written": written, "changes": changes}

    @api.model
    def _stage(self, decided, names):
        """Stage the frame, without customers who are no longer contacts."""
        cr = self.env.cr
        standings = self.env["customer.tier.standing"]
        stage(standings, STAGE, decided, ["partner_id", *names])
        # skip contacts that were deleted or merged since the figures were read
        cr.execute(
            SQL(
                "DELETE FROM %s d WHERE NOT EXISTS"
                " (SELECT FROM res_partner p WHERE p.id = d.partner_id)",
                SQL.identifier(STAGE),
            )
        )

    @api.model
    def _upsert(self, evaluation, names):
        """Write the staged rows that differ, and those of new customers."""
        scheme = evaluation.scheme_id
        staged = SQL(", ").join(SQL.identifier("d", name) for name in names)
        parts = {
            "fields": SQL(", ").join(map(SQL.identifier, names)),
            "staged": staged,
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
                   AND (%(old)s) IS DISTINCT FROM (%(staged)s)
                """,
                old=SQL(", ").join(SQL.identifier("s", name) for name in names),
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
                 WHERE NOT EXISTS (
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
    def _write_changes(self, evaluation, scope, reason=None):
        """Write one change for every customer whose tier differs from the one in force.

        ``reason`` (SQL) applies to all changes; by default, it is the reason of the
        customer's tier.
        """
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
                       COALESCE(d.partner_id, s.partner_id),
                       s.tier_id, s.since, d.tier_id,
                       CASE WHEN s.tier_id IS NULL THEN 'entered'
                            WHEN d.tier_id IS NULL THEN 'left'
                            WHEN (t.sequence, t.id) < (f.sequence, f.id) THEN 'up'
                            ELSE 'down' END,
                       %(reason)s,
                       COALESCE(d.net_revenue, 0), COALESCE(d.rank, 0), FALSE
                  FROM %(stage)s d
                  FULL JOIN (SELECT partner_id, tier_id, since
                               FROM customer_tier_standing
                              WHERE %(scope)s) s
                    ON s.partner_id = d.partner_id
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
                scope=scope,
                stage=SQL.identifier(STAGE),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _remove_left(self, scope):
        """Remove customers who are no longer customers of the scheme."""
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM customer_tier_standing s
                 WHERE %s
                   AND NOT EXISTS (SELECT FROM %s d WHERE d.partner_id = s.partner_id)
                """,
                scope,
                SQL.identifier(STAGE),
            )
        )
        return self.env.cr.rowcount
