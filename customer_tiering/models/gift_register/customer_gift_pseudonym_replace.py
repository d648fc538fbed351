from psycopg2.extras import Json

from odoo import models
from odoo.tools import SQL

from ...gifting.pseudonym import Name

# keys of a finding whose values are keywords, never names
CODES = {"code", "severity", "unit", "period", "approver"}
# texts of a gift that the register makes itself, and names that are set as a whole
OWN_TEXTS = {"number", "partner_name", "recipient_function"}


class CustomerGiftPseudonym(models.Model):
    """Replace a person in the gifts and in all that is written about these gifts."""

    _inherit = "customer.gift.pseudonym"

    def _replace(self, contact, gifts):
        """Replace ``contact`` in ``gifts``, whatever form the name has there."""
        ids = gifts.ids
        companies = gifts.partner_id.commercial_partner_id - contact
        name = Name(
            contact.name,
            also=(contact.email,),
            kept=" ".join(filter(None, companies.mapped("name"))),
        )
        count = self._replace_in_gifts(ids, name)
        count += self._replace_in_findings(ids, name)
        count += self._replace_in_chatter(ids, name)
        count += self._replace_in_files(ids, name)
        self._replace_links(contact, ids)
        count += self._replace_in_reasons(ids, name)
        self.env.cr.execute(
            SQL(
                "UPDATE customer_gift_pseudonym"
                " SET line_count = %s, replaced_count = %s WHERE id = %s",
                len(ids),
                count,
                self.id,
            )
        )
        # a photo or a signature can identify the person
        gifts._as_register().env["ir.attachment"].sudo().search(
            [
                ("res_model", "=", "customer.gift"),
                ("res_field", "!=", False),
                ("res_id", "in", ids),
            ]
        ).unlink()

    # ------------------------------------------------------------ links

    def _replace_links(self, contact, ids):
        """The person is neither recipient nor customer, nor in the chatter."""
        stand_in = self.env["res.partner"]
        if self._is_customer(contact, ids):
            stand_in = self._stand_in(contact)
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_gift g
                   SET contact_id = NULLIF(contact_id, %(contact)s),
                       recipient_name = CASE WHEN is_recipient
                           THEN %(pseudonym)s ELSE recipient_name END,
                       recipient_function = CASE WHEN is_recipient
                           THEN NULL ELSE recipient_function END,
                       partner_name = CASE WHEN partner_id = %(contact)s
                           THEN %(pseudonym)s ELSE partner_name END,
                       partner_id = CASE WHEN partner_id = %(contact)s
                           THEN %(stand_in)s ELSE partner_id END,
                       pseudonym_id = %(log)s
                  FROM (SELECT id, COALESCE(contact_id, partner_id) = %(contact)s
                               AS is_recipient
                          FROM customer_gift WHERE id = ANY(%(ids)s)) r
                 WHERE g.id = r.id
                """,
                contact=contact.id,
                pseudonym=self.name,
                stand_in=stand_in.id or None,
                log=self.id,
                ids=ids,
            )
        )
        messages = self._messages(ids)
        for statement in (
            SQL(
                "UPDATE mail_message SET author_id = NULL"
                " WHERE author_id = %s AND id IN %s",
                contact.id,
                messages,
            ),
            SQL(
                "DELETE FROM mail_message_res_partner_rel"
                " WHERE res_partner_id = %s AND mail_message_id IN %s",
                contact.id,
                messages,
            ),
            SQL(
                "DELETE FROM mail_notification"
                " WHERE res_partner_id = %s AND mail_message_id IN %s",
                contact.id,
                messages,
            ),
            SQL(
                "DELETE FROM mail_followers WHERE partner_id = %s"
                " AND res_model = 'customer.gift' AND res_id = ANY(%s)",
                contact.id,
                ids,
            ),
            SQL(
                """
                UPDATE mail_tracking_value v
                   SET old_value_integer = NULLIF(old_value_integer, %(contact)s),
                       new_value_integer = NULLIF(new_value_integer, %(contact)s)
                  FROM ir_model_fields f
                 WHERE f.id = v.field_id AND f.relation = 'res.partner'
                   AND v.mail_message_id IN %(messages)s
                """,
                contact=contact.id,
                messages=messages,
            ),
        ):
            self.env.cr.execute(statement)

    def _is_customer(self, contact, ids):
        return bool(
            self.env["customer.gift"].search_count(
                [("id", "in", ids), ("partner_id", "=", contact.id)], limit=1
            )
        )

    def _stand_in(self, contact):
        """An archived contact for the register's lines, which need a customer.

        It keeps what the register is read by: country, company and salesperson.
        """
        partner = self.env["res.partner"].with_context(tracking_disable=True)
        made = partner.create(
            {
                "name": self.name,
                "active": False,
                "country_id": contact.country_id.id,
                "company_id": contact.company_id.id,
                "user_id": contact.user_id.id,
            }
        )
        self.env.flush_all()
        return made

    # ------------------------------------------------------------ texts

    def _replace_in_gifts(self, ids, name):
        kinds = {"texts": [], "htmls": []}
        for field in self.env["customer.gift"]._fields.values():
            if not field.store or field.translate or field.name in OWN_TEXTS:
                continue
            if field.type in ("char", "text"):
                kinds["texts"].append(field.name)
            elif field.type == "html":
                kinds["htmls"].append(field.name)
        count = self._replace_texts(
            name, "customer_gift", SQL("id = ANY(%s)", ids), **kinds
        )
        return count + self._replace_texts(
            name,
            "customer_gift_spot_check",
            SQL("gift_id = ANY(%s)", ids),
            texts=["note"],
        )

    def _replace_in_chatter(self, ids, name):
        messages = self._messages(ids)
        count = self._replace_texts(
            name,
            "mail_message",
            SQL("id IN %s", messages),
            texts=[
                "subject",
                "email_from",
                "reply_to",
                "incoming_email_to",
                "incoming_email_cc",
                "outgoing_email_to",
            ],
            htmls=["body"],
        )
        count += self._replace_texts(
            name,
            "mail_mail",
            SQL("mail_message_id IN %s", messages),
            texts=["email_to", "email_cc", "headers"],
            htmls=["body_html"],
        )
        count += self._replace_texts(
            name,
            "mail_tracking_value",
            SQL("mail_message_id IN %s", messages),
            texts=[
                "old_value_char",
                "new_value_char",
                "old_value_text",
                "new_value_text",
            ],
        )
        return count + self._replace_texts(
            name,
            "mail_activity",
            SQL("res_model = 'customer.gift' AND res_id = ANY(%s)", ids),
            texts=["summary", "feedback"],
            htmls=["note"],
        )

    def _replace_in_files(self, ids, name):
        """The names of files, and what the search has read in them."""
        return self._replace_texts(
            name,
            "ir_attachment",
            SQL(
                """
                (res_model = 'customer.gift' AND res_id = ANY(%(ids)s)
                 OR id IN (SELECT ir_attachment_id FROM customer_gift_evidence_rel
                            WHERE customer_gift_id = ANY(%(ids)s)))
                """,
                ids=ids,
            ),
            texts=["name", "description", "url", "index_content"],
        )

    def _replace_in_reasons(self, ids, name):
        """Why somebody asked for a pseudonym, in this log and in requests."""
        count = self._replace_texts(
            name, "customer_gift_pseudonym", SQL("id = %s", self.id), texts=["reason"]
        )
        return count + self._replace_texts(
            name,
            "customer_gift_pseudonym_request",
            SQL(
                "id IN (SELECT request_id FROM customer_gift_pseudonym_request_rel"
                " WHERE gift_id = ANY(%s))",
                ids,
            ),
            texts=["reason"],
        )

    @staticmethod
    def _messages(ids):
        """SQL: ids of the messages of the gifts and of their spot checks."""
        return SQL(
            """
            (SELECT id FROM mail_message
              WHERE model = 'customer.gift' AND res_id = ANY(%(ids)s)
                 OR model = 'customer.gift.spot.check' AND res_id IN (
                    SELECT id FROM customer_gift_spot_check
                     WHERE gift_id = ANY(%(ids)s)))
            """,
            ids=ids,
        )

    def _replace_texts(self, name, table, where, texts=(), htmls=()):
        """Replace the name in columns of ``table``; returns in how many places."""
        columns = SQL(", ").join(SQL.identifier(column) for column in (*texts, *htmls))
        table = SQL.identifier(table)
        total, changed = 0, []
        for id_, *values in self.env.execute_query(
            SQL("SELECT id, %s FROM %s WHERE %s", columns, table, where)
        ):
            found = [
                name.replaced(value, self.name, is_html=place >= len(texts))
                for place, value in enumerate(values)
            ]
            if count := sum(count for _text, count in found):
                total += count
                row = (SQL("%s::text", text) for text, _count in found)
                changed.append(SQL("(%s, %s)", id_, SQL(", ").join(row)))
        if changed:
            self.env.cr.execute(
                SQL(
                    "UPDATE %(table)s t SET %(set)s FROM (VALUES %(rows)s)"
                    " v (id_, %(columns)s) WHERE t.id = v.id_",
                    table=table,
                    columns=columns,
                    rows=SQL(", ").join(changed),
                    set=SQL(", ").join(
                        SQL(
                            "%s = %s",
                            SQL.identifier(column),
                            SQL.identifier("v", column),
                        )
                        for column in (*texts, *htmls)
                    ),
                )
            )
        return total

    def _replace_in_findings(self, ids, name):
        """Replace the name in the findings, which may contain it.

        Value by value: a name like “code”, or one with a quote in it, would otherwise
        break the JSON, and with it the register.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id, findings FROM customer_gift"
                " WHERE id = ANY(%s) AND findings IS NOT NULL",
                ids,
            )
        )
        changed, total = [], 0
        for id_, found in rows:
            found, count = self._replaced(found, name)
            if count:
                total += count
                changed.append(SQL("(%s, %s)", id_, Json(found)))
        if changed:
            self.env.cr.execute(
                SQL(
                    "UPDATE customer_gift g SET findings = v.findings::jsonb"
                    " FROM (VALUES %s) v (id, findings) WHERE g.id = v.id",
                    SQL(", ").join(changed),
                )
            )
        return total

    def _replaced(self, value, name):
        """``(value, number of places)`` of a finding, or of a part of one."""
        if isinstance(value, str):
            return name.replaced(value, self.name)
        if isinstance(value, list):
            found = [self._replaced(part, name) for part in value]
            return [part for part, _count in found], sum(
                count for _part, count in found
            )
        if isinstance(value, dict):
            found = {
                key: (part, 0) if key in CODES else self._replaced(part, name)
                for key, part in value.items()
            }
            return (
                {key: part for key, (part, _count) in found.items()},
                sum(count for _part, count in found.values()),
            )
        return value, 0
