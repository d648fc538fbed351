from odoo import api, fields, models


class CustomerPlaybook(models.Model):
    """How a playbook goes: what is open, how it ended, and how often it was no use."""

    _inherit = "customer.playbook"

    open_count = fields.Integer(string="Open Plays", compute="_compute_figures")
    closed_count = fields.Integer(string="Closed Plays", compute="_compute_figures")
    goal_share = fields.Float(string="Goal Reached (%)", compute="_compute_figures")
    not_useful_share = fields.Float(string="Not Useful (%)", compute="_compute_figures")

    def _compute_figures(self):
        """Of the plays that the reader may see, without those that were merged."""
        rows = self.env["customer.playbook.play"]._read_group(
            [("playbook_id", "in", self.ids), ("held_out", "=", False)],
            ["playbook_id", "outcome"],
            ["__count"],
        )
        counts = {}
        for playbook, outcome, count in rows:
            counts.setdefault(playbook, {})[outcome] = count
        for playbook in self:
            found = dict(counts.get(playbook._origin, {}))
            playbook.open_count = found.pop(False, 0)
            found.pop("merged", 0)
            closed = sum(found.values())
            playbook.closed_count = closed
            playbook.goal_share = 100 * found.get("goal", 0) / (closed or 1)
            playbook.not_useful_share = 100 * found.get("not_useful", 0) / (closed or 1)

    @api.model
    def _plays_action(self, xmlid="customer_tiering.customer_playbook_play_action"):
        return self.env["ir.actions.act_window"]._for_xml_id(xmlid)

    def action_view_plays(self):
        """The plays of the playbook, those that are open first."""
        self.ensure_one()
        self.check_access("read")
        action = self._plays_action()
        action["domain"] = [("playbook_id", "=", self.id), ("held_out", "=", False)]
        action["context"] = {}
        return action

    def action_view_steps(self):
        """Per step: the share that was done, answered, and not useful."""
        self.ensure_one()
        self.check_access("read")
        action = self._plays_action(
            "customer_tiering.customer_playbook_play_step_action"
        )
        action["domain"] = [("playbook_id", "=", self.id)]
        return action
