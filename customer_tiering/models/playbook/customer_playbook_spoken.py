from odoo import models
from odoo.tools import SQL

from ..collector.customers import customers
from ..partner.last_contact import READ, contacts_sql

# ids of the schemes, and None or the ids of the tiers, whose contacts were read
NIGHT = "customer_playbook_night"


class CustomerPlaybook(models.Model):
    """When customers were last spoken with: read once for all playbooks of a night.

    Messages, activities and meetings are the largest tables that playbooks read.
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

    def _begin_night(self):
        """These playbooks, for which contacts are read no more until the night ends.

        One statement per scheme with a playbook that asks for the contacts of all
        customers of its tiers. The table is of this session, and survives the commits
        between playbooks.
        """
        cr = self.env.cr
        self._flush_contacts()
        cr.execute("DROP TABLE IF EXISTS pg_temp.customer_playbook_spoken")
        cr.execute(
            "CREATE TEMP TABLE customer_playbook_spoken"
            " (scheme_id int, customer int, day date, answered timestamp)"
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
        cr.execute("ANALYZE customer_playbook_spoken")
        return self.with_context(**{NIGHT: shared})

    def _end_night(self):
        """The session goes back to the pool without the table."""
        self.env.cr.execute("DROP TABLE IF EXISTS pg_temp.customer_playbook_spoken")

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
