from odoo import fields, models


class CustomerGiftTag(models.Model):
    """A taste of customers, or a note on etiquette.

    Tags only rank products and warn; they never block a gift. Products with a tag that
    the customer does not want are not suggested.
    """

    _name = "customer.gift.tag"
    _description = "Gift Tag"
    _order = "kind, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    kind = fields.Selection(
        [("likes", "Likes"), ("etiquette", "Etiquette")],
        required=True,
        default="likes",
    )
    warning = fields.Char(
        translate=True, help="Shown with a gift that carries this tag."
    )
    country_ids = fields.Many2many(
        "res.country",
        string="Countries",
        help="The countries where the warning applies. Leave empty for all countries.",
    )

    def _warns_in(self, countries):
        """The etiquette tags that apply in one of ``countries``."""
        return self.filtered(
            lambda tag: (
                tag.kind == "etiquette"
                and (not tag.country_ids or tag.country_ids & countries)
            )
        )
