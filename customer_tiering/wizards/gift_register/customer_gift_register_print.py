from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerGiftRegisterPrint(models.TransientModel):
    """Prints the register of a period, for all or for one customer or recipient."""

    _name = "customer.gift.register.print"
    _description = "Print the Gift Register"

    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_date_from(),
    )
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", help="Leave empty for all customers."
    )
    recipient = fields.Char(
        help="Part of the recipient's name, as written in the register. Leave empty "
        "for all recipients."
    )
    with_corrected = fields.Boolean(
        string="Show Corrected Entries",
        help="Includes entries that were replaced by later ones. Totals leave them "
        "out.",
    )
    line_ids = fields.Many2many("customer.gift", compute="_compute_line_ids")

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self) + relativedelta(month=1, day=1)

    @api.depends(
        "date_from",
        "date_to",
        "company_id",
        "partner_id",
        "recipient",
        "with_corrected",
    )
    def _compute_line_ids(self):
        """The entries that the user may see, by day."""
        for wizard in self:
            domain = [
                ("number", "!=", False),
                ("company_id", "=", wizard.company_id.id),
                ("date", ">=", wizard.date_from),
                ("date", "<=", wizard.date_to),
            ]
            if wizard.partner_id:
                domain.append(("partner_id", "child_of", wizard.partner_id.ids))
            if wizard.recipient:
                domain.append(("recipient_name", "ilike", wizard.recipient))
            if not wizard.with_corrected:
                domain.append(("corrected", "=", False))
            wizard.line_ids = self.env["customer.gift"].search(
                domain, order="date, number"
            )

    def _totals(self):
        """Entries and cost per direction and result, without corrected entries."""
        self.ensure_one()
        totals = {}
        for line in self.line_ids:
            if not line.corrected:
                key = (line.direction, line.state)
                count, cost = totals.get(key, (0, 0.0))
                totals[key] = (count + 1, cost + line.cost)
        names = {
            name: dict(
                self.env["customer.gift"]._fields[name]._description_selection(self.env)
            )
            for name in ("direction", "state")
        }
        return [
            {
                "direction": names["direction"][direction],
                "state": names["state"][state],
                "count": count,
                "cost": cost,
            }
            for (direction, state), (count, cost) in sorted(totals.items())
        ]

    def action_print(self):
        """Return the PDF; refuse an empty one."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "No entry in the register matches. Choose a longer period, or "
                    "leave the customer and the recipient empty."
                )
            )
        return self.env.ref(
            "customer_tiering.customer_gift_register_report"
        ).report_action(self)
