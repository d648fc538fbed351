from odoo import api, models
from odoo.exceptions import AccessError


class CustomerTierShared(models.AbstractModel):
    """A record without a company counts in all companies, so all of them must be one's.

    The inheriting model has a ``company_id``; empty means all companies. Otherwise who
    decides in one company would decide in the others too.
    """

    _name = "customer.tier.shared"
    _description = "Record That Companies May Share"

    @api.model
    def default_get(self, fields):
        """Whoever cannot share a record begins with one of their company."""
        values = super().default_get(fields)
        if "company_id" in fields and not self.env.su and self._foreign_companies():
            values.setdefault("company_id", self.env.company.id)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_shared()
        return records

    def write(self, vals):
        self._check_shared()
        result = super().write(vals)
        if "company_id" in vals:
            self._check_shared()
        return result

    def unlink(self):
        self._check_shared()
        return super().unlink()

    def _check_shared(self):
        """AccessError for a shared record if the user lacks access to a company."""
        if self.env.su:
            return
        shared = self.sudo().filtered(lambda record: not record.company_id)
        if not shared:
            return
        missing = self._foreign_companies()
        if missing:
            raise AccessError(
                self.env._(
                    "“%(record)s” applies to all companies, and you have no access to "
                    "%(company)s. Make a copy for your own company, or ask somebody "
                    "who has access to all companies.",
                    record=shared[0].display_name,
                    company=", ".join(missing[:3].mapped("name")),
                )
            )

    @api.model
    def _foreign_companies(self):
        """The companies that the user has no access to."""
        companies = self.env["res.company"].sudo()
        return companies.search([("id", "not in", self.env.user.company_ids.ids)])
