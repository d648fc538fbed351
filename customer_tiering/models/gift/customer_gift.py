from odoo import fields, models

from ...tools.unchecked_many2one import UncheckedMany2one
from ..gift_occasion.customer_gift_occasion import FORMS

# Life cycle of a gift, see `gifting.flow`
STATES = [
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("ordered", "Ordered"),
    ("given", "Given"),
    ("declined", "Declined"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
]
SEVERITIES = [
    ("none", "No findings"),
    ("info", "Information"),
    ("warn", "Warning"),
    ("approve", "Needs approval"),
    ("block", "Blocked"),
]


class CustomerGift(models.Model):
    """A gift to a customer, from the proposal to the entry in the register."""

    _name = "customer.gift"
    _description = "Gift"
    _inherit = ["mail.thread", "mail.activity.mixin", "customer.tier.in.reach"]
    _order = "date desc, id"
    _rec_name = "partner_id"

    number = fields.Char(
        string="Register No.", readonly=True, copy=False, index="btree_not_null"
    )
    direction = fields.Selection(
        [("given", "We give"), ("received", "We receive")],
        string="Given or Received",
        required=True,
        default="given",
    )
    # Not readonly, so that a card can be dragged; writing it makes the move, see write
    state = fields.Selection(
        STATES,
        required=True,
        default="proposed",
        copy=False,
        tracking=True,
        group_expand=True,
    )
    # Unchecked: what prevents deleting a record that a gift refers to is kept.py in the
    # register and, for plans, customer_gift_plan_guard.py. Plans are indexed below
    plan_id = UncheckedMany2one("customer.gift.plan")
    occasion_id = UncheckedMany2one("customer.gift.occasion")
    # The day the gift is meant for; once given, the day it was handed over
    date = fields.Date(required=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # Unchecked: deleting a user clears them. The register keeps who entered a gift
    create_uid = UncheckedMany2one("res.users", string="Created by", readonly=True)
    write_uid = UncheckedMany2one("res.users", string="Last Updated by", readonly=True)

    # No UNIQUE or CHECK on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        help="The business. The person who receives it is the recipient.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        ondelete="restrict",
        index="btree_not_null",
        help="Leave empty if the gift is for the business itself.",
    )
    user_id = fields.Many2one("res.users", string="Salesperson", index=True)
    scheme_id = UncheckedMany2one("customer.tier.scheme")
    tier_id = UncheckedMany2one(
        "customer.tier",
        readonly=True,
        copy=False,
        help="The customer's tier when the gift was proposed.",
    )

    form = fields.Selection(FORMS, required=True, default="goods")
    product_id = fields.Many2one("product.product", string="Gift", ondelete="restrict")
    description = fields.Char(help="Description of the gift if no product is set.")
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    budget_line_id = UncheckedMany2one(
        "customer.gift.budget.line", readonly=True, copy=False
    )
    amount = fields.Monetary(
        string="Budget",
        readonly=True,
        copy=False,
        help="What the budget allows for this gift.",
    )
    cost = fields.Monetary(
        tracking=True,
        help="What it costs us: price, non-deductible tax, packing and freight.",
    )
    list_value = fields.Monetary(help="What it costs in a shop.")
    tax_amount = fields.Monetary(string="Tax")
    purpose = fields.Char(help="Why it is given. Nothing is asked for in return.")

    held = fields.Boolean(
        copy=False,
        help="This gift is on hold. It goes no further until it is released.",
    )
    hold_reason = fields.Char(readonly=True, copy=False)
    held_by_id = fields.Many2one(
        "res.users",
        string="On Hold by",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="Who put this gift on hold. They may also release it.",
    )
    held_by_policy = fields.Boolean(
        readonly=True,
        copy=False,
        help="The gift policy refused the approval. A change after which the policy "
        "asks for nothing any more releases the gift.",
    )
    edited = fields.Boolean(
        readonly=True,
        copy=False,
        help="Edited by a person. Refreshing the plan leaves this gift unchanged.",
    )
    severity = fields.Selection(
        SEVERITIES, string="Policy", readonly=True, default="none", copy=False
    )
    # [{"code", "severity", "figure", "limit", …}]: what the approver was shown
    findings = fields.Json(readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    approved_for_id = fields.Many2one(
        "res.users",
        string="Approved on Behalf Of",
        readonly=True,
        copy=False,
        help="The manager on whose behalf the deputy approved.",
    )
    approved_cost = fields.Monetary(
        readonly=True,
        copy=False,
        help="The cost that the approver saw. The gift may have cost less, but never "
        "more.",
    )

    delivered_on = fields.Date(copy=False)
    courier = fields.Char(copy=False)
    tracking_number = fields.Char(copy=False)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "customer_gift_evidence_rel",
        copy=False,
        help="Receipts or bills that show the cost.",
    )
    proof = fields.Image(max_width=1920, max_height=1920, copy=False)
    result_note = fields.Char(string="What happened", copy=False)

    _cost_not_negative = models.Constraint(
        "CHECK (cost >= 0 AND list_value >= 0 AND tax_amount >= 0 AND amount >= 0)",
        "The cost, value and tax of a gift cannot be negative.",
    )
    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of a gift must be above zero."
    )

    # Refreshing a plan of 50,000 gifts looks them up, even with outdated statistics
    _plan_partner_idx = models.Index("(plan_id, partner_id)")
    _held_idx = models.Index("(plan_id) WHERE held")
