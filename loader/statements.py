"""The set-based SQL for customers and documents, where they differ from prototypes.

Tables filled by ``ledger`` (all temporary): ``ldr_document``, ``ldr_line``,
``ldr_payment``, ``ldr_partial``, ``ldr_exchange``, ``ldr_full`` and, per target
table, ``ldr_proto_…``. All joins use plain equality, which PostgreSQL can hash, because
a million rows are joined here. Amounts are >= 0 (but a line of a document can be
negative); ``sign`` is 1 for an invoice and -1 for a refund.
All statements are constant: the input is never part of a statement.
"""

NOW = "now() AT TIME ZONE 'UTC'"
STAMPS = {"create_date": NOW, "write_date": NOW}

# The reconciliation of a document: the number of the full reconciliation, or P and the
# smallest of its partial reconciliations. It is a separate table, so that PostgreSQL
# knows its size when it plans the joins.
MATCHED_TABLE = """
    CREATE TEMP TABLE ldr_matched AS
    SELECT m.document, f.id AS full_id,
           COALESCE(f.id::text, 'P' || m.first_id) AS number
      FROM (
            SELECT document, MIN(id) AS first_id FROM ldr_partial GROUP BY document
           ) m
      LEFT JOIN ldr_full f ON f.document = m.document
"""
MATCHED = "LEFT JOIN ldr_matched m ON m.document = d.pos"


def signed(column, sign):
    """Debit, credit and balance of ``column`` (company currency) times ``sign``."""
    value = f"({sign} * {column})"
    return {
        "balance": value,
        "debit": f"GREATEST({value}, 0)",
        "credit": f"GREATEST(-{value}, 0)",
    }


def line_like(move, kind, role):
    """The columns that each journal item repeats from its entry."""
    source = f"JOIN ldr_proto_line p ON p.ldr_kind = {kind} AND p.ldr_role = '{role}'"
    columns = {
        **STAMPS,
        "move_id": f"{move}.id",
        "move_name": f"{move}.name",
        "date": f"{move}.date",
        "partner_id": "d.commercial_partner_id",
        "currency_id": "d.currency_id",
    }
    return source, columns


PARTNERS = (
    "res_partner",
    """
    FROM ldr_partner n
    JOIN ldr_proto_partner p
      ON COALESCE(p.country_id, 0) = COALESCE(n.country_id, 0)
    """,
    {
        **STAMPS,
        "id": "n.id",
        "name": "n.name",
        "complete_name": "n.name",
        "commercial_company_name": "n.name",
        "commercial_partner_id": "n.id",
        "industry_id": "n.industry_id",
        "user_id": "n.user_id",
        "customer_rank": "0",
    },
)

DOCUMENTS = (
    "account_move",
    """
    FROM ldr_document d
    JOIN ldr_proto_move p ON p.ldr_kind = d.kind
    JOIN res_partner partner ON partner.id = d.partner_id
    """,
    {
        **STAMPS,
        "id": "d.id",
        "name": "d.name",
        "sequence_prefix": "d.sequence_prefix",
        "sequence_number": "d.sequence_number",
        "payment_reference": "CASE WHEN d.sign > 0 THEN d.name END",
        "ref": "d.ref",
        "partner_id": "d.partner_id",
        "commercial_partner_id": "d.commercial_partner_id",
        "partner_shipping_id": "d.partner_id",
        "invoice_partner_display_name": "partner.complete_name",
        "invoice_user_id": "d.user_id",
        "fiscal_position_id": "d.fiscal_position_id",
        "currency_id": "d.currency_id",
        "invoice_currency_rate": "d.rate",
        "date": "d.date",
        "invoice_date": "d.date",
        "invoice_date_due": "d.due_date",
        "amount_untaxed": "d.total",
        "amount_total": "d.total",
        "amount_residual": "d.residual_currency",
        "amount_untaxed_signed": "d.sign * d.balance",
        "amount_untaxed_in_currency_signed": "d.sign * d.total",
        "amount_total_signed": "d.sign * d.balance",
        "amount_total_in_currency_signed": "d.sign * d.total",
        "amount_residual_signed": "d.sign * d.residual",
        "payment_state": "d.payment_state",
    },
)

_source, _columns = line_like("d", "d.kind", "product")
PRODUCT_LINES = (
    "account_move_line",
    f"""
    FROM ldr_line l
    JOIN ldr_document d ON d.pos = l.document
    {_source}
    ORDER BY l.pos
    """,
    {
        **_columns,
        **signed("l.balance", "-d.sign"),
        "name": "l.label",
        "ref": "d.ref",
        "invoice_date": "d.date",
        "account_id": "d.income_account_id",
        "product_id": "l.product_id",
        "amount_currency": "-d.sign * l.amount",
        "price_unit": "l.amount",
        "price_subtotal": "l.amount",
        "price_total": "l.amount",
    },
)

_source, _columns = line_like("d", "d.kind", "term")
TERM_LINES = (
    "account_move_line",
    f"""
    FROM ldr_document d
    {_source}
    {MATCHED}
    """,
    {
        **_columns,
        **signed("d.balance", "d.sign"),
        "id": "d.term_id",
        # In Odoo, the label of the receivable item has both references.
        "name": "CASE WHEN d.sign > 0 THEN concat_ws(' - ', d.ref, d.name) END",
        "ref": "d.ref",
        "invoice_date": "d.date",
        "date_maturity": "d.due_date",
        "account_id": "d.receivable_account_id",
        "amount_currency": "d.sign * d.total",
        "amount_residual": "d.sign * d.residual",
        "amount_residual_currency": "d.sign * d.residual_currency",
        "reconciled": "d.residual = 0 AND d.residual_currency = 0",
        "full_reconcile_id": "m.full_id",
        "matching_number": "m.number",
    },
)
