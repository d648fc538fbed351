from odoo import fields, models


class CustomerStyle(models.Model):
    """How a person behaves in talks, how that shows, and how to speak with them."""

    _name = "customer.style"
    _description = "Style of a Person"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("style", "Social style"), ("temperament", "Temperament")],
        required=True,
        default="style",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    cues = fields.Text(
        string="How It Shows", translate=True, help="What you can see and hear."
    )
    advice = fields.Text(
        translate=True, help="What to do, written so that the person could read it."
    )
