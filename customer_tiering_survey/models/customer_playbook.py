from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.customer_tiering.classification import lifecycle
from odoo.addons.customer_tiering.models.collector.customers import customers
from odoo.addons.customer_tiering.models.playbook.trigger import Trigger

# an opportunity that is older is no news
LATEST = 90
NEVER_BOUGHT = [lifecycle.PROSPECT, lifecycle.NOT_CONTACTED]


class CustomerPlaybook(models.Model):
    """Nobody has asked a prospect what they need, before there is a quotation."""

    _inherit = "customer.playbook"

    goal = fields.Selection(
        selection_add=[("needs", "The customer says what they need")],
        ondelete={"needs": "set default"},
    )

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "needs": Trigger(
                self.env._("Nobody has asked a prospect what they need"),
                self._rows_needs,
                self._reason_needs,
                days=True,
            )
        }

    def _rows_needs(self):
        """Open opportunities of who never bought, without a quotation."""
        for model in ("crm.lead", "sale.order", "customer.tier.standing"):
            self.env[model].flush_model()
        last = self._today() - timedelta(days=self.days)
        return SQL(
            """
            SELECT c.customer_id AS partner_id, 'needs:' || l.id AS occurrence,
                   'crm.lead' AS res_model, l.id AS res_id,
                   l.create_date::date + %(days)s AS day
              FROM crm_lead l
              JOIN %(customers)s c ON c.id = l.partner_id
              JOIN customer_tier_standing s
                ON s.partner_id = c.customer_id AND s.scheme_id = %(scheme)s
              LEFT JOIN res_users u ON u.id = l.user_id
             WHERE l.active AND l.won_status = 'pending' AND l.type = 'opportunity'
               AND l.create_date::date BETWEEN %(first)s AND %(last)s
               AND s.lifecycle = ANY(%(never)s)
               AND COALESCE(l.company_id, u.company_id, %(company)s)
                   = ANY(%(companies)s)
               AND l.id NOT IN (
                   SELECT opportunity_id FROM sale_order
                    WHERE opportunity_id IS NOT NULL AND state IN ('sent', 'sale'))
               AND c.customer_id NOT IN (
                   SELECT p.commercial_partner_id
                     FROM (%(known)s) k
                     JOIN res_partner p ON p.id = k.contact
                    WHERE p.commercial_partner_id IS NOT NULL)
            """,
            customers=customers(self.scheme_id),
            scheme=self.scheme_id.id,
            days=self.days,
            first=last - timedelta(days=LATEST),
            last=last,
            never=NEVER_BOUGHT,
            company=self.company_id.id,
            companies=self.scheme_id._covered_companies().ids,
            known=self.env["survey.user_input"]._customer_tier_needs_sql(),
        )

    def _reason_needs(self, play, standing):
        lead = play._document().with_env(standing.env)
        return standing.env._(
            "“%(opportunity)s” of %(day)s: nobody has asked what they need.",
            opportunity=lead.name,
            day=format_date(standing.env, lead.create_date),
        )

    def _goals(self):
        return super()._goals() | {"needs": self._reached_needs}

    def _reached_needs(self):
        return SQL(
            """
            SELECT play.id
              FROM %s
              JOIN (SELECT p.commercial_partner_id AS customer, k.moment
                      FROM (%s) k JOIN res_partner p ON p.id = k.contact) told
                ON told.customer = play.partner_id AND told.moment >= play.opened_at
            """,
            self._open_plays(),
            self.env["survey.user_input"]._customer_tier_needs_sql(),
        )
