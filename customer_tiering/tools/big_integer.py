from odoo import fields


class BigInteger(fields.Integer):
    """An Integer of 64 bits, for numbers that only the database reads."""

    _column_type = ("int8", "int8")
