from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...classification import transition
from ...models.collector.customers import customers
from .customer_tier_chosen import chosen_customers


class CustomerTierOverrideWizard(models.TransientModel):
    """Set a manual tier for many customers: the chosen contacts or standings."""

    _name = "customer.tier.override.wizard"
    _inherit = "customer.tier.chosen"
    _description = "Set Manual Tier"

    partner_ids = fields.Many2many(
        "res.partner",
        string="Customers",
        required=True,
        default=lambda self: chosen_customers(self.env),
    )
    kind = fields.Selection(
        [
            (transition.FIX, "Fixed"),
            (transition.AT_LEAST, "At least"),
            (transition.AT_MOST, "At most"),
        ],
        required=True,
        default=transition.AT_LEAST,
    )
    ladder_ids = fields.Many2many("customer.tier", compute="_compute_ladder_ids")
    tier_id = fields.Many2one("customer.tier", required=True)
    reason = fields.Char(required=True)
    date_end = fields.Date(
        string="Until",
        help="The last day on which the manual tier applies. Leave "
        "empty for no end date.",
    )
    customer_count = fields.Integer(compute="_compute_counts")
    existing_count = fields.Integer(compute="_compute_counts")

    @api.depends("scheme_id", "kind")
    def _compute_ladder_ids(self):
        """Any tier for “Fixed”; only ranked tiers for “At least” and “At most”."""
        for wizard in self:
            if wizard.kind == transition.FIX:
                wizard.ladder_ids = self.env["customer.tier"].search(
                    [("kind", "!=", False)]
                )
            else:
                wizard.ladder_ids = wizard.scheme_id.rule_ids.tier_id

    @api.depends("scheme_id", "partner_ids")
    def _compute_counts(self):
        for wizard in self:
            customers = wizard._customers()
            wizard.customer_count = len(customers)
            wizard.existing_count = len(wizard._existing(customers).partner_id)

    def _customers(self):
        """The customers to which the chosen contacts belong."""
        self.ensure_one()
        if not self.scheme_id:
            return self.env["res.partner"]
        self.env["res.partner"].flush_model(["commercial_partner_id", "parent_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT customer_id FROM %s c WHERE id = ANY(%s)",
                customers(self.scheme_id),
                self.partner_ids._origin.ids,
            )
        )
        return self.env["res.partner"].browse(sorted(id_ for (id_,) in rows))

    def _existing(self, customers):
        """The valid manual tiers, the latest of each customer first."""
        return self.env["customer.tier.override"].search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("partner_id", "in", customers.ids),
            ],
            order="id desc",
        )

    def action_apply(self):
        """Change existing manual tiers, add the others, and show all of them."""
        self.ensure_one()
        customers = self._customers()
        if not customers:
            raise UserError(self.env._("Choose at least one customer."))
        latest = {}
        for override in self._existing(customers):
            latest.setdefault(override.partner_id, override)
        changed = self.env["customer.tier.override"].union(*latest.values())
        values = {
            "kind": self.kind,
            "tier_id": self.tier_id.id,
            "reason": self.reason,
            "date_end": self.date_end,
        }
        changed.write(values)
        added = changed.create(
            [
                {"scheme_id": self.scheme_id.id, "partner_id": customer.id, **values}
                for customer in customers
                if customer not in latest
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_override_action"
        )
        action["domain"] = [("id", "in", (changed + added).ids)]
        return action
