from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.groups import USER_GROUP
from .crm_lead import INTERESTED, NO, QUOTED

REACT = "customer_tiering.mail_activity_type_react"


class CrmLead(models.Model):
    """What one click does: the intention, and the next thing to do about it."""

    _inherit = "crm.lead"

    customer_tier_next_stage_id = fields.Many2one(
        "crm.stage",
        string="Proposed Stage",
        compute="_compute_customer_tier_next_stage_id",
        groups=USER_GROUP,
    )

    @api.depends(
        "customer_tier_intention", "date_last_stage_update", "stage_id", "team_id"
    )
    def _compute_customer_tier_next_stage_id(self):
        """Of interested customers whose opportunity has not moved since they said so.

        It is only proposed, and it is never the won one.
        """
        stages = self.env["crm.stage"].search([("is_won", "=", False)])
        for lead in self:
            told, moved = lead.customer_tier_intention_on, lead.date_last_stage_update
            waits = lead.customer_tier_intention == INTERESTED and told
            lead.customer_tier_next_stage_id = (
                waits
                and not (moved and moved > told)
                and lead._customer_tier_stage_after(stages)
            )

    def _customer_tier_stage_after(self, stages):
        here = (self.stage_id.sequence, self.stage_id.id)
        return stages.filtered(
            lambda stage: (
                (stage.sequence, stage.id) > here
                and (not stage.team_ids or self.team_id in stage.team_ids)
            )
        )[:1]

    def action_set_customer_tier_intention(self, intention=False):
        """Set what the customer wants, and begin what follows from it.

        :param intention: key of the intention; the one that is set is taken back
        :return: an action for what has to be asked first, or False
        """
        self.ensure_one()
        told = dict(self._fields["customer_tier_intention"].selection)
        if intention not in list(told):
            raise UserError(self.env._("Choose one of the purchase intentions."))
        self.check_access("write")
        if not self.active or self.won_status != "pending":
            raise UserError(
                self.env._("This opportunity is closed. Restore it to go on with it.")
            )
        if intention == QUOTED:
            return self.action_view_customer_tier_plays()
        shown, said = self.customer_tier_intention, self.customer_tier_intention_said
        if intention == said == shown:
            self.customer_tier_intention_said = False
            return False
        if intention == NO:
            return self._customer_tier_ask_why_lost()
        self.customer_tier_intention_said = intention
        if intention == INTERESTED:
            self._customer_tier_react()
        return False

    def _customer_tier_ask_why_lost(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm.crm_lead_lost_action"
        )
        action["context"] = {
            "dialog_size": "medium",
            "default_lead_ids": self.ids,
            "default_customer_tier_definitely_not": True,
        }
        return action

    def action_customer_tier_next_stage(self):
        """Move the opportunity to the stage that is proposed."""
        for lead in self:
            if lead.customer_tier_next_stage_id:
                lead.stage_id = lead.customer_tier_next_stage_id

    def _customer_tier_react(self):
        """An activity for the next working day, unless one is planned already.

        The playbook of interested customers takes it as its first step.
        """
        kind = self.env.ref(REACT, raise_if_not_found=False)
        user = self.user_id or self.env.user
        planned = self.activity_ids.filtered(
            lambda one: one.activity_type_id == kind and one.user_id == user
        )
        if kind and not planned:
            self.with_context(lang=user.lang).activity_schedule(
                activity_type_id=kind.id,
                date_deadline=self._customer_tier_next_working_day(),
                user_id=user.id,
            )

    def _customer_tier_next_working_day(self):
        """The first day after today on which the company works."""
        calendar = (self.company_id or self.env.company).resource_calendar_id
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        if not calendar:
            return tomorrow
        zone = timezone(calendar.tz)
        start = zone.localize(datetime.combine(tomorrow, time.min))
        end = calendar.plan_days(1, start, compute_leaves=True)
        return end.astimezone(zone).date() if end else tomorrow
