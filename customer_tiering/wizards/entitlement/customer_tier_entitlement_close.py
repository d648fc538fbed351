from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CustomerTierEntitlementClose(models.TransientModel):
    """Asks what was done when a benefit was used, or why it was declined."""

    _name = "customer.tier.entitlement.close"
    _description = "Use or Decline a Benefit"

    entitlement_ids = fields.Many2many(
        "customer.tier.entitlement", string="Entitlements", required=True
    )
    # several of them may be for different amounts
    single = fields.Boolean(compute="_compute_single")
    state = fields.Selection(
        [("used", "Used"), ("declined", "Declined")], required=True, default="used"
    )
    day = fields.Date(
        string="On",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        help="The next one is due an interval after this day.",
    )
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_quantity",
        store=True,
        readonly=False,
    )
    note = fields.Text()
    attachment_ids = fields.Many2many("ir.attachment", string="Files")

    @api.depends("entitlement_ids")
    def _compute_single(self):
        for asked in self:
            asked.single = len(asked.entitlement_ids) == 1

    @api.depends("entitlement_ids")
    def _compute_quantity(self):
        for asked in self:
            asked.quantity = asked.entitlement_ids[:1].quantity or 1

    def action_confirm(self):
        """Use or decline the entitlements with the rights of the user."""
        self.ensure_one()
        entitlements = self.entitlement_ids
        entitlements._check_reach()
        self._check_day()
        if self.state == "used":
            if self.quantity <= 0:
                raise UserError(self.env._("Enter a quantity above 0."))
            if self.single:
                entitlements.sudo().quantity = self.quantity
            self._attach()
        entitlements._answer(
            self.state, "salesperson", note=self.note or None, day=self.day
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_day(self):
        """The next one is counted from the last, so the days must be in order."""
        for one in self.entitlement_ids:
            if self.day > one._today():
                raise UserError(self.env._("Choose today or a day in the past."))
            last = one.sudo()._last_settled().state_date
            if last and self.day < last:
                raise UserError(
                    self.env._(
                        "“%(entitlement)s”: the one before was closed on %(day)s. "
                        "Choose that day or a later one.",
                        entitlement=one.display_name,
                        day=format_date(self.env, last),
                    )
                )

    def _attach(self):
        """The files become evidence, which whoever reads the entitlement can read."""
        for one in self.entitlement_ids:
            # each has its own copy, since a file belongs to one record
            files = self.attachment_ids.sudo().copy(
                {"res_model": one._name, "res_id": one.id}
            )
            one.sudo().evidence_ids = [Command.link(file.id) for file in files]
