from odoo import api, fields, models

from ...tools.groups import USER_GROUP
from .crm_lead import HESITATING, INTERESTED, NOT_NOW
from .crm_lead_consent import CHANNEL

# trigger of a playbook -> the intention that it follows
TRIGGERS = {"interested": INTERESTED, "hesitating": HESITATING, "expected": NOT_NOW}
# what may end a play at once, or change how a customer is reminded
WATCHED = {
    *("active", "stage_id", "probability", "date_deadline", "partner_id"),
    *("customer_tier_intention_said", CHANNEL),
}


class CrmLead(models.Model):
    """Plays of an opportunity and its quotations, which end with what opened them."""

    _inherit = "crm.lead"

    customer_tier_play_count = fields.Integer(
        string="Open Plays",
        compute="_compute_customer_tier_play_count",
        compute_sudo=False,
        groups=USER_GROUP,
    )

    @api.depends("order_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customer_tier_play_count(self):
        orders = dict(
            self.env["sale.order"]._read_group(
                [("opportunity_id", "in", self.ids)],
                ["opportunity_id"],
                ["id:array_agg"],
            )
        )
        counts = {}
        for model, ids in (
            ("crm.lead", self.ids),
            ("sale.order", [id_ for found in orders.values() for id_ in found]),
        ):
            rows = self.env["customer.playbook.play"]._read_group(
                [
                    ("outcome", "=", False),
                    ("res_model", "=", model),
                    ("res_id", "in", ids),
                ],
                ["res_id"],
                ["__count"],
            )
            counts[model] = dict(rows)
        for lead in self:
            lead.customer_tier_play_count = counts["crm.lead"].get(
                lead._origin.id, 0
            ) + sum(
                counts["sale.order"].get(order, 0)
                for order in orders.get(lead._origin, [])
            )

    def action_view_customer_tier_plays(self):
        """The open plays of the opportunity and its quotations, or the quotations."""
        self.ensure_one()
        if not self.customer_tier_play_count:
            return self.action_view_sale_quotation()
        action = self.env["customer.playbook"]._plays_action()
        action["domain"] = [
            ("outcome", "=", False),
            *("|", "&"),
            *(("res_model", "=", "crm.lead"), ("res_id", "=", self.id)),
            *("&", ("res_model", "=", "sale.order")),
            ("res_id", "in", self.order_ids.ids),
        ]
        action["context"] = {}
        return action

    # ------------------------------------------------------------ what is over

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._follow_intention(CHANNEL in vals)
        return result

    def _follow_intention(self, reminder_changed):
        """Plays whose intention is over end now and not in the night.

        A reminder that is planned goes by the channel that was agreed on last.
        """
        plays = self.env["customer.playbook.play"].sudo()
        plays = plays.search(
            [
                ("playbook_id.trigger", "in", list(TRIGGERS)),
                ("outcome", "=", False),
                ("res_model", "=", "crm.lead"),
                ("res_id", "in", self.ids),
            ]
        )
        # an evaluation of the night may have found them before
        leads = {lead.id: lead for lead in self.sudo().exists()}
        goal, over = plays.browse(), plays.browse()
        for play in plays:
            lead = leads.get(play.res_id)
            if lead and lead.won_status == "won":
                goal |= play
            elif not lead or not lead._still_opens(play):
                over |= play
        goal._close("goal")
        over._close("overtaken")
        if reminder_changed:
            for play in plays - goal - over:
                if play.playbook_id.trigger == "expected":
                    play._plan_again()

    def _still_opens(self, play):
        """Whether what opened ``play`` still holds."""
        trigger = play.playbook_id.trigger
        if not self.active or self.customer_tier_intention_said != TRIGGERS[trigger]:
            return False
        if trigger != "expected":
            return True
        key = self._customer_tier_expected_key()
        return bool(self[CHANNEL]) and play.occurrence == key

    def _customer_tier_expected_key(self):
        return f"expected:{self.id}:{self.date_deadline}"
