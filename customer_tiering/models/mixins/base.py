import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ADDON = "customer_tiering"
YEARS = range(1900, 2200)
# what PostgreSQL can keep in a column of an Integer field
LARGEST = 2**31 - 1


class Base(models.AbstractModel):
    """Refuses values in the addon's own fields that nothing can be calculated with.

    Odoo writes NaN and infinity, and a sum over one of them is lost. It fails with the
    words of the database on a text with a NUL, or on a number that is too large. All
    our models are concerned, and our fields on the models of others, so the check is
    made where every write passes.
    """

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_senseless(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_senseless(vals)
        return super().write(vals)

    @api.model
    def _refuse_senseless(self, vals):
        """ValidationError naming the field, the value and what is possible."""
        for name, value in vals.items():
            field = self._fields.get(name)
            # also those of the addons that extend this one
            if value and field and (field._module or "").startswith(ADDON):
                if problem := self._senseless(field, value):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s”: %(problem)s",
                            field=field._description_string(self.env),
                            problem=problem,
                        )
                    )

    @api.model
    def _senseless(self, field, value):
        """Why ``value`` cannot be kept in ``field``; None if it can."""
        if isinstance(value, str) and "\0" in value:
            return self.env._(
                "the text contains a character that cannot be stored. Type it again."
            )
        if field.type in ("float", "monetary", "integer") and isinstance(
            value, int | float
        ):
            if not math.isfinite(value):
                return self.env._("%s is not a number. Enter a figure.", value)
            if field.type == "integer" and abs(value) > LARGEST:
                return self.env._(
                    "%(value)s is too large. Enter at most %(largest)s.",
                    value=value,
                    largest=LARGEST,
                )
        if field.type in ("date", "datetime"):
            year = fields.Date.to_date(value).year
            if year not in YEARS:
                return self.env._(
                    "the year %(year)s is not possible. Enter a day between "
                    "%(first)s and %(last)s.",
                    year=year,
                    first=YEARS[0],
                    last=YEARS[-1],
                )
        return None
