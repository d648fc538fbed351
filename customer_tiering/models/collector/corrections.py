"""Documents that are neither purchases nor returns.

Two kinds of refund only put right what should never have been invoiced. Neither the
refund is a return then, nor the invoice a purchase; both stay in the revenue, where
they add up to zero:

- *Reverse and Create Invoice*: the refund takes the whole invoice back, and a corrected
  invoice for the same customer is made with it. Odoo keeps no link to that one, but
  makes both in one transaction, the refund first. A refund without it is a return, even
  of the whole invoice.
- a down payment that is credited as a whole: no goods came, none go back.

An invoice whose amount is zero, such as one of free samples, or a final invoice that
the down payments cover, proves a contact. It is no purchase: it ranks nobody, and what
it took from the down payments was counted with them.
"""

from odoo.tools import SQL

from .document_types import PURCHASE_TYPES


def corrected(reading):
    """FROM item: ``id`` of the invoices and refunds taken back by a correction.

    As far as it is known on the as-of day. No id comes twice.
    """
    return corrections(
        reading.env,
        reading.scheme.date_basis,
        reading.companies,
        reading.as_of,
        reading.has_contact(SQL("r.commercial_partner_id")),
    )


def corrections(env, date_basis, companies, last, of):
    """The same, for whoever is no reading.

    :param env: environment
    :param date_basis: field of documents with the day that counts
    :param companies: ids of companies
    :param last: date; later documents are not known yet
    :param of: condition (SQL) on the refund ``r``
    """
    more = env["customer.tier.collector"]._more_corrected(companies, last)
    found = SQL(
        """
        SELECT DISTINCT UNNEST(ARRAY[r.id, i.id]) AS id
          FROM account_move r
          JOIN account_move i ON i.id = r.reversed_entry_id
         WHERE r.reversed_entry_id IS NOT NULL
           AND r.move_type = 'out_refund' AND r.state = 'posted'
           AND r.company_id = ANY(%(companies)s) AND %(refund_day)s <= %(last)s
           AND %(of)s
           AND i.move_type = ANY(%(bought)s) AND i.state = 'posted'
           AND i.commercial_partner_id = r.commercial_partner_id
           AND i.currency_id = r.currency_id AND i.amount_total = r.amount_total
           AND (EXISTS (
                    SELECT FROM account_move c
                     WHERE c.commercial_partner_id = i.commercial_partner_id
                       AND c.company_id = i.company_id AND c.move_type = i.move_type
                       AND c.state = 'posted' AND %(corrected_day)s <= %(last)s
                       AND c.create_date = r.create_date AND c.id > r.id)
                OR NOT EXISTS (
                    SELECT FROM account_move_line l
                     WHERE l.move_id = i.id AND l.display_type = 'product'
                       AND l.balance <> 0 AND l.is_downpayment IS NOT TRUE))
        """,
        refund_day=SQL.identifier("r", date_basis),
        corrected_day=SQL.identifier("c", date_basis),
        companies=companies,
        last=last,
        of=of,
        bought=list(PURCHASE_TYPES),
    )
    # a union takes every id once
    return SQL("(%s)", SQL(" UNION ").join([found, *more]))
