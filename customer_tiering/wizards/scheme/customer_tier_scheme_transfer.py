import re

from odoo import fields, models
from odoo.exceptions import UserError


class CustomerTierSchemeTransfer(models.TransientModel):
    """Exports and imports a scheme as a JSON file."""

    _name = "customer.tier.scheme.transfer"
    _description = "Scheme File"

    content = fields.Binary(string="File", attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.root_id
    )

    def action_import(self):
        """Create a scheme, not in force, from the uploaded file and open it."""
        self.ensure_one()
        if not self.content:
            raise UserError(self.env._("Choose the file to import first."))
        schemes = self.env["customer.tier.scheme"]
        scheme = schemes._import_file(self.content, self.company_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.tier.scheme",
            "res_id": scheme.id,
            "views": [(False, "form")],
            "target": "current",
        }


class CustomerTierScheme(models.Model):
    _inherit = "customer.tier.scheme"

    def action_export(self):
        """Download the scheme as a file for another database."""
        self.ensure_one()
        self.check_access("read")
        name = re.sub(r"[^\w-]+", "_", self.name).strip("_") or "scheme"
        transfer = self.env["customer.tier.scheme.transfer"].create(
            {"content": self._export_file(), "file_name": f"{name}.json"}
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{transfer._name}/{transfer.id}/content/"
            f"{transfer.file_name}?download=true",
            "target": "self",
        }
