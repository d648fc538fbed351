from odoo import api, models
from odoo.tools import SQL, format_date

from ..collector.customers import customers
from ..playbook.trigger import Trigger
from .crm_lead import HESITATING, INTERESTED, NOT_NOW
from .crm_lead_consent import CHANNEL


class CustomerPlaybook(models.Model):
    """Plays that follow from what customers told of an opportunity."""

    _inherit = "customer.playbook"

    @api.model
    def _triggers(self):
        return super()._triggers() | {
            "interested": Trigger(
                self.env._("The customer of an opportunity is interested"),
                lambda: self._rows_intention(INTERESTED),
                self._reason_intention,
            ),
            "hesitating": Trigger(
                self.env._("The customer of an opportunity hesitates"),
                lambda: self._rows_intention(HESITATING),
                self._reason_intention,
            ),
            "expected": Trigger(
                self.env._("Some days before the expected purchase, if they agreed"),
                self._rows_expected,
                self._reason_expected,
                days=True,
            ),
        }

    def _opportunities(self, intention):
        """SELECT of open opportunities of that intention: ``id``, ``customer``, days.

        An opportunity without a company is one of its salesperson's company.
        """
        self.env["crm.lead"].flush_model()
        return SQL(
            """
            SELECT l.id, c.customer_id AS customer, l.date_deadline,
                   (l.customer_tier_intention_on AT TIME ZONE 'UTC'
                    AT TIME ZONE %(zone)s)::date AS told
              FROM crm_lead l
              JOIN %(customers)s c ON c.id = l.partner_id
              LEFT JOIN res_users u ON u.id = l.user_id
             WHERE l.active AND l.won_status = 'pending'
               AND l.customer_tier_intention_said = %(intention)s
               AND (%(intention)s <> %(not_now)s OR l.%(channel)s IS NOT NULL)
               AND COALESCE(l.company_id, u.company_id, %(company)s)
                   = ANY(%(companies)s)
            """,
            zone=self.scheme_id.tz,
            customers=customers(self.scheme_id),
            intention=intention,
            not_now=NOT_NOW,
            channel=SQL.identifier(CHANNEL),
            company=self.company_id.id,
            companies=self.scheme_id._covered_companies().ids,
        )

    def _rows_intention(self, intention):
        return SQL(
            """
            SELECT customer AS partner_id,
                   %s || ':' || id || ':' || told AS occurrence,
                   'crm.lead' AS res_model, id AS res_id, told AS day
              FROM (%s) opportunities
            """,
            intention,
            self._opportunities(intention),
        )

    def _reason_intention(self, play, standing):
        lead = play._document().with_env(standing.env)
        told = {
            "opportunity": lead.name,
            "day": format_date(standing.env, play.due_since),
        }
        if play.playbook_id.trigger == "interested":
            return standing.env._(
                "“%(opportunity)s”: interested since %(day)s.", **told
            )
        return standing.env._("“%(opportunity)s”: hesitating since %(day)s.", **told)

    def _rows_expected(self):
        """Those who agreed, from so many days before the expected purchase on."""
        return SQL(
            """
            SELECT customer AS partner_id,
                   'expected:' || id || ':' || date_deadline AS occurrence,
                   'crm.lead' AS res_model, id AS res_id,
                   date_deadline - %(days)s AS day
              FROM (%(opportunities)s) opportunities
             WHERE date_deadline - %(days)s <= %(today)s
            """,
            days=self.days,
            opportunities=self._opportunities(NOT_NOW),
            today=self._today(),
        )

    def _reason_expected(self, play, standing):
        lead = play._document().with_env(standing.env)
        return standing.env._(
            "“%(opportunity)s”: to be bought around %(day)s.",
            opportunity=lead.name,
            day=format_date(standing.env, lead.date_deadline),
        )
