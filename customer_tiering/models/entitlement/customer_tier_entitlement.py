from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.unchecked_many2one import UncheckedMany2one
from ...tools.uninstall import refuses_unlink
from . import steps


class CustomerTierEntitlement(models.Model):
    """A benefit that a customer is entitled to once, in a period.

    The nightly step makes them, and only `_answer` changes their state, so nobody has
    the right to write or to create them. Use its buttons, or `_answer`.
    """

    _name = "customer.tier.entitlement"
    _description = "Customer Entitlement"
    # see customer.tier.first.use
    _needs_tiers = True
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_date desc, id desc"
    _rec_name = "partner_id"
    # whoever may read it may note something on it, and plan an activity
    _mail_post_access = "read"

    # Such a benefit is never deleted: see customer_tier_benefit.py
    benefit_id = UncheckedMany2one(
        "customer.tier.benefit", required=True, readonly=True
    )
    kind = fields.Selection(related="benefit_id.kind", store=True)
    # No UNIQUE or CHECK on the customer: merging contacts would fail
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    # The benefit keeps its company
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    # A tier that entitlements name cannot be deleted: customer_tier.py
    tier_id = UncheckedMany2one(
        "customer.tier",
        readonly=True,
        help="The customer's tier when the benefit became due.",
    )
    tier_color = fields.Integer(related="tier_id.color")
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        ondelete="set null",
        readonly=True,
        help="The customer's salesperson, until the entitlement is closed.",
    )
    state = fields.Selection(
        steps.STATES,
        required=True,
        default=steps.DUE,
        readonly=True,
        group_expand="_group_expand_states",
    )
    state_date = fields.Date(
        string="Latest Step",
        readonly=True,
        help="The day on which it was offered, accepted, declined, used or lapsed.",
    )
    due_date = fields.Date(
        required=True, readonly=True, help="From this day on, offer the benefit."
    )
    date_from = fields.Date(string="Period Start", required=True, readonly=True)
    date_to = fields.Date(
        string="Period End",
        required=True,
        readonly=True,
        help="If the benefit has not been used by this day, it lapses.",
    )
    interval_months = fields.Integer(
        string="Every (Months)",
        readonly=True,
        aggregator=None,
        help="Months between two of these for the customer's tier.",
    )
    quantity = fields.Float(digits="Product Unit", readonly=True, default=1)
    unit_cost = fields.Monetary(readonly=True)
    cost = fields.Monetary(
        readonly=True, help="Quantity × unit cost, on the day it was used."
    )
    announced_on = fields.Date(
        string="Salesperson Told On",
        readonly=True,
        help="The day on which the salesperson got an activity.",
    )
    activity_id = fields.Many2one(
        "mail.activity",
        string="Activity to Offer It",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
    )
    document = fields.Reference(
        selection="_selection_document",
        readonly=True,
        help="The document by which it was used, such as a registration.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "customer_tier_entitlement_evidence_rel",
        readonly=True,
    )
    answer_ids = fields.One2many(
        "customer.tier.entitlement.answer", "entitlement_id", readonly=True
    )

    # The night relies on it: two of them at once make a row only once
    _open_uniq = models.UniqueIndex(
        "(benefit_id, partner_id) WHERE state IN ('due', 'offered', 'accepted')",
        "This customer already has an open entitlement to this benefit.",
    )
    # the last one that was settled is read for every customer of a benefit
    _settled_idx = models.Index(
        "(benefit_id, partner_id, state_date, id) "
        "WHERE state IN ('declined', 'used', 'lapsed')"
    )

    @api.model
    def _selection_document(self):
        """Models of documents by which a benefit can be used."""
        names = ["sale.order", "calendar.event"]
        return [(name, self.env[name]._description) for name in names]

    @api.model
    def _group_expand_states(self, states, _domain):
        """The columns of a kanban in the order of the steps, not of the alphabet."""
        return [
            state
            for state, _label in steps.STATES
            if state in states or state in steps.OPEN
        ]

    @api.depends("benefit_id.name", "partner_id.display_name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "%(customer)s: %(benefit)s",
                customer=one.partner_id.display_name,
                benefit=one.benefit_id.name,
            )

    def _today(self):
        """The day it is where the scheme of the benefit is."""
        self.ensure_one()
        return self.benefit_id.sudo()._today()

    @refuses_unlink
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "What customers were entitled to stays on record. Decline it instead "
                "of deleting it."
            )
        )
