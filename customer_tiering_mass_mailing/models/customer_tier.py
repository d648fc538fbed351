from odoo import models
from odoo.exceptions import UserError


class CustomerTier(models.Model):
    """Writing to the customers of a tier, or of a segment."""

    _inherit = "customer.tier"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "name"} & vals.keys():
            filters = self.env["mailing.filter"].sudo().with_context(active_test=False)
            filters.search(
                [("customer_tier_id", "in", self.ids)]
            ).customer_tier_scheme_id._keep_mailing_filters()
        return result

    def action_customer_tier_mail(self):
        """A new mailing to the customers of this tier."""
        self.ensure_one()
        self.env["mailing.mailing"].check_access("create")
        audience = self._mailing_filter()
        company = audience.customer_tier_company_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mail to “%s”", audience.name),
            "res_model": "mailing.mailing",
            "views": [(False, "form")],
            "context": {
                "default_mailing_type": "mail",
                "default_mailing_model_id": audience.mailing_model_id.id,
                "default_mailing_filter_id": audience.id,
                "default_mailing_domain": audience.mailing_domain,
                "default_customer_tier_company_id": company.id,
            },
        }

    def action_customer_tier_add_to_list(self):
        """The list that follows this tier, brought in step."""
        self.ensure_one()
        self.env["mailing.list"].check_access("create")
        found = self.env["mailing.list"]._customer_tier_list(self._mailing_filter())
        found._customer_tier_step()
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.list",
            "res_id": found.id,
            "views": [(False, "form")],
        }

    def _mailing_filter(self):
        """The filter of this tier in the scheme that is looked at, or in the first."""
        self.check_access("read")
        schemes = self.env["customer.tier.scheme"]
        chosen = schemes.browse(self.env.context.get("customer_tier_scheme_id", []))
        if not chosen:
            shown = schemes.browse(schemes._shown_ids(self.env.company.id))
            chosen = shown.filtered(lambda one: self in one._mailed_tiers())[:1]
        if not chosen:
            raise UserError(
                self.env._(
                    "No scheme of your company has the tier “%s”. Choose another one.",
                    self.name,
                )
            )
        chosen.check_access("read")
        return (
            chosen._keep_mailing_filters()
            .filtered(lambda one: one.customer_tier_id == self)
            .sudo(False)
        )
