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
    ``items``      ids of the receivable items of the contacts' documents and payments
    ``matched``    ids of the items that settle them, or that they settle
    ``entries``    ids of the entries that may hold money for them

    They are literals in the statements, so that the planner knows whether they are four
    or forty thousand.
    """

    customer: int
    contacts: tuple[int, ...]
    customers: tuple[int, ...]
    accounts: Accounts
    items: list[int]
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
    """Ids for `Scope`: ``(items, matched, entries)`` of ``contacts``."""
    (found,) = env.execute_query(
        SQL(
            """
            WITH items AS MATERIALIZED (
                SELECT i.id, NULL::int AS open_entry
                  FROM account_move m
                  JOIN account_move_line i ON i.move_id = m.id
                 WHERE m.commercial_partner_id = ANY(%(contacts)s)
                   AND m.move_type = ANY(%(sold)s)
                   AND i.account_id = ANY(%(receivable)s)
             UNION ALL
                SELECT id, CASE WHEN reconciled IS NOT TRUE THEN move_id END
                  FROM (
                    -- theirs alone: half of all items ever are on these accounts
                    SELECT id, move_id, account_id, reconciled FROM account_move_line
                     WHERE partner_id = ANY(%(contacts)s) OFFSET 0) own
                 WHERE account_id = ANY(%(receivable)s)
            ), matched AS (
                -- arrays, here and below: each row is then reached by its key. Joined,
                -- the planner takes a large customer for all and reads whole tables
                SELECT debit_move_id, credit_move_id FROM account_partial_reconcile
                 WHERE debit_move_id = ANY(ARRAY(SELECT id FROM items))
             UNION ALL
                SELECT debit_move_id, credit_move_id FROM account_partial_reconcile
                 WHERE credit_move_id = ANY(ARRAY(SELECT id FROM items))
            ), sides AS (
                SELECT debit_move_id AS id FROM matched
                 UNION SELECT credit_move_id FROM matched
            )
            SELECT ARRAY(SELECT DISTINCT id FROM items),
                   ARRAY(SELECT id FROM sides),
                   ARRAY(SELECT move_id FROM account_move_line
                          WHERE id = ANY(ARRAY(SELECT id FROM sides))
                          UNION
                         SELECT open_entry FROM items
                          WHERE open_entry IS NOT NULL)
            """,
            contacts=contacts,
            receivable=receivable,
            sold=list(SALE_TYPES),
        )
    )
    return found
