from odoo import api, models
from odoo.tools import SQL, format_amount, format_date

from ..collector.customers import customers
from ..partner.last_contact import READ
from .quotations import is_out
from .trigger import Trigger


class CustomerPlaybook(models.Model):
    """Quotations that nobody answers, and quotations that have expired.

    What was said in between is an answer: a message of the customer's people, a meeting
    or an activity that was done. That the customer opened the quotation is none. Orders
    of a web shop, and those that wait for a payment, are no quotations.
    """

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "quote_unopened": Trigger(
                self.env._("A quotation was never opened"),
                lambda: self._rows_quoted(SQL("q.views = 0"), SQL("q.sent")),
                self._reason_quoted,
                days=True,
            ),
            "quote_opened": Trigger(
                self.env._("A quotation was opened"),
                lambda: self._rows_quoted(
                    SQL("q.viewed + %s > %s", self.days, self._today()),
                    SQL("q.viewed - %s", self.days),
                ),
                self._reason_quoted,
                days=True,
            ),
            "quote_silent": Trigger(
                self.env._("A quotation was opened, and nothing followed"),
                lambda: self._rows_quoted(SQL("q.views > 0"), SQL("q.viewed")),
                self._reason_quoted,
                days=True,
            ),
            "quote_expired": Trigger(
                self.env._("A quotation expired"),
                self._rows_expired,
                self._reason_expired,
            ),
        }

    def _quotations(self):
        """SELECT of the quotations that are out: ``id``, ``customer``, ``sent_at``."""
        for model in READ:
            self.env[model].flush_model()
        return SQL(
            """
            SELECT o.id, c.customer_id AS customer, o.validity_date,
                   COALESCE(o.customer_tier_sent_on, o.date_order) AS sent_at
              FROM sale_order o
              JOIN %(customers)s c ON c.id = o.partner_id
             WHERE o.company_id = ANY(%(companies)s) AND %(is_out)s
            """,
            customers=customers(self.scheme_id),
            companies=self.scheme_id._covered_companies().ids,
            is_out=is_out(self.env),
        )

    def _rows_quoted(self, condition, since):
        """Quotations without an answer that meet ``condition``.

        :param condition: SQL on ``q``: ``views`` (how often the customer opened it),
            ``viewed`` and ``sent`` (days of the last time)
        :param since: SQL, the day from which the days of the playbook count
        """
        people = SQL(
            "SELECT c.id, c.customer_id AS customer FROM %s c"
            " WHERE c.customer_id IN (SELECT customer FROM quoted)",
            customers(self.scheme_id),
        )
        return SQL(
            """
            WITH quoted AS MATERIALIZED (%(quotations)s), views AS (
                SELECT m.res_id, COUNT(*) AS views, MAX(m.date) AS viewed
                  FROM mail_message m JOIN quoted q ON q.id = m.res_id
                 WHERE m.model = 'sale.order' AND m.subtype_id = %(viewed)s
                   AND m.date >= q.sent_at
                 GROUP BY m.res_id
            ), q AS (
                SELECT q.id, q.customer, q.sent_at::date AS sent,
                       COALESCE(v.views, 0) AS views, v.viewed::date AS viewed
                  FROM quoted q
                  LEFT JOIN views v ON v.res_id = q.id
                  LEFT JOIN %(spoken)s a ON a.customer = q.customer
                 WHERE (a.answered IS NULL OR a.answered <= q.sent_at)
                   AND (q.validity_date IS NULL OR q.validity_date >= %(today)s)
            )
            SELECT customer AS partner_id, 'quote:' || id || ':' || sent AS occurrence,
                   'sale.order' AS res_model, id AS res_id, %(since)s + %(days)s AS day
              FROM q
             WHERE %(condition)s AND %(since)s + %(days)s <= %(today)s
            """,
            quotations=self._quotations(),
            spoken=self._spoken(people),
            viewed=self.env["ir.model.data"]._xmlid_to_res_id("sale.mt_order_viewed"),
            today=self._today(),
            since=since,
            days=self.days,
            condition=condition,
        )

    def _reason_quoted(self, play, standing):
        order = play._document().with_env(standing.env)
        opened = self.env["mail.message"].search_count(
            [
                ("model", "=", order._name),
                ("res_id", "=", order.id),
                ("subtype_id", "=", self.env.ref("sale.mt_order_viewed").id),
            ]
        )
        told = {
            "quotation": order.name,
            "amount": format_amount(
                standing.env, order.amount_untaxed, order.currency_id
            ),
            "day": format_date(
                standing.env, order.customer_tier_sent_on or order.date_order
            ),
        }
        if not opened:
            return standing.env._(
                "%(quotation)s over %(amount)s was sent on %(day)s and never opened.",
                **told,
            )
        return standing.env._(
            "%(quotation)s over %(amount)s was sent on %(day)s. Times opened: "
            "%(times)s.",
            times=opened,
            **told,
        )

    def _rows_expired(self):
        return SQL(
            """
            SELECT customer AS partner_id,
                   'expired:' || id || ':' || validity_date AS occurrence,
                   'sale.order' AS res_model, id AS res_id, validity_date + 1 AS day
              FROM (%s) quoted WHERE validity_date < %s
            """,
            self._quotations(),
            self._today(),
        )

    def _reason_expired(self, play, standing):
        order = play._document().with_env(standing.env)
        return standing.env._(
            "%(quotation)s over %(amount)s expired on %(day)s.",
            quotation=order.name,
            amount=format_amount(standing.env, order.amount_untaxed, order.currency_id),
            day=format_date(standing.env, order.validity_date),
        )
