from odoo import fields, models


class CustomerTrait(models.Model):
    """What is typical of a person who buys, and what to offer them."""

    _name = "customer.trait"
    _description = "Trait of a Person"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    cue = fields.Char(
        string="How It Shows", translate=True, help="What you can see and hear."
    )
    advice = fields.Char(
        translate=True, help="What to do, written so that the person could read it."
    )
