from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..entitlement.steps import ACCEPTED, DECLINED, LAPSED, OFFERED, USED, WITHDRAWN
from . import words


class CustomerTierStatement(models.Model):
    """What the customer is offered, as it is now, and their answer."""

    _inherit = "customer.tier.statement"

    def _portal_trainings(self):
        """Rows of what this statement offers, in its language.

        ``{"id", "title", "texts", "state", "asks"}``: ``asks`` if it can be answered.
        """
        self.ensure_one()
        statement = self.sudo().with_context(lang=self.lang)
        env = statement.env
        said = {
            OFFERED: env._("Offered until %s."),
            ACCEPTED: env._("You accepted it on %s."),
            DECLINED: env._("You declined it on %s."),
            USED: env._("You had it on %s."),
            LAPSED: env._("The offer ended on %s."),
            WITHDRAWN: env._("The offer ended on %s."),
        }
        rows = []
        for one in statement.entitlement_ids:
            line = one.benefit_id.line_ids.filtered(
                lambda line, one=one: line.tier_id == one.tier_id
            )
            day = one.date_to if one.state == OFFERED else one.state_date
            rows.append(
                {
                    "id": one.id,
                    "title": words.title(env, one.kind),
                    "texts": words.granted(line, statement.partner_id) if line else [],
                    "state": said[one.state] % format_date(env, day)
                    if one.state in said and day
                    else "",
                    "asks": one.state == OFFERED and one.date_to >= one._today(),
                }
            )
        return rows

    def _portal_answer(self, user, entitlement_id, answer):
        """Accept or decline what this statement offers, in the name of ``user``.

        UserError if this statement does not offer it, or not any more.
        """
        self.ensure_one()
        found = self.sudo().entitlement_ids.filtered(
            lambda one: one.id == entitlement_id
        )
        asks = found and found.state == OFFERED and found.date_to >= found._today()
        if not asks:
            raise UserError(self.env._("This offer cannot be answered any more."))
        found.with_user(user).sudo()._answer(
            answer,
            "portal",
            note=self.env._("By the link in the statement.")
            if user._is_public()
            else None,
        )
