"""Which contacts a reading of one customer looks at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from odoo.tools import SQL

from .accounts import Accounts, payment_accounts
from .customers import customers
from .document_types import SALE_TYPES


@dataclass(frozen=True)
class Scope:
    """One customer, and the contacts that the statements are restricted to.

    ``customer``   id of the customer
    ``contacts``   ids of contacts, and in ``customers`` the customer of each
    ``accounts``   those of `payment_accounts`, which many statements ask for
    ``open``       ids of the receivable items of the contacts' documents and payments
                   that are not settled
    ``matched``    ids of those that are, be it in part, and of the items they are
                   matched with
    ``entries``    ids of the entries that may hold money for them

    They are literals in the statements, so that the planner knows whether they are four
    or forty thousand.
    """

    customer: int
    contacts: tuple[int, ...]
    customers: tuple[int, ...]
    accounts: Accounts
    open: list[int]
    matched: list[int]
    entries: list[int]

    def of(self, pairs: Iterable[tuple[int, int]]) -> "Scope":
        """The same customer among other pairs of contact and customer."""
        contacts, customers = zip(*sorted(set(pairs)), strict=True)
        return replace(self, contacts=contacts, customers=customers)


def scope_of(scheme, customer):
    """The `Scope` of ``customer`` (``res.partner``) with all its contacts, ever."""
    env = scheme.env
    pairs = _contacts_of(scheme, customer) or [(customer.id, customer.id)]
    accounts = payment_accounts(scheme)
    contacts = [contact for contact, _ in pairs]
    found = _own_items(env, contacts, accounts.receivable)
    return Scope(customer.id, (), (), accounts, *found).of(pairs)


def with_referred(reading):
    """The reading of one customer, among those they may have referred.

    And among whoever else those customers name as their referrer: each of them has only
    one.
    """
    scope, scheme = reading.scope, reading.scheme
    partners = reading.env["res.partner"].sudo().with_context(active_test=False)
    named = partners.search([("customer_tier_referrer_id", "in", scope.contacts)])
    referred = _contacts_of(scheme, scheme._customers_of(named))
    naming = partners.browse(contact for contact, _ in referred)
    referrers = {
        (referrer.id, scheme._customers_of(referrer).id)
        for referrer in naming.customer_tier_referrer_id
    }
    own = zip(scope.contacts, scope.customers, strict=True)
    return replace(reading, scope=scope.of({*own, *referred, *referrers}))


def _contacts_of(scheme, partners):
    """Pairs of contact and customer: all contacts of the customers, ever."""
    return scheme.env.execute_query(
        SQL("SELECT id, customer_id FROM %s own", customers(scheme, partners.ids))
    )


def _own_items(env, contacts, receivable):
    """Ids for `Scope`: ``(open, matched, entries)`` of ``contacts``."""
    (found,) = env.execute_query(
        SQL(
            """
            WITH documents AS MATERIALIZED (
                SELECT id FROM account_move
                 WHERE commercial_partner_id = ANY(%(contacts)s)
                   AND move_type = ANY(%(sold)s)
            ), items AS MATERIALIZED (
                -- arrays, here and below: each row is then reached by its key. Joined,
                -- the planner takes a large customer for all and reads whole tables
                SELECT id, move_id, reconciled IS NOT TRUE AS is_open
                  FROM account_move_line
                 WHERE move_id = ANY(ARRAY(SELECT id FROM documents))
                   AND account_id = ANY(%(receivable)s)
             UNION ALL
                SELECT id, move_id, reconciled IS NOT TRUE
                  FROM (
                    -- theirs alone: half of all items ever are on these accounts
                    SELECT id, move_id, account_id, reconciled FROM account_move_line
                     WHERE partner_id = ANY(%(contacts)s) OFFSET 0) own
                 WHERE account_id = ANY(%(receivable)s)
            ), matches AS (
                SELECT debit_move_id, credit_move_id FROM account_partial_reconcile
                 WHERE debit_move_id = ANY(ARRAY(SELECT id FROM items))
             UNION ALL
                SELECT debit_move_id, credit_move_id FROM account_partial_reconcile
                 WHERE credit_move_id = ANY(ARRAY(SELECT id FROM items))
            ), matched AS (
                SELECT debit_move_id AS id FROM matches
                 UNION SELECT credit_move_id FROM matches
            ), others AS (
                SELECT id FROM matched EXCEPT SELECT id FROM items
            )
            SELECT ARRAY(SELECT DISTINCT id FROM items WHERE is_open),
                   ARRAY(SELECT id FROM matched),
                   ARRAY((SELECT move_id FROM items
                           WHERE is_open OR id IN (SELECT id FROM matched)
                           UNION
                          SELECT move_id FROM account_move_line
                           WHERE id = ANY(ARRAY(SELECT id FROM others)))
                         -- an invoice holds no money
                         EXCEPT SELECT id FROM documents)
            """,
            contacts=contacts,
            receivable=receivable,
            sold=list(SALE_TYPES),
        )
    )
    return found
