from odoo import fields, models


class CustomerProfessional(models.Model):
    """Who counts as a respected professional, which depends on the trade."""

    _name = "customer.professional"
    _description = "Respected Professionals of a Trade"
    _order = "industry_id, id"
    _rec_name = "industry_id"

    # required on the screen only: an industry that was deleted stops no update
    industry_id = fields.Many2one("res.partner.industry", ondelete="cascade")
    who = fields.Char(
        string="Respected Professionals",
        required=True,
        translate=True,
        help="Whose word others in this trade listen to, and where you find that out.",
    )
    active = fields.Boolean(default=True)

    _industry_uniq = models.Constraint(
        "UNIQUE(industry_id)",
        "There is an entry for this industry already. Change that one; it may be "
        "archived.",
    )
