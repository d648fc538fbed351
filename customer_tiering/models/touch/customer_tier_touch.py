from datetime import datetime

import pytz

from odoo import api, models
from odoo.tools import SQL

from .recipients import recipients


class CustomerTierTouch(models.AbstractModel):
    """How often a company turned to each customer, whatever the channel.

    One limit holds for all channels. Whoever adds a channel extends `_touch_sources`.
    """

    _name = "customer.tier.touch"
    _description = "Contacts with Customers"

    @api.model
    def _touch_sources(self, company, first, last):
        """SELECTs of ``partner_id`` (the customer), ``day`` and ``source``.

        One row per contact that ``company``, or a company of its tree, made from the
        day ``first`` to ``last``. ``source`` is the record, as ``model,id``.
        """
        return []

    @api.model
    def _touches_sql(self, company, first, last):
        """SELECT of all contacts of a time, see `_touch_sources`."""
        sources = self._touch_sources(company, first, last)
        if not sources:
            return SQL(
                "SELECT NULL::integer AS partner_id, NULL::date AS day,"
                " NULL::varchar AS source WHERE FALSE"
            )
        return SQL(" UNION ALL ").join(SQL("(%s)", source) for source in sources)

    @api.model
    def _touched_sql(self, company, day, besides=None, planned=None):
        """SELECT of the ids of customers who had all contacts of the month of ``day``.

        None if the company has no limit, so that nothing is read.

        :param besides: a record; contacts by it do not count
        :param planned: SELECT of ``partner_id`` with one row per contact that is
            planned and counts as well
        """
        limit = company.sudo().customer_tier_touch_limit
        if not limit:
            return None
        return SQL(
            """
            SELECT partner_id FROM (
                SELECT partner_id FROM (%(touches)s) touches
                 WHERE source <> %(besides)s
             UNION ALL
                %(planned)s
            ) counted
             WHERE partner_id IS NOT NULL
             GROUP BY partner_id HAVING COUNT(*) >= %(limit)s
            """,
            touches=self._touches_sql(company, day.replace(day=1), day),
            besides=f"{besides._name},{besides.id}" if besides else "",
            planned=planned or SQL("SELECT NULL::integer WHERE FALSE"),
            limit=limit,
        )

    @api.model
    def _reach(self, customer, company, besides=None):
        """Who of one ``customer`` may get a mail by ``company`` now, else why nobody.

        :param besides: a record; contacts by it do not count
        :return: ``(contact, "")``, or nobody and half a sentence
        """
        nobody = customer.browse()
        found = self.env.execute_query(
            recipients(self.env, SQL("SELECT %s", customer.id))
        )
        contact = customer.browse([one for _customer, one, email in found if email])
        if not contact:
            return nobody, self.env._("there is no e-mail address")
        if contact.is_blacklisted:
            return nobody, self.env._("%s wants no mails", contact.name)
        touched = self._touched_sql(company, self._today(company), besides)
        if touched and self.env.execute_query(
            SQL("SELECT FROM (%s) t WHERE partner_id = %s", touched, customer.id)
        ):
            return nobody, self.env._("the customer had all contacts of this month")
        return contact, ""

    @api.model
    def _tree_ids(self, company):
        """Ids of the companies that count as one for customers: root and branches."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return companies.search([("id", "child_of", company.root_id.ids)]).ids

    @api.model
    def _local_day(self, column, company):
        """SQL: the day of a ``column`` in UTC, where ``company`` is."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, self._zone(company)
        )

    @api.model
    def _today(self, company):
        return datetime.now(pytz.timezone(self._zone(company))).date()

    @api.model
    def _zone(self, company):
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
