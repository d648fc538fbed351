from odoo import api, models


class IrModuleModule(models.Model):
    """A language that is switched on later also names the schemes of presets."""

    _inherit = "ir.module.module"

    @api.model
    def _load_module_terms(self, modules, langs, overwrite=False):
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if "customer_tiering" in modules:
            self.env["customer.tier.preset.wizard"]._name_schemes(langs)
        return result
