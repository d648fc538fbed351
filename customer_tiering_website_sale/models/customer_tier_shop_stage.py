from odoo import api, fields, models


class CustomerTierShopStage(models.Model):
    """The level of crowns that market places give a shop of this stage."""

    _inherit = "customer.tier.shop.stage"

    crown_level = fields.Char(
        translate=True, help="The level that market places show for such a shop."
    )

    @api.depends("name", "crown_level")
    def _compute_display_name(self):
        for stage in self:
            stage.display_name = (
                self.env._(
                    "%(stage)s (%(crowns)s)", stage=stage.name, crowns=stage.crown_level
                )
                if stage.crown_level
                else stage.name
            )
