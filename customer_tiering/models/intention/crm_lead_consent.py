from odoo import api, fields, models
from odoo.tools import format_date

from ...tools.groups import USER_GROUP

CHANNEL = "customer_tier_reminder_channel"
CONSENT = (CHANNEL, "customer_tier_consent_on", "customer_tier_consent_text")


class CrmLead(models.Model):
    """Whether, how and in what words the customer agreed to be reminded.

    The consent is that of a person: another contact has not given it.
    """

    _inherit = "crm.lead"

    customer_tier_reminder_channel = fields.Selection(
        [
            ("phone", "By phone"),
            ("email", "By email"),
            ("messenger", "By WeChat or another messenger"),
            ("post", "By post"),
        ],
        string="May Be Reminded",
        copy=False,
        tracking=True,
        groups=USER_GROUP,
        help="The customer agreed to be reminded in this way, and in no other. Empty: "
        "they did not agree, and nobody reminds them.",
    )
    customer_tier_consent_on = fields.Date(
        string="Agreed on", copy=False, tracking=True, groups=USER_GROUP
    )
    customer_tier_consent_text = fields.Char(
        string="In Their Words", copy=False, groups=USER_GROUP
    )

    @api.onchange(CHANNEL)
    def _onchange_customer_tier_reminder_channel(self):
        for lead in self:
            lead.update(self._consent_of(lead[CHANNEL], lead.customer_tier_consent_on))

    @api.model
    def _consent_of(self, channel, day):
        """What belongs to a channel: a day, and no words without one."""
        if channel:
            return {"customer_tier_consent_on": day or fields.Date.context_today(self)}
        return dict.fromkeys(CONSENT[1:], False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**self._consent_of(vals[CHANNEL], False), **vals}
                if CHANNEL in vals
                else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        others = self.browse()
        if "partner_id" in vals and CHANNEL not in vals:
            person = vals["partner_id"]
            others = self.filtered(
                lambda lead: lead.partner_id and lead.partner_id.id != person
            )
        if CHANNEL in vals:
            vals = {**self._consent_of(vals[CHANNEL], False), **vals}
        result = super().write(vals)
        others.sudo().filtered(CHANNEL)[CHANNEL] = False
        return result

    def _customer_tier_reminder_values(self):
        """Values of the activity that reminds the customer: by their channel."""
        kind = self.env.ref(
            f"customer_tiering.mail_activity_type_remind_{self[CHANNEL]}",
            raise_if_not_found=False,
        )
        if not kind:
            return {}
        return {"activity_type_id": kind.id, "summary": kind.summary}

    def _customer_tier_consent_words(self):
        """When and how the customer agreed, as a sentence."""
        told = {
            "day": format_date(self.env, self.customer_tier_consent_on),
            "words": self.customer_tier_consent_text,
        }
        if not self.customer_tier_consent_text:
            return self.env._("They agreed on %(day)s to be reminded.", **told)
        return self.env._("They agreed on %(day)s to be reminded: “%(words)s”", **told)
