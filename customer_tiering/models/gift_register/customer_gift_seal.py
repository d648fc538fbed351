import secrets
from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ...tools.unchecked_many2one import UncheckedMany2one

BATCH = 5_000
# first key of the lock that entries of one company wait for
LOCK = "customer_gift_seal"
# Columns of a gift that a seal covers. Empty ones leave no trace in the seal, so a
# column that a later version adds breaks no seal of before.
SEALED = (
    "number", "company_id", "direction", "state", "date", "delivered_on",
    "partner_id", "partner_name", "contact_id", "recipient_name",
    "recipient_function", "pseudonym_id", "user_id", "is_official", "open_tender",
    "scheme_id", "tier_id", "plan_id", "occasion_id", "budget_line_id", "amount",
    "form", "product_id", "description", "quantity", "cost", "list_value",
    "tax_amount", "move_id", "purpose", "nothing_asked", "conflict_note",
    "severity", "findings", "policy_mode", "approver_id", "approved_on",
    "approved_for_id", "exception_reason", "courier", "tracking_number",
    "result_note", "received_use",
    "register_date", "registered_by_id", "keep_until", "after_the_fact",
    "late_reason", "unusual_reason", "budget_note", "corrects_id",
    "correction_reason", "corrected_unapproved",
)  # fmt: skip


class CustomerGiftSeal(models.Model):
    """The chain of a company's register: one seal for each entry, in their order.

    How it works
    ------------
    ``digest`` is the SHA-256 of a random ``salt`` and the entry as JSON, with the
    checksums of its evidence. ``hash`` is the SHA-256 of the seal before it and of what
    this one says, so no seal can be changed, removed or put in between without breaking
    all that follow.

    What may change an entry later adds a new seal for it: a pseudonym, or the merge of
    two contacts. Only the latest seal of an entry must fit it. Old seals lose their
    salt when a person is pseudonymised, as their digest would otherwise confirm a
    guessed name.

    Seals are written by SQL only; nobody can create, write or delete one.
    """

    _name = "customer.gift.seal"
    _description = "Seal of a Gift Register Entry"
    _order = "company_id, position"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    position = fields.Integer(required=True, readonly=True)
    # Unchecked: a seal stays if its entry is deleted behind the register's back
    gift_id = UncheckedMany2one("customer.gift", readonly=True, index=True)
    number = fields.Char(string="Register No.", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("entry", "Entry"),
            ("pseudonym", "Pseudonym"),
            ("merge", "Merge of contacts"),
            ("upgrade", "Upgrade"),
        ],
        string="Sealed on",
        required=True,
        readonly=True,
    )
    digest = fields.Char(required=True, readonly=True)
    salt = fields.Char(readonly=True, groups="base.group_system")
    hash = fields.Char(required=True, readonly=True)

    _position_unique = models.UniqueIndex(
        "(company_id, position)", "The register has a seal at this position already."
    )

    @api.model
    def _seal(self, gifts, kind="entry"):
        """Append a seal for each of ``gifts``, which have a number, in their order."""
        self.env.flush_all()
        for company, own in sorted(
            gifts.grouped("company_id").items(), key=lambda item: item[0].id
        ):
            position, last = self._locked_head(company)
            for ids in split_every(BATCH, own.ids):
                position, last = self._append(company, ids, kind, position, last)
        self.invalidate_model()

    def _append(self, company, ids, kind, position, last):
        salts = [secrets.token_hex(16) for _id in ids]
        asked = SQL("(SELECT * FROM UNNEST(%s, %s) a (id, salt))", list(ids), salts)
        digests = {
            id_: (number, digest)
            for id_, number, digest in self.env.execute_query(
                SQL("SELECT id, number, digest FROM %s d", self._digests(asked))
            )
        }
        rows = []
        for id_, salt in zip(ids, salts, strict=True):
            position += 1
            number, digest = digests[id_]
            last = chained(last, position, id_, number, kind, digest)
            row = (company.id, position, id_, number, kind, digest, salt, last)
            rows.append(SQL("%s", (*row, self.env.uid, self.env.cr.now())))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_gift_seal
                       (company_id, position, gift_id, number, kind, digest, salt, hash,
                        create_uid, create_date)
                VALUES %s
                """,
                SQL(", ").join(rows),
            )
        )
        return position, last

    @staticmethod
    def _digests(asked):
        """SQL: id, number and digest of the gifts; ``asked``: SQL of id and salt."""
        return SQL(
            """
            (SELECT g.id, g.number,
                    ENCODE(SHA256(CONVERT_TO(
                        a.salt || JSONB_STRIP_NULLS(TO_JSONB(entry))::text
                               || COALESCE(files.list::text, ''), 'UTF8')), 'hex')
                    AS digest
               FROM %(asked)s a
               JOIN customer_gift g ON g.id = a.id
              CROSS JOIN LATERAL (SELECT %(columns)s) entry
               LEFT JOIN LATERAL (
                    SELECT JSONB_AGG(
                               JSONB_BUILD_ARRAY(f.id, f.name, f.res_field, f.checksum,
                                                 f.url)
                               ORDER BY f.id) AS list
                      FROM (SELECT f.* FROM ir_attachment f
                             WHERE f.res_model = 'customer.gift' AND f.res_id = g.id
                               AND f.res_field IS NOT NULL
                             UNION
                            SELECT f.* FROM customer_gift_evidence_rel r
                              JOIN ir_attachment f ON f.id = r.ir_attachment_id
                             WHERE r.customer_gift_id = g.id) f
                    ) files ON TRUE)
            """,
            asked=asked,
            columns=SQL(", ").join(SQL.identifier("g", name) for name in SEALED),
        )

    def _locked_head(self, company):
        """``(position, hash)`` of the last seal; nobody else appends until the commit.

        The transaction's own snapshot is older than the wait for the lock. So the last
        seal that others have committed is read on a connection of its own, and nobody
        has to start again.
        """
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(HASHTEXT(%s), %s)", LOCK, company.id)
        )
        head = self._head(self.env.cr, company)
        # while modules are loaded, the table may be locked by this transaction
        if self.env.registry.ready:
            with self.env.registry.cursor() as other:
                head = max(head, self._head(other, company))
        return head

    @staticmethod
    def _head(cr, company):
        cr.execute(
            SQL(
                "SELECT position, hash FROM customer_gift_seal WHERE company_id = %s"
                " ORDER BY position DESC LIMIT 1",
                company.id,
            )
        )
        return cr.fetchone() or (0, "")

    # ------------------------------------------------------------ later changes

    @api.model
    def _intact(self, gifts):
        """Those of ``gifts`` that fit their latest seal; only these are sealed anew."""
        self.env.flush_all()
        asked = SQL("%s", self._latest(gifts.ids))
        rows = self.env.execute_query(
            SQL(
                "SELECT d.id FROM %s d JOIN %s s ON s.id = d.id"
                " WHERE s.digest = d.digest",
                self._digests(asked),
                asked,
            )
        )
        fit = {id_ for (id_,) in rows}
        return gifts.filtered(lambda gift: gift.id in fit)

    @staticmethod
    def _latest(ids):
        return SQL(
            "(SELECT DISTINCT ON (gift_id) gift_id AS id, salt, digest"
            " FROM customer_gift_seal WHERE gift_id = ANY(%s)"
            " ORDER BY gift_id, position DESC)",
            list(ids),
        )

    @api.model
    def _forget_salts(self, gifts):
        """Make the seals of ``gifts`` useless for confirming what they once said."""
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift_seal SET salt = NULL WHERE gift_id = ANY(%s)",
                gifts.ids,
            )
        )


def chained(last, position, gift_id, number, kind, digest):
    """The hash of a seal after the one with the hash ``last``, as hexadecimal."""
    text = "|".join((last, str(position), str(gift_id), number, kind, digest))
    return sha256(text.encode()).hexdigest()
