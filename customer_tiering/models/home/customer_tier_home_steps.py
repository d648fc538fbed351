from odoo import api, models


class CustomerTierHome(models.AbstractModel):
    """What the playbooks ask of a salesperson today."""

    _inherit = "customer.tier.home"

    @api.model
    def _sales(self, page):
        return {**super()._sales(page), "steps": self._steps_due(page)}

    @api.model
    def _steps_due(self, page):
        """Steps planned for today or before; False if nothing is planned at all."""
        steps = self.env["customer.playbook.play.step"]
        planned = [
            ("company_id", "=", page.scheme.company_id.id),
            ("user_id", "=", self.env.uid),
            ("state", "=", "open"),
        ]
        domain = [*planned, ("due", "<=", page.today)]
        count = steps.search_count(domain)
        if not count and not steps.search_count(planned, limit=1):
            return False
        title = self.env._("Steps Due")
        action = self._list(
            title,
            "customer.playbook.play.step",
            domain,
            "customer_playbook_play_step_view_list_todo",
        )
        return {"title": title, "count": self._figure(count, action)}
