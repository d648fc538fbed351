from odoo import fields, models

# Form of a gift. Most rules do not count cards, brochures and samples as gifts.
FORMS = [
    ("goods", "Goods"),
    ("card", "Card"),
    ("brochure", "Brochure"),
    ("sample", "Sample"),
    ("hospitality", "Hospitality"),
    ("experience", "Experience"),
]


class CustomerGiftOccasion(models.Model):
    """A recurring occasion for gifts: a holiday, the end of a quarter, a birthday."""

    _name = "customer.gift.occasion"
    _description = "Gift Occasion"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.tier.in.reach",
        "customer.tier.shared",
    ]
    _order = "sequence, id"
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    color = fields.Integer(help="Used for its dates in the calendar.")
    company_id = fields.Many2one(
        "res.company", help="Leave empty for an occasion of all companies."
    )
    form = fields.Selection(
        FORMS,
        required=True,
        default="goods",
        help="The usual form of the gift. A budget line can set another one.",
    )
    date_ids = fields.One2many("customer.gift.occasion.date", "occasion_id")

    # For occasions at most this far apart one gift is proposed.
    near_days = fields.Integer(
        string="Near Within (Days)",
        default=10,
        tracking=True,
        help="If another occasion is at most this many days away, one gift for both "
        "is proposed.",
    )

    def action_view_dates(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_occasion_date_action"
        )
        action["domain"] = [("occasion_id", "=", self.id)]
        action["context"] = {"default_occasion_id": self.id}
        action["views"] = [(False, "list"), (False, "calendar"), (False, "form")]
        return action

    def _in_use(self, company):
        """These occasions, turned on for ``company`` if they are not in use yet.

        One that all companies share is turned on in a copy for ``company`` if the user
        may not decide for the others.
        """
        used = self.browse()
        for occasion in self:
            if occasion.active:
                used |= occasion
            elif not occasion.company_id and self._foreign_companies():
                used |= occasion.copy({"active": True, "company_id": company.id})
            else:
                occasion.active = True
                used |= occasion
        used._make_dates()
        return used
