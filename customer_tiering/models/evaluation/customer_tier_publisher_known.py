import pandas as pd

from odoo import api, models
from odoo.tools import SQL

from ...tools.copy_out import copy_out
from .customer_tier_publisher import DIGEST

# The transaction that wrote a row, as a number
WRITTEN_BY = SQL("xmin::text::bigint")
THIS_TRANSACTION = SQL("pg_current_xact_id()::xid::text::bigint")


class CustomerTierPublisher(models.AbstractModel):
    """Tells which standings are as decided already, without reading their figures.

    A standing keeps a digest of its published figures, mixed with the number of the
    transaction that published them. Another transaction that writes to the row, by
    whatever way, makes a version of it with another number: the digest is no longer
    true then, and the row is sent and compared. So nobody else has to keep digests.
    Within the same transaction only this model writes published figures afterwards, for
    manual tiers and to undo, and leaves no digest that is true.

    In a savepoint, rows have the number of the savepoint. Their digests are never true,
    which costs time and nothing else. A restored backup has the same effect.
    """

    _inherit = "customer.tier.publisher"

    @api.model
    def _known(self, scheme):
        """DataFrame of the standings of ``scheme``: ``partner_id`` and ``digest``."""
        known = SQL(
            "SELECT partner_id, %s # %s AS digest FROM customer_tier_standing"
            " WHERE scheme_id = %s",
            SQL.identifier(DIGEST),
            WRITTEN_BY,
            scheme.id,
        )
        return copy_out(self.env.cr, known, {"partner_id": "int", "digest": "int"})

    @api.model
    def _differing(self, decided, known):
        """Rows of ``decided`` to be sent; ids of customers who are in it no more."""
        digests = known.set_index(known["partner_id"].astype("int64"))["digest"]
        stored = digests.reindex(decided["partner_id"]).set_axis(decided.index)
        same = (stored == decided[DIGEST]).fillna(False).astype(bool)
        left = digests.index.difference(pd.Index(decided["partner_id"]))
        return decided[~same].reset_index(drop=True), left.tolist()

    @api.model
    def _signed(self, rows):
        """``rows`` with digests that are true if this transaction writes them."""
        ((transaction,),) = self.env.execute_query(SQL("SELECT %s", THIS_TRANSACTION))
        return rows.assign(**{DIGEST: rows[DIGEST] ^ transaction})
