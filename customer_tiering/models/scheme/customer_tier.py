from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...classification import lifecycle as states
from ...tools.uninstall import refuses_unlink


class CustomerTier(models.Model):
    """The catalogue of tiers, shared by all schemes."""

    _name = "customer.tier"
    _description = "Customer Tier"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="A short, stable code used in exports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    kind = fields.Selection(
        [("ranked", "Ranked"), ("segment", "Segment"), ("lifecycle", "Lifecycle")],
        required=True,
        default="ranked",
        help="Ranked tiers are steps on the ladder. Segments say how recently, how "
        "often and for how much customers buy. Lifecycle tiers are for those who do "
        "not currently buy.",
    )
    lifecycle = fields.Selection(
        [
            (states.INACTIVE, "Bought before the period"),
            (states.PROSPECT, "In contact, never bought"),
            (states.NOT_CONTACTED, "Never contacted"),
            (states.NO_NEED, "Has no need"),
        ],
        help="The customers, among those who do not currently buy, that this tier is "
        "for.",
    )
    description = fields.Text(translate=True)

    _code_uniq = models.Constraint(
        "UNIQUE(code)", "Another tier has this code already. Choose a different one."
    )
    _lifecycle_uniq = models.Constraint(
        "UNIQUE(lifecycle)",
        "Another tier is already used for these customers. Change that tier instead.",
    )

    @api.constrains("kind", "lifecycle")
    def _check_lifecycle(self):
        for tier in self:
            if (tier.kind == "lifecycle") != bool(tier.lifecycle):
                raise ValidationError(
                    self.env._(
                        "Tier “%(tier)s”: under “Lifecycle”, choose which customers "
                        "a lifecycle tier is for. Leave it empty for a ranked tier.",
                        tier=tier.name,
                    )
                )

    @refuses_unlink
    def _unlink_except_in_use(self):
        """Refuse to delete tiers in use or in the history; no foreign key does."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.id FROM customer_tier t
                 WHERE t.id = ANY(%s)
                   AND (EXISTS (SELECT FROM customer_tier_standing s
                                 WHERE t.id IN (s.tier_id, s.computed_tier_id,
                                                s.earned_tier_id, s.automatic_tier_id))
                        OR EXISTS (SELECT FROM customer_tier_change c
                                    WHERE t.id IN (c.from_tier_id, c.to_tier_id)))
                """,
                self.ids,
            )
        )
        if rows:
            names = self.browse([id_ for (id_,) in rows]).mapped("name")
            raise UserError(
                self.env._(
                    "“%(tiers)s” cannot be deleted, because customers have or had "
                    "this tier. Archive it instead; past records keep its name.",
                    tiers=", ".join(names),
                )
            )

    @api.model
    def _lifecycle_tiers(self):
        """Lifecycle state -> id of the tier for it."""
        tiers = self.with_context(active_test=False).search(
            [("lifecycle", "!=", False)]
        )
        return {tier.lifecycle: tier.id for tier in tiers}
