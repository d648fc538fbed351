from odoo import fields, models

from . import steps


class CustomerTierEntitlementAnswer(models.Model):
    """One step of an entitlement: from which state to which, when and by whom.

    None ever changes. The nightly step writes them by SQL, anything else through
    `CustomerTierEntitlement._answer`.
    """

    _name = "customer.tier.entitlement.answer"
    _description = "Answer to a Benefit"
    _inherit = "customer.tier.kept"
    _order = "id desc"
    _rec_name = "entitlement_id"
    _log_access = False

    entitlement_id = fields.Many2one(
        "customer.tier.entitlement",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="entitlement_id.company_id", store=True)
    partner_id = fields.Many2one(related="entitlement_id.partner_id")
    from_state = fields.Selection(steps.STATES, string="From", readonly=True)
    to_state = fields.Selection(steps.STATES, string="To", required=True, readonly=True)
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    by = fields.Selection(
        [
            ("salesperson", "Salesperson"),
            ("portal", "Customer, on the portal"),
            ("event", "Event"),
            ("system", "System"),
        ],
        required=True,
        readonly=True,
    )
    # Deleting a user clears it; the row remains
    user_id = fields.Many2one("res.users", ondelete="set null", readonly=True)
    reason = fields.Selection(
        [
            ("tier", "The customer's tier no longer grants it"),
            ("off", "The benefit is not in use"),
            ("archived", "The customer is archived"),
            ("merged", "The customer was merged with one who has it already"),
            ("earlier", "Due earlier: the customer's tier grants it more often"),
            ("late", "The one before was used after all"),
            ("ended", "Its period ended"),
        ],
        readonly=True,
    )
    note = fields.Text(readonly=True)

    def _why_kept(self):
        return self.env._(
            "What was answered to a benefit stays on record. It can be neither "
            "changed nor deleted. To take a step back, reopen the entitlement."
        )
