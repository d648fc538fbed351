from odoo import fields


class UncheckedMany2one(fields.Many2one):
    """A Many2one without a foreign key in the database.

    For rows that the engine alone writes, hundreds of thousands at a time: PostgreSQL
    checks keys row by row, and the checks of seven keys take longer than the writing.
    Only where something else keeps the record that is pointed to; each field says what.
    """

    def update_db_foreign_key(self, model, column):
        """None."""
