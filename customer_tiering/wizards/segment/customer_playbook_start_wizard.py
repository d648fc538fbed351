from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerPlaybookStartWizard(models.TransientModel):
    """Which playbook to start for the customers of a segment, and what it would do."""

    _name = "customer.playbook.start.wizard"
    _description = "Start a Playbook for a Segment"

    scheme_id = fields.Many2one(
        "customer.tier.scheme", required=True, readonly=True, ondelete="cascade"
    )
    tier_id = fields.Many2one(
        "customer.tier",
        string="Segment",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    playbook_id = fields.Many2one(
        "customer.playbook",
        required=True,
        ondelete="cascade",
        domain="[('step_ids', '!=', False), ('started_from_id', '=', False)]",
        context={"active_test": False},
    )
    advice = fields.Char(related="tier_id.advice")
    customer_count = fields.Integer(compute="_compute_customer_count")
    sentence = fields.Text(compute="_compute_customer_count")

    @api.depends("playbook_id", "scheme_id", "tier_id")
    def _compute_customer_count(self):
        for wizard in self:
            wizard.customer_count, wizard.sentence = 0, False
            if not wizard.playbook_id:
                continue
            due, first = wizard.playbook_id._would_open(
                wizard.scheme_id, wizard.tier_id
            )
            wizard.customer_count = due
            wizard.sentence = wizard._sentence(due, first)

    def _sentence(self, due, first):
        if not due:
            return self.env._(
                "Opens nothing: every customer of “%(segment)s” has an open play, or "
                "had one lately.",
                segment=self.tier_id.name,
            )
        if first == due:
            return self.env._(
                "Opens the first step for %(due)s customers today.", due=due
            )
        return self.env._(
            "%(due)s customers are due. Opens the first step for %(first)s of them "
            "today (at most %(cap)s per person), and for the others on the next days.",
            due=due,
            first=first,
            cap=self.playbook_id.daily_cap,
        )

    def action_start(self):
        """Start it, and show its plays."""
        self.ensure_one()
        self.env["customer.playbook.start"].check_access("create")
        self.scheme_id.check_access("read")
        if self.tier_id not in self.scheme_id.rule_ids.tier_id:
            raise UserError(
                self.env._(
                    "“%(segment)s” is no segment of “%(scheme)s”.",
                    segment=self.tier_id.name,
                    scheme=self.scheme_id.name,
                )
            )
        return self.playbook_id._start(self.scheme_id, self.tier_id).action_view_plays()
