from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.joins import joined_at_once

# written by SQL
STEPPED = ("mailing.contact", "mailing.subscription", "mailing.list")


class MailingList(models.Model):
    """Bringing lists in step: a few statements, whatever the number of members."""

    _inherit = "mailing.list"

    def _customer_tier_step(self):
        """Add who is missing, and take away whom we added and who has left.

        A member is an e-mail address. An address that opted out, of this list or of
        another one of the same scheme, is never added, and what people did with their
        subscriptions is never changed.

        :return: how many were added, and how many taken away
        """
        lists = self.sudo().filtered("customer_tier_filter_id")
        if not lists:
            return 0, 0
        self.env.flush_all()
        with joined_at_once(self.env):
            added, removed = lists._step_at_once()
        for model in STEPPED:
            self.env[model].invalidate_model()
        return added, removed

    def _step_at_once(self):
        lists, cr = self, self.env.cr
        cr.execute(
            SQL(
                "SELECT id FROM mailing_list WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                lists.ids,
            )
        )
        cr.execute("DROP TABLE IF EXISTS customer_tier_members")
        cr.execute(
            SQL(
                """
                CREATE TEMP TABLE customer_tier_members ON COMMIT DROP AS
                SELECT DISTINCT ON (l.id, r.email)
                       l.id AS list, r.email, p.name, k.name AS company
                  FROM (%s) r
                  JOIN mailing_list l ON l.customer_tier_filter_id = r.filter
                  JOIN res_partner p ON p.id = r.contact
                  JOIN res_partner k ON k.id = r.customer
                 WHERE l.id = ANY(%s) AND r.email IS NOT NULL
                 ORDER BY l.id, r.email, r.contact
                """,
                lists.customer_tier_filter_id._recipients_sql(),
                lists.ids,
            )
        )
        cr.execute("ANALYZE customer_tier_members")
        cr.execute(lists._taking_away())
        removed = cr.rowcount
        cr.execute(self._new_contacts())
        cr.execute(lists._adding())
        added = cr.rowcount
        cr.execute(
            SQL(
                "UPDATE mailing_list SET customer_tier_step_date = %s"
                " WHERE id = ANY(%s)",
                fields.Datetime.now(),
                lists.ids,
            )
        )
        return added, removed

    def _taking_away(self):
        """Of the subscriptions we added, those that are of no member any more."""
        return SQL(
            """
            DELETE FROM mailing_subscription s
             USING mailing_contact c
             WHERE c.id = s.contact_id AND s.list_id = ANY(%s)
               AND s.customer_tier_added AND s.opt_out IS NOT TRUE
               AND NOT EXISTS (SELECT FROM customer_tier_members m
                                WHERE m.list = s.list_id
                                  AND m.email = c.email_normalized)
            """,
            self.ids,
        )

    def _new_contacts(self):
        """Members without any mailing contact get one; all others keep theirs."""
        return SQL(
            """
            INSERT INTO mailing_contact (name, company_name, email, email_normalized,
                   create_date, create_uid, write_date, write_uid)
            SELECT DISTINCT ON (m.email) m.name, m.company, m.email, m.email,
                   %(now)s, %(uid)s, %(now)s, %(uid)s
              FROM customer_tier_members m
             WHERE NOT EXISTS (SELECT FROM mailing_contact c
                                WHERE c.email_normalized = m.email)
             ORDER BY m.email
            """,
            now=fields.Datetime.now(),
            uid=self.env.uid,
        )

    def _adding(self):
        """Subscriptions for the members who have none and did not opt out."""
        return SQL(
            """
            WITH contacts AS (
                SELECT DISTINCT ON (email_normalized) email_normalized AS email, id
                  FROM mailing_contact WHERE email_normalized IS NOT NULL
                 ORDER BY email_normalized, id
            ), held AS (
                SELECT s.list_id AS list, c.email_normalized AS email
                  FROM mailing_subscription s
                  JOIN mailing_contact c ON c.id = s.contact_id
                 WHERE s.list_id = ANY(%(lists)s)
             UNION
                SELECT kin.list, c.email_normalized
                  FROM (%(kin)s) kin
                  JOIN mailing_subscription s ON s.list_id = kin.other AND s.opt_out
                  JOIN mailing_contact c ON c.id = s.contact_id
            )
            INSERT INTO mailing_subscription (contact_id, list_id, opt_out,
                   customer_tier_added,
                   create_date, create_uid, write_date, write_uid)
            SELECT contacts.id, m.list, FALSE, TRUE,
                   %(now)s, %(uid)s, %(now)s, %(uid)s
              FROM customer_tier_members m
              JOIN contacts USING (email)
              LEFT JOIN held ON held.list = m.list AND held.email = m.email
             WHERE held.email IS NULL
                ON CONFLICT DO NOTHING
            """,
            lists=self.ids,
            kin=self._kin_sql(),
            now=fields.Datetime.now(),
            uid=self.env.uid,
        )

    def _kin_sql(self):
        """SELECT of ``list`` and ``other``: itself, and those of the same scheme.

        Whoever opted out as a customer of one tier does not ask to be written to as
        one of the next.
        """
        return SQL(
            """
            SELECT l.id AS list, l.id AS other
              FROM mailing_list l WHERE l.id = ANY(%(ids)s)
         UNION
            SELECT l.id, o.id
              FROM mailing_list l
              JOIN mailing_filter f ON f.id = l.customer_tier_filter_id
              JOIN mailing_filter g
                ON g.customer_tier_scheme_id = f.customer_tier_scheme_id
              JOIN mailing_list o ON o.customer_tier_filter_id = g.id
             WHERE l.id = ANY(%(ids)s)
            """,
            ids=self.ids,
        )
