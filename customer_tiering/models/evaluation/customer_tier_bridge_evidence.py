from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.groups import ACCOUNTANT_GROUP


class CustomerTierBridgeEvidence(models.AbstractModel):
    """Documents as evidence: those that a line of a bridge adds up.

    A model that inherits it defines ``customer_tier_bridge_amount``, as it knows the
    currency, and lines of bridges name the model in ``_evidence_model``.
    """

    _name = "customer.tier.bridge.evidence"
    _description = "Evidence for a Line of a Bridge"

    customer_tier_bridge_id = fields.Many2one(
        "customer.tier.evaluation.bridge",
        string="Line of a Bridge",
        compute="_compute_customer_tier_bridge_id",
        search="_search_customer_tier_bridge_id",
        groups=ACCOUNTANT_GROUP,
        help="Used for searching only: the documents that a line of an evaluation "
        "adds up.",
    )

    @api.depends_context("customer_tier_bridge")
    def _compute_customer_tier_bridge_amount(self):
        """How much of each document is in the line that the context names."""
        line = self.env["customer.tier.evaluation.bridge"].browse(
            self.env.context.get("customer_tier_bridge")
        )
        amounts = line._amounts_of(self) if line else {}
        for document in self:
            document.customer_tier_bridge_amount = amounts.get(document.id, 0.0)

    def _compute_customer_tier_bridge_id(self):
        self.customer_tier_bridge_id = False

    @api.model
    def _search_customer_tier_bridge_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        bridge = self.env["customer.tier.evaluation.bridge"]
        lines = bridge.search([("id", "in", [one for one in value if one])])
        # what is in other lines has the same numbers, and is something else
        return Domain.OR(
            line._items_domain()
            for line in lines
            if line.can_open and line._evidence_model() == self._name
        )
