from odoo import fields, models


class CustomerTierNoNeed(models.Model):
    """A contact who does not need our goods and never will: leave them in peace.

    A record of its own and not a column of the contact, because what a salesperson
    knows may differ from company to company.
    """

    _name = "customer.tier.no.need"
    _description = "No Need"
    _inherit = "customer.tier.in.reach"
    _order = "create_date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Leave empty to apply it to all companies.",
    )
    reason = fields.Char(required=True)
    create_uid = fields.Many2one("res.users", string="Marked by", readonly=True)
    create_date = fields.Datetime(string="Marked on", readonly=True)
