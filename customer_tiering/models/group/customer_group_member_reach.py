from odoo import models
from odoo.tools import SQL

from ..touch.recipients import recipients


class CustomerGroupMember(models.Model):
    """Who of the members may be written to, and at which contact."""

    _inherit = "customer.group.member"

    def _reached(self):
        """``[(member, contact)]`` of those who may be written to."""
        if not self:
            return []
        touches = self.env["customer.tier.touch"]
        company = self.company_id[:1]
        touched = touches._touched_sql(company, touches._today(company))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT m.id, r.contact
                  FROM customer_group_member m
                  JOIN (%s) r ON r.customer = m.partner_id
                 WHERE m.id = ANY(%s) AND r.email IS NOT NULL AND %s
                   AND r.email NOT IN (SELECT email FROM mail_blacklist WHERE active)
                 ORDER BY m.id
                """,
                recipients(
                    self.env,
                    SQL("SELECT UNNEST(%s::integer[])", self.partner_id.ids),
                ),
                self.ids,
                SQL("m.partner_id NOT IN (%s)", touched) if touched else SQL("TRUE"),
            )
        )
        partners = self.env["res.partner"]
        return [(self.browse(id_), partners.browse(contact)) for id_, contact in rows]
