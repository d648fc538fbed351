from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.uninstall import refuses_unlink


class CustomerTierBenefitUsage(models.Model):
    """One use of an allowance, or a line that reverses one.

    Only the confirmation of orders creates lines; they never change.
    """

    _name = "customer.tier.benefit.usage"
    _description = "Benefit Usage"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    benefit_id = fields.Many2one(
        "customer.tier.benefit",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        help="Currency of the company that grants the allowance.",
    )
    # No UNIQUE or CHECK on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    contact_id = fields.Many2one(
        "res.partner", string="Sent to", ondelete="set null", readonly=True
    )
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    tier_id = fields.Many2one(
        "customer.tier",
        ondelete="restrict",
        readonly=True,
        help="The customer's tier at that time.",
    )
    date = fields.Date(
        required=True,
        readonly=True,
        help="The use counts in the year of this date. A reversal counts in the year "
        "of the original use.",
    )
    order_id = fields.Many2one(
        "sale.order", ondelete="set null", index="btree_not_null", readonly=True
    )
    reference = fields.Char(string="Order Number", readonly=True)
    # Id of the order line, kept after it is deleted; 0 for the freight of the order
    line_key = fields.Integer(readonly=True, aggregator=None)
    product_id = fields.Many2one("product.product", ondelete="restrict", readonly=True)
    quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="In the product's own unit of measure.",
    )
    cost = fields.Monetary(readonly=True)
    freight = fields.Monetary(readonly=True)
    amount = fields.Monetary(string="Used", readonly=True)
    over = fields.Boolean(
        string="Above the Allowance", readonly=True, help="Used despite a warning."
    )
    kind = fields.Selection(
        [("use", "Used"), ("back", "Reversed")], required=True, readonly=True
    )

    _benefit_idx = models.Index("(benefit_id, partner_id, date)")

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._(
                    "A recorded use of an allowance cannot be changed. Change the "
                    "quantity on the order, or cancel the order: a reversal is then "
                    "recorded."
                )
            )
        return super().write(vals)

    @refuses_unlink
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A recorded use of an allowance cannot be deleted. Change the "
                "quantity on the order, or cancel the order: a reversal is then "
                "recorded."
            )
        )
