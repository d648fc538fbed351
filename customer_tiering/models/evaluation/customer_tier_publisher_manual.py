from odoo import api, models
from odoo.tools import SQL

from .customer_tier_publisher import DIGEST, STAGE


class CustomerTierPublisher(models.AbstractModel):
    """Gives single customers another tier between two evaluations."""

    _inherit = "customer.tier.publisher"

    @api.model
    def _publish_manual(self, evaluation, tiers):
        """Give customers other tiers, ``{customer id: (tier id, falling)}``.

        Returns what `_publish` returns.
        """
        names = self.env["customer.tier.standing"]._published_fields()
        self.env.cr.execute(
            SQL(
                "CREATE TEMPORARY TABLE %s AS"
                " SELECT partner_id, %s, NULL::bigint AS %s"
                " FROM customer_tier_standing"
                " WHERE scheme_id = %s AND partner_id = ANY(%s)",
                SQL.identifier(STAGE),
                SQL(", ").join(map(SQL.identifier, names)),
                SQL.identifier(DIGEST),
                evaluation.scheme_id.id,
                list(tiers),
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
        changes = self._write_changes(evaluation)
        written = self._upsert(evaluation, names)
        self._drop_stage()
        self._invalidate()
        return {"written": written, "changes": changes}
