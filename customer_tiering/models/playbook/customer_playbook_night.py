from odoo import models
from odoo.tools import SQL

from ..collector.customers import customers
from ..partner.last_contact import READ, contacts_sql

# ids of the schemes, and None or the ids of the tiers, whose contacts were read
NIGHT = "customer_playbook_night"


class CustomerPlaybook(models.Model):
    """What all playbooks of a night ask for is read once.

    That is when customers were last spoken with, and who sold to them last: messages,
    activities and orders are the largest tables that playbooks read.
    """

    _inherit = "customer.playbook"

    def _spoken(self, people):
        """FROM item: ``customer``, ``day`` and ``answered``, where anything is known.

        ``day`` is that of the last contact, ``answered`` when the customer last took
        part in one (UTC). In a night it is read from the table that its playbooks
        share, and may hold further customers.

        :param people: SELECT of ``id`` and ``customer`` of the contacts concerned
        """
        if self._is_shared():
            return SQL(
                "(SELECT customer, day, answered FROM customer_playbook_spoken"
                " WHERE scheme_id = %s)",
                self.scheme_id.id,
            )
        self._flush_contacts()
        return SQL("(%s)", self._last_contacts(people))

    def _is_shared(self):
        """Whether the night has read the customers that this playbook is about."""
        shared = self.env.context.get(NIGHT, {})
        if self.scheme_id.id not in shared:
            return False
        tiers = shared[self.scheme_id.id]
        # a quotation is asked about whatever the tier of its customer
        wants = self._reads_contacts() and set(self.tier_ids.ids)
        return tiers is None or bool(wants and wants <= set(tiers))

    def _sellers(self):
        """FROM item: ``customer`` and ``user_id`` of their latest order.

        Of customers without a salesperson of their own; in a night it is read from the
        table that its playbooks share. Else it reads those in ``due``.
        """
        if self.scheme_id.id in self.env.context.get(NIGHT, {}):
            return SQL(
                "(SELECT customer, user_id FROM customer_playbook_seller"
                " WHERE scheme_id = %s)",
                self.scheme_id.id,
            )
        return self._latest_orders(
            SQL("(SELECT partner_id FROM due WHERE salesperson IS NULL)")
        )

    def _latest_orders(self, people):
        """FROM item: ``customer`` and ``user_id`` of the latest order of ``people``."""
        return SQL(
            """(
            SELECT DISTINCT ON (q.commercial_partner_id)
                   q.commercial_partner_id AS customer, l.user_id
              FROM %s people
              JOIN res_partner q ON q.commercial_partner_id = people.partner_id
              JOIN sale_order l ON l.partner_id = q.id AND l.state = 'sale'
             WHERE l.company_id = ANY(%s)
             ORDER BY q.commercial_partner_id, l.date_order DESC, l.id DESC)""",
            people,
            self.scheme_id._covered_companies().ids,
        )

    def _begin_night(self):
        """These playbooks, that read contacts and orders no more until the night ends.

        Two statements per scheme with a playbook that asks for the contacts of all
        customers of its tiers. The tables are of this session, and survive the commits
        between playbooks.
        """
        cr = self.env.cr
        self._flush_contacts()
        self._end_night()
        cr.execute(
            "CREATE TEMP TABLE customer_playbook_spoken"
            " (scheme_id int, customer int, day date, answered timestamp)"
        )
        cr.execute(
            "CREATE TEMP TABLE customer_playbook_seller"
            " (scheme_id int, customer int, user_id int)"
        )
        shared = {}
        readers = self.filtered(lambda one: one.active and one._reads_contacts())
        for scheme, some in readers.grouped("scheme_id").items():
            whole = not all(one.tier_ids for one in some)
            shared[scheme.id] = None if whole else some.tier_ids.ids
            people = some[0]._contacts(whole or some.tier_ids)
            cr.execute(
                SQL(
                    "INSERT INTO customer_playbook_spoken SELECT %s, * FROM (%s) read",
                    scheme.id,
                    self._last_contacts(people),
                )
            )
            cr.execute(
                SQL(
                    "INSERT INTO customer_playbook_seller SELECT %s, * FROM %s read",
                    scheme.id,
                    some[0]._latest_orders(
                        SQL(
                            "(SELECT s.partner_id FROM customer_tier_standing s"
                            " JOIN res_partner c ON c.id = s.partner_id"
                            " WHERE s.scheme_id = %s AND c.user_id IS NULL)",
                            scheme.id,
                        )
                    ),
                )
            )
        cr.execute("ANALYZE customer_playbook_spoken, customer_playbook_seller")
        return self.with_context(**{NIGHT: shared})

    def _end_night(self):
        """The session goes back to the pool without the tables."""
        self.env.cr.execute(
            "DROP TABLE IF EXISTS pg_temp.customer_playbook_spoken,"
            " pg_temp.customer_playbook_seller"
        )

    def _reads_contacts(self):
        trigger = self._triggers().get(self.trigger)
        return bool(trigger and trigger.contacts)

    def _last_contacts(self, people):
        return SQL(
            """
            SELECT customer, MAX(moment)::date AS day,
                   MAX(moment) FILTER (WHERE theirs) AS answered
              FROM (%s) contacts GROUP BY customer
            """,
            contacts_sql(self.env, people),
        )

    def _contacts(self, tiers):
        """SELECT of ``id`` and ``customer`` of the contacts of the scheme's customers.

        :param tiers: ``customer.tier`` of these customers, or True for all
        """
        return SQL(
            """
            SELECT c.id, c.customer_id AS customer
              FROM %s c JOIN customer_tier_standing s ON s.partner_id = c.customer_id
             WHERE s.scheme_id = %s AND %s
            """,
            customers(self.scheme_id),
            self.scheme_id.id,
            SQL("TRUE") if tiers is True else SQL("s.tier_id = ANY(%s)", tiers.ids),
        )

    def _flush_contacts(self):
        for model in READ:
            self.env[model].flush_model()
