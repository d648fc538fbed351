from odoo import fields


class UncheckedMany2one(fields.Many2one):
    """A Many2one without a foreign key in the database.

    For rows that are made hundreds of thousands at a time: PostgreSQL checks keys row
    by row, and the checks of seven keys take longer than the writing. Only where
    something else keeps the record that is pointed to; each field says what. That is
    code of this addon: SQL that goes past the ORM is not held back, nor who deletes the
    record at the very moment at which another transaction points to it.
    """

    def update_db_foreign_key(self, model, column):
        """Make no key."""
