from odoo import api, models


class CustomerTierSchemeColumn(models.AbstractModel):
    """Lists show the column of the scheme as soon as there are two schemes."""

    _name = "customer.tier.scheme.column"
    _description = "Scheme Column in Lists"

    @api.model
    def _several_schemes(self):
        return self.env["customer.tier.scheme"].search_count([], limit=2) > 1

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self._several_schemes())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list":
            shown = self._several_schemes()
            for column in arch.xpath("/list/field[@name='scheme_id']"):
                column.set("optional", "show")
                column.set("column_invisible", str(not shown))
        return arch, view
