"""The accounts that money, debts and losses of customers are on."""

from typing import NamedTuple

from odoo.tools import SQL

MONEY_TYPES = ("asset_cash", "liability_credit_card")
WAITING_TYPES = ("asset_current", "liability_current", "asset_receivable")
LOSS_TYPES = ("expense", "expense_other")


class Accounts(NamedTuple):
    """Ids of accounts, as literals in the statements: the planner sees how few.

    ``receivable``   what customers owe
    ``money``        bank, cash and card, and where money waits for them: outstanding
                     accounts, and the clearing accounts of tills and payment providers,
                     even if their type is receivable
    ``losses``       where debts are written off
    """

    receivable: list[int]
    money: list[int]
    losses: list[int]


def payment_accounts(scheme):
    """The `Accounts` of the companies, with the settings of the scheme's company.

    Money waits on an account if a bank, cash or card journal or one of their payment
    methods keeps it there, or if the company says so. The account that customers have
    by default is never such an account. Debts are written off on the accounts that the
    company says, or else on every expense account but those of cash discounts and
    exchange differences.
    """
    env, companies = scheme.env, scheme.company_id.sudo().parent_ids
    rows = env.execute_query(
        SQL(
            """
            WITH chosen AS (
                SELECT account_id FROM customer_tier_write_off_account_rel
                 WHERE company_id = ANY(%(companies)s)
            ), clearing AS (
                SELECT account_id FROM customer_tier_clearing_account_rel
            ), waiting AS (
                SELECT j.default_account_id AS id FROM account_journal j
                 WHERE j.type IN ('bank', 'cash', 'credit')
                 UNION
                SELECT payment_account_id FROM account_payment_method_line
                 UNION
                SELECT outstanding_account_id FROM account_payment
                 UNION
                SELECT account_default_pos_receivable_account_id FROM res_company
                 UNION
                SELECT %(tills)s
                EXCEPT
                SELECT d.json_value::int FROM ir_default d
                  JOIN ir_model_fields f ON f.id = d.field_id
                 WHERE f.model = 'res.partner'
                   AND f.name = 'property_account_receivable_id'
                   AND d.json_value ~ '^\\d+$'
            ), of_no_loss AS (
                SELECT UNNEST(ARRAY[
                    account_journal_early_pay_discount_loss_account_id,
                    account_journal_early_pay_discount_gain_account_id,
                    expense_currency_exchange_account_id]) AS id
                  FROM res_company
            )
            SELECT a.id,
                   a.account_type = ANY(%(money)s)
                       OR a.id IN (SELECT account_id FROM clearing)
                       OR a.account_type = ANY(%(waiting)s)
                          AND a.id IN (SELECT id FROM waiting WHERE id IS NOT NULL)
                       AS money,
                   a.account_type = 'asset_receivable' AS receivable
              FROM account_account a
             WHERE a.account_type = ANY(%(money)s)
                OR a.account_type = ANY(%(waiting)s)
                OR a.id IN (SELECT account_id FROM clearing)
         UNION ALL
            SELECT a.id, NULL, NULL
              FROM account_account a
             WHERE CASE WHEN EXISTS (SELECT FROM chosen)
                        THEN a.id IN (SELECT account_id FROM chosen)
                        ELSE a.account_type = ANY(%(losses)s)
                             AND a.id NOT IN (SELECT id FROM of_no_loss
                                               WHERE id IS NOT NULL) END
            """,
            companies=companies.ids,
            tills=SQL("UNNEST(%s::int[])", _tills(env)),
            money=list(MONEY_TYPES),
            waiting=list(WAITING_TYPES),
            losses=list(LOSS_TYPES),
        )
    )
    return Accounts(
        receivable=sorted(id_ for id_, money, owed in rows if owed and not money),
        money=sorted(id_ for id_, money, _owed in rows if money),
        losses=sorted(id_ for id_, money, _owed in rows if money is None),
    )


def _tills(env):
    """Accounts on which the payment methods of tills keep money, if there are tills."""
    if "pos.payment.method" not in env:
        return []
    methods = env["pos.payment.method"].sudo().with_context(active_test=False)
    return methods.search([]).receivable_account_id.ids
