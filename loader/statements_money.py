"""The set-based SQL for payments, exchange differences and reconciliations.

The tables and terms are those of ``statements``.
"""

from loader.statements import (
    DOCUMENTS,
    MATCHED,
    MATCHED_TABLE,
    PRODUCT_LINES,
    STAMPS,
    TERM_LINES,
    line_like,
    signed,
)

PAYMENTS = (
    "account_move",
    """
    FROM ldr_payment y
    JOIN ldr_document d ON d.pos = y.document
    JOIN res_partner partner ON partner.id = d.commercial_partner_id
    JOIN ldr_proto_move p ON p.ldr_kind = 'payment'
    """,
    {
        **STAMPS,
        "id": "y.id",
        "name": "y.name",
        "sequence_prefix": "y.sequence_prefix",
        "sequence_number": "y.sequence_number",
        "ref": "d.name",
        "date": "y.date",
        "partner_id": "d.commercial_partner_id",
        "commercial_partner_id": "d.commercial_partner_id",
        "invoice_partner_display_name": "partner.complete_name",
        "fiscal_position_id": "d.fiscal_position_id",
        "currency_id": "d.currency_id",
        "amount_total": "y.amount",
        "amount_total_signed": "y.balance",
        "amount_total_in_currency_signed": "y.amount",
    },
)

_source, _columns = line_like("y", "'payment'", "liquidity")
LIQUIDITY_LINES = (
    "account_move_line",
    f"FROM ldr_payment y JOIN ldr_document d ON d.pos = y.document {_source}",
    {
        **_columns,
        **signed("y.balance", "d.sign"),
        "name": "d.name",
        "ref": "d.name",
        "amount_currency": "d.sign * y.amount",
        "price_subtotal": "d.sign * y.amount",
        "price_total": "d.sign * y.amount",
        "amount_residual": "d.sign * y.balance",
        "amount_residual_currency": "d.sign * y.amount",
    },
)

_source, _columns = line_like("y", "'payment'", "receivable")
PAYMENT_LINES = (
    "account_move_line",
    f"""
    FROM ldr_payment y
    JOIN ldr_document d ON d.pos = y.document
    {_source}
    LEFT JOIN (SELECT DISTINCT payment FROM ldr_partial) used ON used.payment = y.pos
    {MATCHED}
    """,
    {
        **_columns,
        **signed("y.balance", "-d.sign"),
        "id": "y.line_id",
        "name": "d.name",
        "ref": "d.name",
        "account_id": "d.receivable_account_id",
        "amount_currency": "-d.sign * y.amount",
        "price_subtotal": "-d.sign * y.amount",
        "price_total": "-d.sign * y.amount",
        "amount_residual": "-d.sign * y.residual",
        "amount_residual_currency": "-d.sign * y.residual_currency",
        "reconciled": "y.residual = 0 AND y.residual_currency = 0",
        "full_reconcile_id": "CASE WHEN used.payment IS NOT NULL THEN m.full_id END",
        "matching_number": ("CASE WHEN used.payment IS NOT NULL THEN m.number END"),
    },
)

EXCHANGES = (
    "account_move",
    "FROM ldr_exchange x JOIN ldr_proto_move p ON p.ldr_kind = 'exchange'",
    {
        **STAMPS,
        "id": "x.id",
        "name": "x.name",
        "sequence_prefix": "x.sequence_prefix",
        "sequence_number": "x.sequence_number",
        "date": "x.date",
        "amount_total_signed": "x.amount",
    },
)

_source, _columns = line_like("x", "'exchange'", "receivable")
EXCHANGE_LINES = (
    "account_move_line",
    f"""
    FROM ldr_difference w
    JOIN ldr_exchange x ON x.pos = w.exchange
    JOIN ldr_document d ON d.pos = x.document
    {_source}
    {MATCHED}
    """,
    {
        **_columns,
        **signed("w.amount", "-w.sign"),
        "id": "w.line_id",
        "sequence": "w.sequence",
        "account_id": "d.receivable_account_id",
        "full_reconcile_id": "m.full_id",
        "matching_number": "m.number",
    },
)

_source, _columns = line_like("x", "'exchange'", "difference")
DIFFERENCE_LINES = (
    "account_move_line",
    f"""
    FROM ldr_difference w
    JOIN ldr_exchange x ON x.pos = w.exchange
    JOIN ldr_document d ON d.pos = x.document
    {_source}
    """,
    {
        **_columns,
        **signed("w.amount", "w.sign"),
        "sequence": "w.sequence + 1",
        "account_id": "w.account_id",
    },
)

FULLS = """
    INSERT INTO account_full_reconcile (
        id, create_uid, write_uid, create_date, write_date
    )
    SELECT id, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM ldr_full
"""

# The debit side of a match is the invoice or the payment of a refund. An exchange
# difference is matched with the line whose rest it settles.
PARTIALS = """
    INSERT INTO account_partial_reconcile (
        id, debit_move_id, credit_move_id, full_reconcile_id, exchange_move_id,
        debit_currency_id, credit_currency_id, company_id, max_date,
        amount, debit_amount_currency, credit_amount_currency,
        create_uid, write_uid, create_date, write_date
    )
    SELECT s.id,
           CASE WHEN s.sign > 0 THEN s.one ELSE s.other END,
           CASE WHEN s.sign > 0 THEN s.other ELSE s.one END,
           f.id, s.exchange_move_id,
           s.currency_id, s.currency_id, %(company_id)s, s.max_date,
           s.amount, s.amount_currency, s.amount_currency,
           %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM (
            SELECT m.id, m.document, d.sign, d.term_id AS one, y.line_id AS other,
                   x.id AS exchange_move_id, d.currency_id,
                   GREATEST(d.date, y.date) AS max_date, m.amount, m.amount_currency
              FROM ldr_partial m
              JOIN ldr_document d ON d.pos = m.document
              JOIN ldr_payment y ON y.pos = m.payment
              LEFT JOIN ldr_exchange x ON x.partial = m.pos
         UNION ALL
            SELECT w.partial_id, x.document, w.sign,
                   CASE WHEN w.on_document THEN d.term_id ELSE y.line_id END,
                   w.line_id, NULL, d.currency_id,
                   GREATEST(
                       CASE WHEN w.on_document THEN d.date ELSE y.date END, x.date
                   ),
                   w.amount, 0
              FROM ldr_difference w
              JOIN ldr_exchange x ON x.pos = w.exchange
              JOIN ldr_document d ON d.pos = x.document
              JOIN ldr_payment y ON y.pos = x.payment
           ) s
      LEFT JOIN ldr_full f ON f.document = s.document
"""

# Odoo counts every posted entry in which the partner has a receivable item.
CUSTOMER_RANKS = """
    UPDATE res_partner
       SET customer_rank = COALESCE(customer_rank, 0) + c.entries
      FROM (
            SELECT partner_id, COUNT(*) AS entries
              FROM (
                    SELECT commercial_partner_id AS partner_id FROM ldr_document
                 UNION ALL
                    SELECT partner_id FROM ldr_document
                     WHERE partner_id != commercial_partner_id
                 UNION ALL
                    SELECT d.commercial_partner_id
                      FROM ldr_payment y JOIN ldr_document d ON d.pos = y.document
                 UNION ALL
                    SELECT d.commercial_partner_id
                      FROM ldr_exchange x JOIN ldr_document d ON d.pos = x.document
                   ) e
             GROUP BY partner_id
           ) c
     WHERE res_partner.id = c.partner_id
"""

# Parents before children, so that each foreign key finds its row.
IN_ORDER = (
    "DROP TABLE IF EXISTS ldr_matched",
    MATCHED_TABLE,
    "ANALYZE ldr_matched",
    DOCUMENTS,
    PAYMENTS,
    EXCHANGES,
    FULLS,
    PRODUCT_LINES,
    TERM_LINES,
    LIQUIDITY_LINES,
    PAYMENT_LINES,
    EXCHANGE_LINES,
    DIFFERENCE_LINES,
    PARTIALS,
    CUSTOMER_RANKS,
)
