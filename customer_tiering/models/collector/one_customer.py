"""The figures of one customer: the same statements, reached by index.

They are restricted by the FROM item from contact to customer, through which every
source goes, and in the two tables that link documents to each other and know no
customer. The few sources that compare a customer with others look at the scope.
"""

import pandas as pd

from odoo.tools import SQL

from ...classification import frame as columns
from ...tools.id_array import id_array
from . import expected
from .document_types import SALE_TYPES
from .population import POPULATION, PURE_VENDOR, without_vendors


def read_one(reading, needed):
    """The customer frame of the one customer in the scope; empty if they are none.

    One statement: every source joined by the one id.

    :param reading: `Reading` with a scope, and with an expectation if that is needed
    :param needed: set of the names of the columns to read
    """
    reading.env.flush_all()
    sources = [*reading.sources(needed).values()]
    read = [column for source in sources for column in source.columns]
    # one row: COPY and a parser take longer than the row itself
    rows = reading.env.execute_query_dict(_joined(reading, [POPULATION, *sources]))
    names = [columns.CUSTOMER, PURE_VENDOR.name, *(column.name for column in read)]
    found = pd.DataFrame({name: [row[name] for row in rows] for name in names})
    frame = columns.single(found, read)
    frame = without_vendors(frame, found[PURE_VENDOR.name].to_numpy(dtype=bool))
    frame, _expectation = expected.completed(reading, frame, needed)
    return frame


def _joined(reading, sources):
    """The customer's row in each source; the first one says whether there is any."""
    names, items = [], []
    for place, source in enumerate(sources):
        alias = SQL.identifier(f"source_{place}")
        items.append(
            SQL(
                "(SELECT * FROM (%s) every WHERE partner_id = %s) %s",
                source.statement(reading),
                reading.scope.customer,
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
        _links(reading.scope),
        SQL(", ").join(names),
        SQL(" LEFT JOIN ").join(
            [items[0], *(SQL("%s ON TRUE", item) for item in items[1:])]
        ),
    )


def _links(scope):
    """Common table expressions that stand for the tables they are named after.

    Links between documents know no customer, and a statement that sums them up would
    read all of them. One that is not used costs nothing.
    """
    return SQL(
        """
        account_partial_reconcile AS (
            SELECT * FROM account_partial_reconcile
             WHERE debit_move_id = ANY(%(matched)s) OR credit_move_id = ANY(%(matched)s)
        ),
        sale_order_line_invoice_rel AS (
            SELECT r.* FROM account_move m
              JOIN account_move_line l ON l.move_id = m.id
              JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
             WHERE m.commercial_partner_id = ANY(%(contacts)s)
               AND m.move_type = ANY(%(sold)s)
         UNION
            SELECT r.* FROM sale_order o
              JOIN sale_order_line s ON s.order_id = o.id
              JOIN sale_order_line_invoice_rel r ON r.order_line_id = s.id
             WHERE o.partner_invoice_id = ANY(%(contacts)s)
        )
        """,
        contacts=list(scope.contacts),
        sold=list(SALE_TYPES),
        matched=id_array(scope.matched),
    )
