from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import ACCOUNTANT_GROUP, MANAGER_GROUP


class CustomerTierClosedFigures(models.TransientModel):
    """Asks for the day and the period of figures that put nothing in force."""

    _name = "customer.tier.closed.figures"
    _description = "Figures as of a Day"

    @api.model
    def _default_scheme_id(self):
        schemes = self.env["customer.tier.scheme"]
        return schemes.browse(schemes._shown_ids(self.env.company.id)[:1])

    @api.model
    def _default_as_of(self):
        """The last day of the month before."""
        today = fields.Date.context_today(self)
        return fields.Date.subtract(today.replace(day=1), days=1)

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        default=lambda self: self._default_scheme_id(),
        domain="[('company_id', 'parent_of', allowed_company_ids)]",
    )
    as_of = fields.Date(
        string="As of",
        required=True,
        default=lambda self: self._default_as_of(),
        help="Any day that is over. For a fiscal year, any day of that year.",
    )
    period = fields.Selection(
        selection=lambda self: self._select_period(), required=True, default="scheme"
    )
    date_from = fields.Date(string="First Day", compute="_compute_window")
    date_to = fields.Date(string="Last Day", compute="_compute_window")
    left_out = fields.Char(
        compute="_compute_left_out",
        help="These figures are only known as of today.",
    )

    @api.model
    def _select_period(self):
        field = self.env["customer.tier.evaluation"]._fields["period"]
        return field._description_selection(self.env)

    @api.depends("scheme_id", "as_of", "period")
    def _compute_window(self):
        for wizard in self:
            window = None
            if wizard.scheme_id and wizard.as_of and wizard.period:
                window = wizard.scheme_id._closed_window(wizard.as_of, wizard.period)
            wizard.date_from = window and window.first
            wizard.date_to = window and window.last

    @api.onchange("period")
    def _onchange_period(self):
        """A fiscal year that is not over yet gives way to the one before."""
        wizard = self.filtered("scheme_id")
        if wizard.period == "fiscal_year" and wizard.as_of:
            window = wizard.scheme_id._closed_window(wizard.as_of, wizard.period)
            if window.last > wizard.scheme_id._today():
                wizard.as_of = window.before().last

    @api.depends("scheme_id", "date_to")
    def _compute_left_out(self):
        for wizard in self:
            scheme, names = wizard.scheme_id, []
            if scheme and wizard.date_to and wizard.date_to < scheme._today():
                codes = scheme._metric_codes()
                metrics = self.env["customer.tier.metric"].search(
                    [("only_now", "=", True), ("code", "in", list(codes))]
                )
                names = metrics.mapped("name")
            wizard.left_out = ", ".join(names)

    def action_make(self):
        """Queue the figures, start the scheduled action, and show the progress."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group(ACCOUNTANT_GROUP) and not user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only an accountant or a manager of Customer Tiers may make "
                    "figures. Ask your administrator for that role."
                )
            )
        self.scheme_id.check_access("read")
        evaluation = self.scheme_id._queue_closed(self.as_of, self.period)
        self.env.ref("customer_tiering.ir_cron_evaluate").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "res_model": evaluation._name,
            "res_id": evaluation.id,
            "views": [(False, "form")],
            "target": "current",
        }
