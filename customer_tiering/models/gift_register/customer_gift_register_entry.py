from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...gifting.flow import END

SEQUENCE = "customer.gift.register"
# on the contact, when the policy's part of the addon puts it there
OFFICIAL = "customer_tier_official"


class CustomerGift(models.Model):
    """Enter gifts in the register: number, user, time, names of that day, a seal."""

    _inherit = "customer.gift"

    def _enter_register(self, after_the_fact=False):
        """Give a number to the gifts in an END state, which locks them.

        A constant number of statements per company. Skips gifts that have a number, so
        calling it twice is safe.
        """
        gifts = self.filtered(lambda gift: gift.state in END and not gift.number)
        if not gifts:
            return
        gifts._tie_evidence()
        gifts = gifts.sorted(lambda gift: (gift.date, gift.id))
        self.env.flush_all()
        for company, own in gifts.grouped("company_id").items():
            self.env.cr.execute(own._register_sql(company, after_the_fact))
        gifts.invalidate_recordset()
        self.env["customer.gift.seal"].sudo()._seal(gifts.sudo())

    def _register_sql(self, company, after_the_fact):
        """SQL that enters these gifts of ``company``: number, user, time and names."""
        today = fields.Date.context_today(self)
        partner = self.env["res.partner"]
        official = SQL("NULL")
        if OFFICIAL in partner._fields and partner._fields[OFFICIAL].store:
            official = SQL(
                "COALESCE(%s, %s)",
                *(SQL.identifier(alias, OFFICIAL) for alias in ("r", "p")),
            )
        shown = self.env["customer.tier.scheme"].sudo()._shown_ids(company.id)
        return SQL(
            """
            UPDATE customer_gift g
               SET number = n.number,
                   register_date = %(now)s, registered_by_id = %(user)s,
                   write_date = %(now)s, write_uid = %(user)s,
                   after_the_fact = %(late)s AND g.direction = 'given',
                   keep_until = %(keep_until)s,
                   partner_name = COALESCE(p.complete_name, p.name),
                   recipient_name = COALESCE(
                       r.name, g.recipient_name, p.complete_name, p.name),
                   recipient_function = COALESCE(r.function, g.recipient_function),
                   is_official = COALESCE(g.is_official, %(official)s, 'unknown'),
                   open_tender = COALESCE(g.open_tender, FALSE) OR COALESCE(
                       g.findings::jsonb @> '[{"code": "C08"}]', FALSE),
                   scheme_id = COALESCE(g.scheme_id, s.scheme_id),
                   tier_id = COALESCE(g.tier_id, s.tier_id)
              FROM UNNEST(%(ids)s, %(numbers)s) n (id, number)
              JOIN customer_gift own ON own.id = n.id
              JOIN res_partner p ON p.id = own.partner_id
              LEFT JOIN res_partner r ON r.id = own.contact_id
              LEFT JOIN customer_tier_standing s
                     ON s.partner_id = p.commercial_partner_id
                    AND s.scheme_id = COALESCE(own.scheme_id, %(shown)s)
             WHERE g.id = n.id
            """,
            now=self.env.cr.now(),
            user=self.env.uid,
            late=after_the_fact,
            keep_until=today + relativedelta(years=company.customer_gift_keep_years),
            official=official,
            ids=self.ids,
            numbers=self._register_numbers(company, len(self)),
            shown=shown[0] if shown else None,
        )

    @api.model
    def _register_numbers(self, company, count):
        """The next ``count`` register numbers of ``company``, with one query."""
        sequence = self._register_sequence(company)
        if sequence.implementation != "standard" or sequence.use_date_range:
            return [sequence.next_by_id() for _place in range(count)]
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM GENERATE_SERIES(1, %s)",
                f"ir_sequence_{sequence.id:03d}",
                count,
            )
        )
        return [sequence.get_next_char(number) for (number,) in rows]

    @api.model
    def _register_sequence(self, company):
        """The company's sequence, created with its first entry.

        It has an external id, so that an uninstall deletes it.
        """
        sequences = self.env["ir.sequence"].sudo()
        found = sequences.search(
            [("code", "=", SEQUENCE), ("company_id", "=", company.id)], limit=1
        )
        if found:
            return found
        made = sequences.create(
            {
                "name": self.env._("Gift register of %s", company.name),
                "code": SEQUENCE,
                "company_id": company.id,
                "prefix": "GIFT/%(year)s/",
                "padding": 5,
            }
        )
        self.env["ir.model.data"].sudo()._update_xmlids(
            [
                {
                    "xml_id": f"customer_tiering.gift_register_sequence_{company.id}",
                    "record": made,
                    "noupdate": True,
                }
            ]
        )
        return made
