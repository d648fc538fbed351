from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...gifting.flow import END
from .customer_gift_seal import chained

BATCH = 10_000
# what is wrong with an entry
CHANGED = "changed"
MISSING = "missing"
INSERTED = "inserted"


class Problem(NamedTuple):
    """An entry that is not as it was entered; ``position`` 0 is not in the chain."""

    position: int
    number: str
    kind: str


class CustomerGiftSeal(models.Model):
    """Check the register against its seals: a statement for ten thousand entries."""

    _inherit = "customer.gift.seal"

    @api.model
    def _verify(self, company):
        """``(number of entries, position, hash, problems)`` of ``company``.

        ``position`` and ``hash`` are those of the last seal. The problems are in the
        order of the chain, those of entries without a seal come last.
        """
        self.env.flush_all()
        problems, entries = [], set()
        position, last = 0, ""
        while rows := self._next_seals(company, position):
            for row in rows:
                place, gift_id, number, kind, digest, stored = row[:6]
                if place > position + 1:
                    # the number of a seal that is gone is not known
                    problems.append(Problem(position + 1, "", MISSING))
                if place != position + 1 or stored != chained(
                    last, place, gift_id, number, kind, digest
                ):
                    if place == position + 1:
                        problems.append(Problem(place, number, CHANGED))
                elif wrong := self._wrong(*row[6:]):
                    problems.append(Problem(place, number, wrong))
                position, last = place, stored
                entries.add(gift_id)
        problems += self._unsealed(company)
        return len(entries), position, last, problems

    @staticmethod
    def _wrong(exists, latest, fits, mark_fits):
        if not exists:
            return MISSING if latest else None
        return CHANGED if latest and not (fits and mark_fits) else None

    def _next_seals(self, company, position):
        """The next seals, each with how its entry looks now, see `_wrong`.

        The mark *Corrected* changes after the entry; it must fit the later entries.
        """
        part = SQL(
            """
            (SELECT s.*, s.gift_id AS id_of_gift, NOT EXISTS (
                    SELECT FROM customer_gift_seal n
                     WHERE n.gift_id = s.gift_id AND n.position > s.position) AS latest
               FROM customer_gift_seal s
              WHERE s.company_id = %s AND s.position > %s
              ORDER BY s.position LIMIT %s)
            """,
            company.id,
            position,
            BATCH,
        )
        asked = SQL("(SELECT gift_id AS id, salt FROM part WHERE latest)")
        return self.env.execute_query(
            SQL(
                """
                WITH part AS MATERIALIZED %(part)s
                SELECT part.position, part.gift_id, part.number, part.kind,
                       part.digest, part.hash, g.id IS NOT NULL, part.latest,
                       COALESCE(d.digest = part.digest, FALSE),
                       COALESCE(g.corrected, FALSE) = EXISTS (
                           SELECT FROM customer_gift c WHERE c.corrects_id = g.id)
                  FROM part
                  LEFT JOIN customer_gift g ON g.id = part.gift_id
                  LEFT JOIN %(digests)s d ON d.id = part.gift_id AND part.latest
                 ORDER BY part.position
                """,
                part=part,
                digests=self._digests(asked),
            )
        )

    def _unsealed(self, company):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(g.number, '') FROM customer_gift g
                 WHERE g.company_id = %s AND (g.state = ANY(%s) OR g.number IS NOT NULL)
                   AND NOT EXISTS (
                       SELECT FROM customer_gift_seal s WHERE s.gift_id = g.id)
                 ORDER BY g.number, g.id
                """,
                company.id,
                list(END),
            )
        )
        return [Problem(0, number, INSERTED) for (number,) in rows]
