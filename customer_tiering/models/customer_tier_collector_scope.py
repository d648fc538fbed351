from collections.abc import Iterable
from dataclasses import dataclass, replace

from odoo import api, models
from odoo.tools import SQL

from ..classification import frame as columns
from ..classification import metrics_sales
from .customer_tier_collector import Source
from .customer_tier_sources import PURCHASE_TYPES

KEY = "customer_tier_scope"
PURE_VENDOR = columns.Column("pure_vendor", "bool", False, "never a customer")


@dataclass(frozen=True)
class Scope:
    """The contacts that statements are restricted to, and to whom each belongs.

    ``accounts`` are those of payments, which the statements ask for again and again.

    It travels in the context; as nothing but an object of this class counts, no caller
    from outside can bring one.
    """

    customer: int
    contacts: tuple[int, ...]
    customers: tuple[int, ...]
    accounts: tuple[list[int], list[int]]

    def of(self, pairs: Iterable[tuple[int, int]]) -> "Scope":
        """The same customer among other pairs of contact and customer."""
        contacts, customers = zip(*sorted(set(pairs)), strict=True)
        return replace(self, contacts=contacts, customers=customers)


class CustomerTierCollector(models.AbstractModel):
    """The same statements for one customer, reached by index instead of read in full.

    Restricted are the FROM item from contact to customer, through which every source
    goes, and the two tables that link documents to each other and know no customer.
    What must look at all customers says so at the end of this file.
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
        scope = Scope(customer.id, (), (), self._payment_accounts())
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
        contacts = list(self._scope().contacts)
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
            contacts=contacts,
            items=self._own_items(contacts),
        )

    @api.model
    def _own_items(self, contacts):
        """Array of the receivable items of the documents and payments of ``contacts``.

        As an array, so that the planner looks each one up.
        """
        receivable, _money = self._payment_accounts()
        return SQL(
            """ARRAY(
            SELECT i.id FROM account_move m
              JOIN account_move_line i ON i.move_id = m.id
             WHERE m.partner_id = ANY(%(contacts)s)
               AND i.account_id = ANY(%(receivable)s)
             UNION
            SELECT i.id FROM account_move_line i
             WHERE i.partner_id = ANY(%(contacts)s)
               AND i.account_id = ANY(%(receivable)s))""",
            contacts=contacts,
            receivable=receivable,
        )

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
    def _payment_accounts(self):
        scope = self._scope()
        return scope.accounts if scope else super()._payment_accounts()

    @api.model
    def _payment_with(self, scheme, as_of, first=None, only=None):
        """Of the entries with money those that touch the customer's items."""
        scope = self._scope()
        if scope is not None:
            own = SQL(
                """l.move_id = ANY(ARRAY(
                   SELECT o.move_id FROM account_partial_reconcile f
                     JOIN account_move_line o
                          ON o.id IN (f.debit_move_id, f.credit_move_id)
                    UNION
                   SELECT o.move_id FROM account_move_line o
                    WHERE o.partner_id = ANY(%s) AND o.reconciled IS NOT TRUE))""",
                list(scope.contacts),
            )
            only = SQL("%s AND %s", own, only) if only else own
        return super()._payment_with(scheme, as_of, first, only)

    # ------------------------------------------------------------ what looks at others

    @api.model
    def _referrals_sql(self, scheme, as_of):
        """In the scope are those whom he may have referred, and who else they name."""
        scope = self._scope()
        if scope is None:
            return super()._referrals_sql(scheme, as_of)
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        named = partners.search([("customer_tier_referrer_id", "in", scope.contacts)])
        referred = self._contacts_of(scheme, scheme._customers_of(named))
        naming = partners.browse(contact for contact, _ in referred)
        referrers = {
            (referrer.id, scheme._customers_of(referrer).id)
            for referrer in naming.customer_tier_referrer_id
        }
        own = zip(scope.contacts, scope.customers, strict=True)
        wider = scope.of({*own, *referred, *referrers})
        return super(CustomerTierCollector, self._scoped(wider))._referrals_sql(
            scheme, as_of
        )

    @api.model
    def _categories_sql(self, scheme, as_of):
        """The whole is the categories that anybody bought from, asked one by one."""
        scope = self._scope()
        if scope is None:
            return super()._categories_sql(scheme, as_of)
        window = scheme._window(as_of)
        everybody = self._scoped(None)
        bought = SQL("m.move_type = ANY(%s)", list(PURCHASE_TYPES))
        lines = SQL(
            """account_move_line l JOIN product_product product
                    ON product.id = l.product_id AND l.display_type = 'product'
               JOIN product_template t ON t.id = product.product_tmpl_id"""
        )
        return SQL(
            """
            SELECT m.customer_id AS partner_id,
                   COUNT(DISTINCT t.categ_id)::float8 / (
                       SELECT COUNT(*) FROM product_category category
                        CROSS JOIN LATERAL (
                            SELECT 1 FROM %(lines)s JOIN %(all)s m ON m.id = l.move_id
                             WHERE t.categ_id = category.id AND %(bought)s
                             LIMIT 1) anybody) AS %(depth)s
              FROM %(own)s m JOIN %(lines)s ON l.move_id = m.id
             WHERE %(bought)s AND t.categ_id IS NOT NULL
             GROUP BY m.customer_id
            """,
            lines=lines,
            all=everybody._documents(scheme, window.last, window.first),
            own=self._documents(scheme, window.last, window.first),
            bought=bought,
            depth=SQL.identifier(metrics_sales.CATEGORY_DEPTH.name),
        )

    @api.model
    def _group_source(self, scheme):
        """A city's key is its place among all cities: that of his neighbours there."""
        source = super()._group_source(scheme)
        scope = self._scope()
        if scope is None or scheme.group_by != "city":
            return source
        return Source(
            SQL(
                """
                SELECT p.id AS partner_id,
                       CASE WHEN TRIM(p.city) <> '' THEN COALESCE((
                           SELECT s.group_key FROM res_partner n
                             JOIN customer_tier_standing s ON s.partner_id = n.id
                            WHERE s.scheme_id = %(scheme)s AND s.rank > 0
                              AND LOWER(TRIM(n.city)) = LOWER(TRIM(p.city))
                              AND n.country_id IS NOT DISTINCT FROM p.country_id
                              AND (n.id <> p.id OR NOT EXISTS (
                                  SELECT FROM customer_tier_standing o
                                   WHERE o.scheme_id = s.scheme_id AND o.rank > 0
                                     AND o.group_key = s.group_key AND o.id <> s.id))
                            LIMIT 1), -1) END AS %(key)s
                  FROM res_partner p WHERE p.id = %(customer)s
                """,
                scheme=scheme.id,
                key=SQL.identifier(columns.GROUP.name),
                customer=scope.customer,
            ),
            source.columns,
        )
