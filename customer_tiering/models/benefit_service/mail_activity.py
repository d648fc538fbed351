from odoo import api, models
from odoo.tools import SQL

PROBLEM = "customer_tiering.mail_activity_type_problem"


class MailActivity(models.Model):
    """Problems of customers that were solved: a done activity of the type *Problem*."""

    _inherit = "mail.activity"

    @api.model
    def _customer_tier_solved_problems(self, first, last):
        """Solved problems of the days ``first`` to ``last``, oldest first.

        For playbooks, which visit the customer afterwards. One statement.

        :return: rows of customer (id of ``res.partner``), occurrence (the id of the
            activity, unique and never used again) and the day it was done
        """
        return self.env.execute_query(
            SQL(
                "SELECT contact_customer, id, date_done FROM (%s) solved"
                " ORDER BY date_done, id",
                self._customer_tier_solved_problems_sql(first, last),
            )
        )

    @api.model
    def _customer_tier_solved_problems_sql(self, first, last):
        """SELECT of them: ``id``, ``contact_id``, ``contact_customer``, ``date_done``.

        ``contact_customer`` is the commercial partner of the contact.
        """
        for model in ("mail.activity", "res.partner", "sale.order", "crm.lead"):
            self.env[model].flush_model()
        return SQL(
            """
            SELECT a.id, p.id AS contact_id,
                   p.commercial_partner_id AS contact_customer, a.date_done
              FROM mail_activity a
         LEFT JOIN sale_order o
                ON a.res_model = 'sale.order' AND o.id = a.res_id
         LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
              JOIN res_partner p
                ON p.id = CASE a.res_model WHEN 'res.partner' THEN a.res_id
                                           WHEN 'sale.order' THEN o.partner_id
                                           WHEN 'crm.lead' THEN l.partner_id END
             WHERE a.date_done BETWEEN %s AND %s
               AND a.activity_type_id = %s
            """,
            first,
            last,
            self.env["ir.model.data"]._xmlid_to_res_id(PROBLEM),
        )
