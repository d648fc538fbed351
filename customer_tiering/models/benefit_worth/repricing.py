"""Last year's invoices, priced by other price lists."""

from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import SQL

MONTHS = 12
# so many products are priced, those that sell best; the rest follows them
PRICED = 200


def last_year(company):
    """First and last day of the twelve months to today, in the company's time zone."""
    last = fields.Date.context_today(company.with_context(tz=company.partner_id.tz))
    return last - relativedelta(months=MONTHS) + relativedelta(days=1), last


def sold(company, groups=None):
    """What was invoiced last year, by group and product, refunds deducted.

    Of ``company`` and its branches, in one statement. Lines without an amount, such as
    samples, are left out.

    :param groups: SQL of rows (customer id, key), None for all customers together
    :return: rows of key, product id, quantity in the product's own unit, and net
        revenue in the company's currency, the best sellers of each key first
    """
    env = company.env
    for model in ("account.move", "account.move.line", "res.partner"):
        env[model].flush_model()
    first, last = last_year(company)
    branches = env["res.company"].sudo().search([("id", "child_of", company.id)])
    return env.execute_query(
        SQL(
            """
            WITH found AS (
                -- summed before the units are looked up: there are few of them
                SELECT %(key)s AS key, l.product_id, l.product_uom_id AS uom_id,
                       SUM(-SIGN(l.balance) * ABS(l.quantity)) AS quantity,
                       SUM(-l.balance) AS revenue
                  FROM account_move_line l
                  JOIN account_move m ON m.id = l.move_id
                  %(groups)s
                 WHERE m.state = 'posted'
                   AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND m.invoice_date BETWEEN %(first)s AND %(last)s
                   AND m.company_id = ANY(%(companies)s)
                   AND l.display_type = 'product' AND l.balance <> 0
                   AND l.product_id IS NOT NULL
              GROUP BY 1, 2, 3
            )
            SELECT f.key, f.product_id,
                   SUM(f.quantity
                       * COALESCE(u.factor / NULLIF(own.factor, 0), 1))::float,
                   SUM(f.revenue)::float AS revenue
              FROM found f
              JOIN product_product p ON p.id = f.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
         LEFT JOIN uom_uom u ON u.id = f.uom_id
         LEFT JOIN uom_uom own ON own.id = t.uom_id
          GROUP BY 1, 2
            HAVING SUM(f.revenue) > 0
          ORDER BY 1, revenue DESC, 2
            """,
            key=SQL("g.key") if groups else SQL("0"),
            groups=SQL(
                "JOIN (%s) g (customer_id, key)"
                " ON g.customer_id = m.commercial_partner_id",
                groups,
            )
            if groups
            else SQL(),
            first=first,
            last=last,
            companies=branches.ids,
        )
    )


def list_prices(company, lists, products):
    """``{list id: {product id: price of one unit}}`` in the company's currency.

    One computation per list, for all products. False is the price without any list.
    """
    found = {}
    products = products.sudo().with_company(company)
    today = fields.Date.context_today(company)
    for id_ in set(lists):
        pricelist = company.env["product.pricelist"].sudo().browse(id_ or [])
        own = pricelist.currency_id or company.currency_id
        prices = pricelist.with_company(company)._get_products_price(
            products, 1.0, currency=own
        )
        # asked for in another currency, a fixed price would come back as it is
        rate = own._get_conversion_rate(own, company.currency_id, company, today)
        found[id_] = {product: price * rate for product, price in prices.items()}
    return found


def repriced(company, rows, lists):
    """``{key: difference}`` if the goods of ``rows`` were sold by another list.

    ``rows``   of `sold`
    ``lists``  ``{key: (list of before, list of after)}``; ids, False for no list

    The difference is the revenue of after less that of before, at the price of one
    unit. Products beyond the `PRICED` best sellers follow the others: their part of the
    revenue is added in proportion.
    """
    env = company.env
    revenue = defaultdict(float)
    for _key, product, _quantity, amount in rows:
        revenue[product] += amount
    best = sorted(revenue, key=lambda id_: (-revenue[id_], id_))[:PRICED]
    products = env["product.product"].browse(best)
    prices = list_prices(
        company, {id_ for pair in lists.values() for id_ in pair}, products
    )
    priced, whole, difference = (defaultdict(float) for _ in range(3))
    known = set(best)
    for key, product, quantity, amount in rows:
        whole[key] += amount
        if product in known:
            before, after = (prices[id_][product] for id_ in lists[key])
            priced[key] += amount
            difference[key] += quantity * (after - before)
    return {
        key: company.currency_id.round(
            difference[key] * whole[key] / priced[key] if priced[key] else 0.0
        )
        for key in whole
    }
