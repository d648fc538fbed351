from odoo import api, models
from odoo.tools import format_date, format_datetime


class CustomerTierHome(models.AbstractModel):
    """When the figures were made, what comes next, and who vouches for them."""

    _inherit = "customer.tier.home"

    @api.model
    def _evaluation(self, page):
        """The last evaluation, what comes next, and whether it is signed."""
        scheme, last = page.scheme, page.scheme.last_evaluation_id
        if scheme.failing:
            state = self.env._("The evaluation after it failed.")
        elif scheme.pending_evaluation_id:
            state = self.env._("An evaluation is waiting or running.")
        else:
            state = ""
        return {
            "done": self.env._(
                "Evaluated on %(moment)s",
                moment=format_datetime(self.env, last.finished_at, dt_format="short"),
            )
            if last.finished_at
            else "",
            "state": state,
            "failed": scheme.failing,
            "next": self.env._(
                "Next evaluation: %(day)s", day=format_date(self.env, scheme.next_date)
            )
            if scheme.next_date
            else self.env._("No evaluation is scheduled"),
            "signed": self._signed(last),
            "action": self._form(last, last.display_name),
        }

    @api.model
    def _signed(self, evaluation):
        if evaluation.checked_at:
            return self.env._(
                "Checked by %(user)s on %(day)s",
                user=evaluation.sudo().checked_by_id.name,
                day=format_date(self.env, evaluation.checked_at.date()),
            )
        if evaluation.check_is_void:
            return self.env._("The check is void")
        return self.env._("Not checked yet")
