from odoo import fields, models


class CustomerGiftComparison(models.Model):
    """A customer in the random draw of a plan, who gets a gift or is held back.

    Both groups are kept: only customers in the draw can be compared, not those who
    were added manually.
    """

    _name = "customer.gift.comparison"
    _description = "Comparison Group of a Gift Plan"
    _order = "plan_id desc, id"
    _rec_name = "partner_id"

    plan_id = fields.Many2one(
        "customer.gift.plan", required=True, ondelete="cascade", index=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    # No UNIQUE on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
    )
    tier_id = fields.Many2one("customer.tier", ondelete="restrict")
    user_id = fields.Many2one("res.users", string="Salesperson")
    held_out = fields.Boolean(
        string="In Comparison Group",
        help="This customer gets no gift, for comparison with those who get one.",
    )
