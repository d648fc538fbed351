from odoo import api, fields, models


class CustomerTierChosen(models.AbstractModel):
    """A wizard that is opened for chosen contacts or standings."""

    _name = "customer.tier.chosen"
    _description = "Chosen Customers"

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        default=lambda self: self._default_scheme_id(),
        domain="[('company_id', 'parent_of', allowed_company_ids)]",
    )

    @api.model
    def _default_scheme_id(self):
        """The scheme of the standings, or the first of the company."""
        if self.env.context.get("active_model") == "customer.tier.standing":
            return self._chosen_standings().scheme_id[:1]
        schemes = self.env["customer.tier.scheme"]
        return schemes.browse(schemes._shown_ids(self.env.company.id)[:1])

    @api.model
    def _default_partner_ids(self):
        """The customers that were chosen, by their contacts or by their standings."""
        match self.env.context.get("active_model"):
            case "customer.tier.standing":
                return self._chosen_standings().partner_id
            case "res.partner":
                ids = self.env.context.get("active_ids", [])
                return self.env["res.partner"].browse(ids).commercial_partner_id
        return self.env["res.partner"]

    @api.model
    def _chosen_standings(self):
        return self.env["customer.tier.standing"].browse(
            self.env.context.get("active_ids", [])
        )
