"""Odoo, asked again, finds the loader's entries in order and goes on with them."""

import datetime

import pytest
from load_business import DOCUMENTS, enter_by_loader
from load_orm import post_document, post_payment

STORED = {
    "account.move": [
        "amount_untaxed",
        "amount_total",
        "amount_residual",
        "amount_total_signed",
        "amount_residual_signed",
        "amount_total_in_currency_signed",
        "payment_state",
        "invoice_currency_rate",
    ],
    "account.move.line": [
        "amount_residual",
        "amount_residual_currency",
        "reconciled",
        "parent_state",
        "move_name",
        "date",
        "ref",
        "company_currency_id",
    ],
    "account.partial.reconcile": [
        "company_id",
        "max_date",
        "debit_currency_id",
        "credit_currency_id",
    ],
}


@pytest.fixture(scope="module")
def loaded(env):
    enter_by_loader(env)
    return env


@pytest.fixture(autouse=True)
def undone(loaded):
    yield
    loaded.cr.rollback()
    loaded.invalidate_all()


def _documents(env):
    return env["account.move"].search(
        [("move_type", "in", ("out_invoice", "out_refund"))]
    )


@pytest.mark.parametrize("model", STORED)
def test_recomputing_changes_nothing(loaded, model):
    records = loaded[model].search([])
    names = STORED[model]
    before = records.read(names)
    for name in names:
        loaded.add_to_compute(records._fields[name], records)
    loaded.flush_all()
    loaded.invalidate_all()
    assert len(before) >= 20
    assert records.read(names) == before


def test_each_entry_and_the_trial_balance_are_zero(loaded):
    loaded.cr.execute(
        "SELECT COUNT(*) FROM (SELECT FROM account_move_line GROUP BY move_id "
        "HAVING SUM(balance) != 0 OR SUM(debit - credit) != 0) unbalanced"
    )
    assert loaded.cr.fetchone() == (0,)


def test_partner_ledger_is_the_sum_of_what_is_open(loaded):
    documents = _documents(loaded)
    partners = documents.partner_id
    assert len(partners) == 4
    for partner in partners:
        lines = loaded["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        assert partner.credit == pytest.approx(sum(lines.mapped("amount_residual")))
    # by hand: 75.25 open and 50.5 - 20 of two, in company currency, and 50 EUR
    # of 90 at 0.9 and 50 EUR of 90 at 0.8
    bruxelles = partners.filtered(lambda partner: partner.name == "Bruxelles Outils")
    assert bruxelles.credit == pytest.approx(75.25 + 30.5 + 55.56 + 62.5)


def test_next_document_gets_the_next_number(loaded):
    company = loaded.ref("base.main_company")
    partner = _documents(loaded).partner_id[0]
    count = sum(
        1
        for row in DOCUMENTS
        if row[1].year == 2024 and sum(a for _l, a in row[5]) >= 0
    )
    date = datetime.date(2024, 12, 30)
    currency = company.currency_id
    move = post_document(
        loaded, company, partner, date, date, currency, "next", [("a", 5.0)]
    )
    assert move.name == f"INV/2024/{count + 1:05d}"
    entry = post_payment(loaded, company, move, date, 5.0)
    paid = sum(1 for row in DOCUMENTS for day, _amount in row[6] if day.year == 2024)
    assert entry.name == f"BNK1/2024/{paid + 1:05d}"
    assert move.payment_state == "paid"
    assert not _documents(loaded).filtered("made_sequence_gap")


def test_open_rest_can_be_paid(loaded):
    company = loaded.ref("base.main_company")
    move = _documents(loaded).filtered(lambda each: each.ref == "part")
    assert (move.payment_state, move.amount_residual) == ("partial", 30.5)
    post_payment(loaded, company, move, datetime.date(2024, 5, 5), 30.5)
    assert (move.payment_state, move.amount_residual) == ("paid", 0.0)
    receivable = move.line_ids.filtered(
        lambda line: line.display_type == "payment_term"
    )
    assert receivable.full_reconcile_id
    assert receivable.matching_number == str(receivable.full_reconcile_id.id)


def test_open_rest_can_be_paid_by_the_payment_wizard(loaded):
    move = _documents(loaded).filtered(lambda each: each.ref == "open")
    wizard = (
        loaded["account.payment.register"]
        .with_context(active_model="account.move", active_ids=move.ids)
        .create({"payment_date": datetime.date(2024, 9, 9)})
    )
    assert wizard.amount == 12.34
    wizard.action_create_payments()
    assert move.payment_state in ("in_payment", "paid")


def test_a_match_can_be_undone(loaded):
    move = _documents(loaded).filtered(lambda each: each.ref == "gain")
    move.line_ids.remove_move_reconcile()
    assert (move.payment_state, move.amount_residual) == ("not_paid", 90.0)


def test_document_can_be_reset_and_posted_again(loaded):
    move = _documents(loaded).filtered(lambda each: each.ref == "mixed")
    name = move.name
    move.button_draft()
    move.action_post()
    assert (move.name, move.amount_total) == (name, 45.0)
