"""Orders, invoices, refunds and payments of a shop, by SQL; see shop.py."""

from bench import rows
from loader.prototypes import INVOICE, PAYMENT, REFUND


def _who(first):
    base = first["res_partner"]
    return {
        "partner_id": f"COALESCE({first['contact']} + d.contact, {base} + d.buyer)",
        "commercial_partner_id": f"{base} + d.buyer",
    }


def orders(cr, models, first):
    """A confirmed order with one line for each document."""
    base = first["sale_order"]
    partner = _who(first)["partner_id"]
    rows.insert_like(
        cr,
        "sale_order",
        models["sale_order"],
        "bench_document d",
        {
            "id": f"{base} + d.n",
            "name": "'B' || d.n",
            "partner_id": partner,
            "partner_invoice_id": partner,
            "partner_shipping_id": partner,
            "date_order": "d.day - 3 + time '10:00'",
            # this date shows when a customer was in contact
            "create_date": "d.day - 3 + time '10:00'",
            "amount_untaxed": "d.amount",
            "amount_total": "d.amount",
            "access_token": "NULL",
        },
    )
    rows.insert_like(
        cr,
        "sale_order_line",
        models["sale_order_line"],
        "bench_document d",
        {
            "id": f"{first['sale_order_line']} + d.n",
            "order_id": f"{base} + d.n",
            "order_partner_id": partner,
            "name": "'Goods'",
            "price_unit": "d.amount",
            "price_subtotal": "d.amount",
            "price_total": "d.amount",
        },
    )


def full_matches(cr, first):
    """A full reconciliation for each invoice that is paid in full."""
    rows.insert_like(
        cr,
        "account_full_reconcile",
        {},
        "(SELECT * FROM bench_payment WHERE whole) d",
        {"id": f"{first['account_full_reconcile']} + d.p"},
    )


def invoices(cr, models, first):
    """Invoices and refunds, each with its line and its receivable item."""
    base, lines = first["account_move"], first["account_move_line"]
    full = f"CASE WHEN d.whole THEN {first['account_full_reconcile']} + d.p END"
    for kind, sign in ((INVOICE, 1), (REFUND, -1)):
        mine = f"""(
            SELECT d.*, p.p, p.whole, p.amount AS paid
              FROM bench_document d LEFT JOIN bench_payment p ON p.n = d.n
             WHERE d.sign = {sign}) d"""
        rest = "d.amount - COALESCE(d.paid, 0)"
        common = {
            **_who(first),
            "move_name": f"'{kind.upper()}/' || d.n",
            "date": "d.day",
            "invoice_date": "d.day",
        }
        rows.insert_like(
            cr,
            "account_move",
            models["moves"][kind],
            mine,
            {
                **_who(first),
                "id": f"{base} + d.n",
                "name": f"'{kind.upper()}/' || d.n",
                "sequence_number": "d.n",
                "sequence_prefix": f"'{kind.upper()}/'",
                "payment_reference": "NULL",
                "access_token": "NULL",
                "invoice_partner_display_name": "NULL",
                "partner_shipping_id": _who(first)["partner_id"],
                "date": "d.day",
                "invoice_date": "d.day",
                "invoice_date_due": "d.day + 30",
                "amount_untaxed": "d.amount",
                "amount_total": "d.amount",
                "amount_residual": rest,
                "amount_untaxed_signed": f"{sign} * d.amount",
                "amount_untaxed_in_currency_signed": f"{sign} * d.amount",
                "amount_total_signed": f"{sign} * d.amount",
                "amount_total_in_currency_signed": f"{sign} * d.amount",
                "amount_residual_signed": f"{sign} * ({rest})",
                "payment_state": "CASE WHEN d.paid IS NULL THEN 'not_paid'"
                f" WHEN {rest} = 0 THEN 'paid' ELSE 'partial' END",
            },
        )
        line = {
            key: value
            for key, value in common.items()
            if key != "commercial_partner_id"
        } | {"partner_id": _who(first)["commercial_partner_id"]}
        rows.insert_like(
            cr,
            "account_move_line",
            models["lines"][kind, "product"],
            mine,
            {
                **line,
                **_signed("d.amount", -sign),
                "product_id": f"(ARRAY{models['products']})"
                f"[1 + floor({len(models['products'])} * power(random(), 3))::int]",
                "id": f"{lines} + 2 * d.n - 1",
                "move_id": f"{base} + d.n",
                "price_unit": "d.amount",
                "price_subtotal": "d.amount",
                "price_total": "d.amount",
            },
        )
        rows.insert_like(
            cr,
            "account_move_line",
            models["lines"][kind, "term"],
            mine,
            {
                **line,
                **_signed("d.amount", sign),
                "id": f"{lines} + 2 * d.n",
                "move_id": f"{base} + d.n",
                "date_maturity": "d.day + 30",
                "amount_residual": f"{sign} * ({rest})",
                "amount_residual_currency": f"{sign} * ({rest})",
                "reconciled": f"({rest}) = 0",
                "full_reconcile_id": full,
            },
        )


def _signed(amount, sign):
    value = f"({sign} * {amount})"
    return {
        "balance": value,
        "debit": f"GREATEST({value}, 0)",
        "credit": f"GREATEST(-{value}, 0)",
        "amount_currency": value,
    }


def payments(cr, models, first):
    """Bank entries, matched with their invoices. Returns their number."""
    cr.execute(
        "SELECT COUNT(*), (SELECT MAX(n) FROM bench_document) FROM bench_payment"
    )
    count, documents = cr.fetchone()
    move = f"{first['account_move'] + documents} + d.p"
    line = first["account_move_line"] + 2 * documents
    partner = _who(first)["commercial_partner_id"]
    full = f"CASE WHEN d.whole THEN {first['account_full_reconcile']} + d.p END"
    rows.insert_like(
        cr,
        "account_move",
        models["moves"][PAYMENT],
        "bench_payment d",
        {
            "id": move,
            "name": "'PAY/' || d.p",
            "sequence_number": "d.p",
            "sequence_prefix": "'PAY/'",
            "partner_id": partner,
            "commercial_partner_id": partner,
            "date": "d.day",
            "amount_total": "d.amount",
            "amount_total_signed": "d.amount",
            "access_token": "NULL",
        },
    )
    common = {
        "partner_id": partner,
        "date": "d.day",
        "move_id": move,
        "move_name": "'PAY/' || d.p",
    }
    for place, (role, sign) in enumerate((("liquidity", 1), ("receivable", -1))):
        values = common | _signed("d.amount", sign)
        if role == "receivable":
            values |= {
                "amount_residual": "0",
                "amount_residual_currency": "0",
                "reconciled": "TRUE",
                "full_reconcile_id": full,
            }
        rows.insert_like(
            cr,
            "account_move_line",
            models["lines"][PAYMENT, role],
            "bench_payment d",
            {**values, "id": f"{line} + 2 * d.p - 1 + {place}"},
        )
    rows.insert_like(
        cr,
        "account_partial_reconcile",
        {"company_id": models["moves"][PAYMENT]["company_id"]},
        "bench_payment d",
        {
            "id": f"{first['account_partial_reconcile']} + d.p",
            "debit_move_id": f"{first['account_move_line']} + 2 * d.n",
            "credit_move_id": f"{line} + 2 * d.p",
            "full_reconcile_id": full,
            "max_date": "d.day",
            "amount": "d.amount",
            "debit_amount_currency": "d.amount",
            "credit_amount_currency": "d.amount",
            "debit_currency_id": str(models["moves"][PAYMENT]["currency_id"]),
            "credit_currency_id": str(models["moves"][PAYMENT]["currency_id"]),
        },
    )
    return count
