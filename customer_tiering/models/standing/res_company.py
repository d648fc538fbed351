from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    customer_tier_own_customers = fields.Boolean(
        string="Own Customers Only",
        help="Salespeople without the right to all sales documents see the figures, "
        "ranks and explanations of their own customers only. They still see the tiers "
        "of the others. Managers, accountants and compliance officers see all.",
    )
