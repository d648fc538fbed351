from collections.abc import Iterable
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.tools import SQL

from ...classification import frame as columns
from .customer_tier_collector import Source

KEY = "customer_tier_scope"
PURE_VENDOR = columns.Column("pure_vendor", "bool", False, "never a customer")


@dataclass(frozen=True)
class Scope:
    """The contacts that statements are restricted to, and to whom each belongs.

    ``accounts`` are those of payments, which the statements ask for again and again;
    ``items`` the receivable items of the contacts' documents and payments, and
    ``entries`` the entries that may hold money for them. As literals, so that the
    planner knows whether they are four or forty thousand.

    It travels in the context; as nothing but an object of this class counts, no caller
    from outside can bring one.
    """

    customer: int
    contacts: tuple[int, ...]
    customers: tuple[int, ...]
    accounts: tuple[list[int], list[int]]
    items: list[int]
    entries: list[int]

    def of(self, pairs: Iterable[tuple[int, int]]) -> "Scope":
        """The same customer among other pairs of contact and customer."""
        contacts, customers = zip(*sorted(set(pairs)), strict=True)
        return replace(self, contacts=contacts, customers=customers)


class CustomerTierCollector(models.AbstractModel):
    """The same statements for one customer, reached by index instead of read in full.

    Restricted are the FROM item from contact to customer, through which every source
    goes, and the two tables that link documents to each other and know no customer.
    What must look at other customers is in the next file.
    """

    _inherit = "customer.tier.collector"

    @api.model
    def _scope(self):
        scope = self.env.context.get(KEY)
        return scope if isinstance(scope, Scope) else None

    @api.model
    def _scoped(self, scope):
        return self.with_context(**{KEY: scope})

    @api.model
    def _only(self, scheme, customer):
        """This collector, restricted to one customer with all his contacts, ever."""
        pairs = self._contacts_of(scheme, customer) or [(customer.id, customer.id)]
        accounts = self._payment_accounts()
        contacts = [contact for contact, _ in pairs]
        items, entries = self._own_items(contacts, accounts[0])
        scope = Scope(customer.id, (), (), accounts, items, entries)
        return self._scoped(scope.of(pairs))

    @api.model
    def _contacts_of(self, scheme, customers):
        """Pairs of contact and customer: all contacts of ``customers``, ever."""
        if scheme.customer_level == "company":
            query = SQL(
                "SELECT id, commercial_partner_id FROM res_partner"
                " WHERE commercial_partner_id = ANY(%s)",
                customers.ids,
            )
        else:
            query = SQL(
                """
                WITH RECURSIVE heads AS (
                    SELECT id, id AS customer_id FROM res_partner
                     WHERE parent_id IS NULL AND id = ANY(%s)
                    UNION ALL
                    SELECT p.id, heads.customer_id
                      FROM res_partner p JOIN heads ON heads.id = p.parent_id
                )
                SELECT id, customer_id FROM heads""",
                customers.ids,
            )
        return self.env.execute_query(query)

    # ------------------------------------------------------------ reading

    @api.model
    def _collect_one(self, scheme, as_of, needed):
        """The frame of `_collect` for the one customer, empty if he is none.

        ``needed`` are the columns to read. One statement: every source joined by the
        one id.
        """
        self.env.flush_all()
        sources = [
            source
            for source in self._sources(scheme, as_of).values()
            if not source.optional or needed & {c.name for c in source.columns}
        ]
        if scheme.group_by:
            sources.append(self._group_source(scheme))
        population = Source(self._population_sql(scheme), (PURE_VENDOR,))
        read = [column for source in sources for column in source.columns]
        found = self._read_frame(
            self._joined([population, *sources]), [PURE_VENDOR, *read]
        )
        frame = columns.single(found, read)
        return self._without_vendors(frame, found[PURE_VENDOR.name].to_numpy())

    @api.model
    def _joined(self, sources):
        """The customer's one row in each source; the first one tells if he is there."""
        names, items = [], []
        for place, source in enumerate(sources):
            alias = SQL.identifier(f"source_{place}")
            items.append(
                SQL(
                    "(SELECT * FROM (%s) every WHERE partner_id = %s) %s",
                    source.statement(),
                    self._scope().customer,
                    alias,
                )
            )
            for column in source.columns:
                name = SQL.identifier(f"source_{place}", column.name)
                if column.kind == "bool":
                    # no row is what the column says, and not simply false
                    name = SQL(
                        "CASE WHEN %s.partner_id IS NULL THEN %s ELSE %s END",
                        alias,
                        column.missing,
                        name,
                    )
                names.append(SQL("%s AS %s", name, SQL.identifier(column.name)))
        return SQL(
            "WITH %s SELECT source_0.partner_id, %s FROM %s",
            self._links(),
            SQL(", ").join(names),
            SQL(" LEFT JOIN ").join(
                [items[0], *(SQL("%s ON TRUE", item) for item in items[1:])]
            ),
        )

    @api.model
    def _links(self):
        """Common table expressions that stand for the tables they are named after.

        Links between documents know no customer, and a statement that sums them up
        would read all of them. One that is not used costs nothing.
        """
        scope = self._scope()
        return SQL(
            """
            account_partial_reconcile AS (
                SELECT * FROM account_partial_reconcile
                 WHERE debit_move_id = ANY(%(items)s) OR credit_move_id = ANY(%(items)s)
            ),
            sale_order_line_invoice_rel AS (
                SELECT r.* FROM account_move m
                  JOIN account_move_line l ON l.move_id = m.id
                  JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
                 WHERE m.partner_id = ANY(%(contacts)s)
            )
            """,
            contacts=list(scope.contacts),
            items=scope.items,
        )

    @api.model
    def _own_items(self, contacts, receivable):
        """Ids for `Scope`: ``(items, entries)`` of ``contacts``."""
        ((items, entries),) = self.env.execute_query(
            SQL(
                """
                WITH items AS MATERIALIZED (
                    SELECT i.id, NULL::int AS open_entry
                      FROM account_move m
                      JOIN account_move_line i ON i.move_id = m.id
                     WHERE m.partner_id = ANY(%(contacts)s)
                       AND i.account_id = ANY(%(receivable)s)
                 UNION ALL
                    SELECT id, CASE WHEN reconciled IS NOT TRUE THEN move_id END
                      FROM account_move_line
                     WHERE partner_id = ANY(%(contacts)s)
                       AND account_id = ANY(%(receivable)s)
                ), matched AS (
                    SELECT f.debit_move_id, f.credit_move_id FROM items
                      JOIN account_partial_reconcile f ON f.debit_move_id = items.id
                 UNION ALL
                    SELECT f.debit_move_id, f.credit_move_id FROM items
                      JOIN account_partial_reconcile f ON f.credit_move_id = items.id
                ), sides AS (
                    SELECT debit_move_id AS id FROM matched
                     UNION SELECT credit_move_id FROM matched
                )
                SELECT ARRAY(SELECT DISTINCT id FROM items),
                       ARRAY(SELECT l.move_id FROM sides
                               JOIN account_move_line l ON l.id = sides.id
                              UNION
                             SELECT open_entry FROM items
                              WHERE open_entry IS NOT NULL)
                """,
                contacts=contacts,
                receivable=receivable,
            )
        )
        return items, entries

    # ------------------------------------------------------------ restricted

    @api.model
    def _customers(self, scheme):
        scope = self._scope()
        if scope is None:
            return super()._customers(scheme)
        return SQL(
            "(SELECT * FROM UNNEST(%s, %s) everybody (id, customer_id))",
            list(scope.contacts),
            list(scope.customers),
        )

    @api.model
    def _contact_among(self, column):
        scope = self._scope()
        if scope is None:
            return super()._contact_among(column)
        return SQL("%s = ANY(%s)", column, list(scope.contacts))

    @api.model
    def _payment_accounts(self):
        scope = self._scope()
        return scope.accounts if scope else super()._payment_accounts()

    @api.model
    def _payment_with(self, scheme, as_of, first=None, only=None):
        """Of the entries with money those that touch the customer's items."""
        scope = self._scope()
        if scope is not None:
            own = SQL("l.move_id = ANY(%s)", scope.entries)
            only = SQL("%s AND %s", own, only) if only else own
        return super()._payment_with(scheme, as_of, first, only)

    @api.model
    def _items_looked_at(self):
        scope = self._scope()
        if scope is None:
            return super()._items_looked_at()
        return SQL("i.id = ANY(%s)", scope.items)
