from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.groups import USER_GROUP
from .quoted import quoted_leads

INTERESTED, HESITATING, NOT_NOW = "interested", "hesitating", "not_now"
NO, QUOTED = "no", "quoted"
SAID = [
    (INTERESTED, "Interested"),
    (HESITATING, "Hesitating"),
    (NOT_NOW, "Not now"),
    (NO, "Definitely not"),
]


class CrmLead(models.Model):
    """What the customer wants: said by people, or found by a quotation's silence.

    What people set stands until a quotation is sent after it: as long as nobody answers
    that quotation, the opportunity is quoted without feedback. With the answer, or when
    the quotation expires, what was said before stands again.
    """

    _inherit = "crm.lead"

    customer_tier_intention_said = fields.Selection(
        SAID,
        string="Intention as Told",
        copy=False,
        tracking=True,
        groups=USER_GROUP,
    )
    customer_tier_intention_on = fields.Datetime(
        string="Told on", copy=False, readonly=True, groups=USER_GROUP
    )
    customer_tier_intention = fields.Selection(
        [*SAID, (QUOTED, "Quoted, no feedback")],
        string="Purchase Intention",
        group_expand=True,
        compute="_compute_customer_tier_intention",
        inverse="_inverse_customer_tier_intention",
        search="_search_customer_tier_intention",
        groups=USER_GROUP,
        help="What the customer told a colleague. “Quoted, no feedback” is found by "
        "itself: a quotation was sent later, and nobody has answered it.",
    )

    _customer_tier_intention_idx = models.Index(
        "(customer_tier_intention_said) WHERE customer_tier_intention_said IS NOT NULL"
    )

    @api.depends(
        "customer_tier_intention_said",
        "customer_tier_intention_on",
        "active",
        "won_status",
        "order_ids.state",
        "order_ids.validity_date",
    )
    def _compute_customer_tier_intention(self):
        """One statement for all of them."""
        found = set()
        if self.ids:
            among = quoted_leads(self.env, SQL("l.id = ANY(%s)", self.ids))
            found = {lead for (lead,) in self.env.execute_query(among)}
        for lead in self:
            said = lead.customer_tier_intention_said
            lead.customer_tier_intention = QUOTED if lead._origin.id in found else said

    def _inverse_customer_tier_intention(self):
        """From a list, or a card that was dragged."""
        for lead in self:
            if lead.customer_tier_intention == QUOTED:
                raise UserError(
                    self.env._(
                        "Nobody sets this: it is found as soon as a quotation of the "
                        "opportunity has been sent and nobody answers."
                    )
                )
            lead.customer_tier_intention_said = lead.customer_tier_intention

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr != "customer_tier_intention":
            return super()._field_to_sql(alias, field_expr, query)
        said = self._field_to_sql(alias, "customer_tier_intention_said", query)
        return SQL(
            "(CASE WHEN %s IN (%s) THEN %s ELSE %s END)",
            SQL.identifier(alias, "id"),
            quoted_leads(self.env, SQL("TRUE")),
            QUOTED,
            said,
        )

    @api.model
    def _search_customer_tier_intention(self, operator, value):
        if operator != "in":
            return NotImplemented
        values = [one for one in value if one]

        def to_sql(model, alias, query):
            intention = model._field_to_sql(alias, "customer_tier_intention", query)
            found = SQL("%s = ANY(%s)", intention, values)
            if False in value:
                found = SQL("(%s OR %s IS NULL)", found, intention)
            return found

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _customer_tier_intention_counts(self, domain):
        """``{intention: number}`` of the opportunities of ``domain`` that have one.

        Those that the user may read, by one statement.
        """
        query = self._search(domain)
        rows = self.env.execute_query(
            SQL(
                """
                WITH mine AS MATERIALIZED (%s), quoted AS (%s)
                SELECT CASE WHEN q.lead IS NULL THEN l.customer_tier_intention_said
                            ELSE %s END AS intention, COUNT(*)
                  FROM mine JOIN crm_lead l ON l.id = mine.id
                  LEFT JOIN quoted q ON q.lead = l.id
                 WHERE COALESCE(q.lead::text, l.customer_tier_intention_said)
                       IS NOT NULL
                 GROUP BY 1
                """,
                query.select(),
                quoted_leads(self.env, SQL("l.id IN (SELECT id FROM mine)")),
                QUOTED,
            )
        )
        return dict(rows)

    @api.model
    def _customer_tier_hesitating_sql(self):
        """SELECT of the ids of customers (commercial partners) who hesitate.

        They told so of an opportunity that is still open, whatever they were quoted
        since. They get no mailings until they have decided. Of the companies of the
        environment, and of opportunities of no company.
        """
        self.flush_model(["active", "company_id", "partner_id", "won_status"])
        self.flush_model(["customer_tier_intention_said"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return SQL(
            """
            SELECT p.commercial_partner_id
              FROM crm_lead l JOIN res_partner p ON p.id = l.partner_id
             WHERE l.customer_tier_intention_said = %s
               AND l.active AND l.won_status = 'pending'
               AND (l.company_id IS NULL OR l.company_id = ANY(%s))
            """,
            HESITATING,
            self.env.companies.ids,
        )

    # ------------------------------------------------------------ since when

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._intention_moment(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._intention_moment(vals))

    @api.model
    def _intention_moment(self, vals):
        """``vals`` with the moment from which an intention counts."""
        said, moment = "customer_tier_intention_said", "customer_tier_intention_on"
        if said not in vals or moment in vals:
            return vals
        return {**vals, moment: vals[said] and fields.Datetime.now()}

    def action_unarchive(self):
        """Who is asked again may have changed their mind."""
        given_up = self.sudo().filtered(
            lambda lead: not lead.active and lead.customer_tier_intention_said == NO
        )
        result = super().action_unarchive()
        given_up.customer_tier_intention_said = False
        return result
