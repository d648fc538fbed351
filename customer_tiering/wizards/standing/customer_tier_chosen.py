from odoo import api, fields, models


def chosen_standings(env):
    """The standings that a wizard was opened for, if it was opened for standings."""
    standings = env["customer.tier.standing"]
    if env.context.get("active_model") != standings._name:
        return standings
    return standings.browse(env.context.get("active_ids", []))


def chosen_customers(env):
    """The customers that a wizard was opened for, by their contacts or standings."""
    partners = env["res.partner"]
    if env.context.get("active_model") == partners._name:
        return partners.browse(env.context.get("active_ids", [])).commercial_partner_id
    return chosen_standings(env).partner_id


class CustomerTierChosen(models.AbstractModel):
    """A wizard for customers of one scheme: that of the standings it was opened for."""

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
        schemes = self.env["customer.tier.scheme"]
        first = schemes.browse(schemes._shown_ids(self.env.company.id)[:1])
        return chosen_standings(self.env).scheme_id[:1] or first
