from odoo import api, fields, models
from odoo.tools import format_date

from . import steps


class CustomerTierEntitlement(models.Model):
    """An entitlement in a sentence: what, since when and why."""

    _inherit = "customer.tier.entitlement"

    sentence = fields.Char(compute="_compute_sentence", string="In a Sentence")

    @api.depends(
        "state",
        "state_date",
        "due_date",
        "date_to",
        "interval_months",
        "benefit_id.name",
        "tier_id.name",
    )
    @api.depends_context("lang")
    def _compute_sentence(self):
        for one in self:
            one.sentence = one._sentence() if one.due_date else False

    def _sentence(self):
        told = {
            "day": format_date(self.env, self.state_date),
            "due": format_date(self.env, self.due_date),
            "end": format_date(self.env, self.date_to),
            "what": self._what(),
        }
        match self.state:
            case steps.DUE if self.due_date > self._today():
                return self.env._("Due on %(due)s: %(what)s.", **told)
            case steps.DUE:
                return self.env._("Due since %(due)s: %(what)s.", **told)
            case steps.OFFERED:
                return self.env._(
                    "Offered on %(day)s, open until %(end)s: %(what)s.", **told
                )
            case steps.ACCEPTED:
                return self.env._(
                    "Accepted on %(day)s, to be used by %(end)s: %(what)s.", **told
                )
            case steps.DECLINED:
                return self.env._("Declined on %(day)s: %(what)s.", **told)
            case steps.USED:
                return self.env._("Used on %(day)s: %(what)s.", **told)
            case steps.LAPSED:
                return self.env._("Lapsed on %(day)s, not used: %(what)s.", **told)
            case _other:
                return self.env._("Withdrawn on %(day)s: %(what)s.", **told)

    def _what(self):
        """The benefit, how often it is granted, and to whom."""
        benefit = self.benefit_id.sudo().name
        every, tier = self._every(), self.tier_id.name
        if every and tier:
            return self.env._(
                "%(benefit)s, %(every)s as %(tier)s customer",
                benefit=benefit,
                every=every,
                tier=tier,
            )
        if tier:
            return self.env._(
                "%(benefit)s, as %(tier)s customer", benefit=benefit, tier=tier
            )
        return benefit

    def _every(self):
        match self.interval_months:
            case 0:
                return ""
            case 1:
                return self.env._("every month")
            case 3:
                return self.env._("every quarter")
            case 6:
                return self.env._("every half year")
            case 12:
                return self.env._("every year")
            case months:
                return self.env._("every %(months)s months", months=months)
