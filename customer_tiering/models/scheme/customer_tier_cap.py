from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...classification.settings import Cap


class CustomerTierCap(models.Model):
    """Limits the tier of a customer, however much they buy (rule K12).

    Both figures must be exceeded: 90 days overdue alone may be a forgotten cent.
    """

    _name = "customer.tier.cap"
    _inherit = "customer.tier.line"
    _description = "Cap on the Tier"
    _order = "scheme_id, tier_sequence, id"
    _rec_name = "tier_id"
    scheme_id = fields.Many2one(
        "customer.tier.scheme", required=True, ondelete="cascade", index=True
    )
    tier_id = fields.Many2one(
        "customer.tier",
        string="At Best",
        required=True,
        ondelete="restrict",
        domain=[("kind", "!=", "lifecycle")],
    )
    # Stored for the order
    tier_sequence = fields.Integer(related="tier_id.sequence", store=True)
    metric_id = fields.Many2one(
        "customer.tier.metric", string="If", required=True, ondelete="restrict"
    )
    above = fields.Float(string="Is Above", required=True)
    floor_metric_id = fields.Many2one(
        "customer.tier.metric", string="And", ondelete="restrict"
    )
    floor_above = fields.Float(string="Is Also Above")

    _told = ("above", "metric_id", "floor_metric_id", "floor_above")
    _told_by = "tier_id"

    @api.constrains("tier_id", "scheme_id")
    def _check_tier(self):
        for cap in self:
            if cap.tier_id not in cap.scheme_id.rule_ids.tier_id:
                raise ValidationError(
                    self.env._(
                        "“%(tier)s” has no line under Cut-offs, so a cap cannot "
                        "limit customers to it. Choose one of the ranked tiers of "
                        "the scheme.",
                        tier=cap.tier_id.name,
                    )
                )

    def _to_cap(self):
        """This cap for the classification package."""
        self.ensure_one()
        above = [(self.metric_id.code, self.above)]
        if self.floor_metric_id:
            above.append((self.floor_metric_id.code, self.floor_above))
        return Cap(tier=self.tier_id.id, above=tuple(above))

    def _told_kind(self):
        return self.env._("Cap")
