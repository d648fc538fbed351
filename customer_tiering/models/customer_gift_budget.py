from odoo import api, fields, models


class CustomerGiftBudget(models.Model):
    """What each tier's customers may be given in a period, and at which occasion."""

    _name = "customer.gift.budget"
    _description = "Gift Budget"
    _inherit = "mail.thread"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="restrict",
        index=True,
        help="Whose tiers decide.",
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    line_ids = fields.One2many("customer.gift.budget.line", "budget_id", copy=True)

    def _lines_for(self, occasion):
        """The line of each tier at ``occasion``: its own, else that of any occasion."""
        self.ensure_one()
        lines = {}
        for line in self.line_ids.sorted(lambda line: bool(line.occasion_id)):
            if not line.occasion_id or line.occasion_id == occasion:
                lines[line.tier_id.id] = line
        return lines

    @api.model
    def _allocate(self, plan, frame):
        """``frame`` with what each customer may be given at the plan's occasion.

        ``frame`` is that of `customer.gift.planner`._collect. Adds ``amount`` (company
        currency, freight included), ``form`` and ``budget_line_id``; who gets nothing
        has no ``form`` (None).
        """
        lines = plan.budget_id._lines_for(plan.occasion_id)
        tier = frame["tier_id"]
        return frame.assign(
            amount=tier.map({id_: line.amount for id_, line in lines.items()}),
            form=tier.map(
                {
                    id_: line.form or plan.occasion_id.form
                    for id_, line in lines.items()
                    if line.amount
                }
            ),
            budget_line_id=tier.map({id_: line.id for id_, line in lines.items()}),
        )
