from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.boolean_search import boolean_search
from ...tools.groups import USER_GROUP


class ResPartner(models.Model):
    """Who should have a salesperson of their own; and replies to mail on a contact."""

    _inherit = "res.partner"

    customer_tier_lacks_salesperson = fields.Boolean(
        string="Dedicated Salesperson Missing",
        compute="_compute_customer_tier_lacks_salesperson",
        search="_search_customer_tier_lacks_salesperson",
        groups=USER_GROUP,
    )

    @api.depends("user_id")
    @api.depends_context("company", "uid")
    def _compute_customer_tier_lacks_salesperson(self):
        found = self.env["customer.tier.standing"].search_fetch(
            self._lacking_salesperson() & Domain("partner_id", "in", self.ids),
            ["partner_id"],
        )
        lacking = set(found.partner_id._ids)
        for partner in self:
            partner.customer_tier_lacks_salesperson = partner._origin.id in lacking

    def _search_customer_tier_lacks_salesperson(self, operator, value):
        field = self._fields["customer_tier_lacks_salesperson"]
        self._check_field_access(field, "read")
        standings = self.env["customer.tier.standing"]
        return boolean_search(
            operator,
            value,
            lambda: Domain(
                "id",
                "in",
                standings._search(self._lacking_salesperson()).subselect("partner_id"),
            ),
        )

    @api.model
    def _lacking_salesperson(self):
        """Standings in the schemes of the current company, or of those above it."""
        companies = self.env.company.sudo().parent_ids
        return Domain("company_id", "in", companies.ids) & Domain(
            "lacks_salesperson", "=", True
        )

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(["customer_tier_lacks_salesperson"], flush=False)
        return super()._forget_customer_tiers()

    # ------------------------------------------------------------ conversation

    def _message_post_after_hook(self, message, msg_vals):
        result = super()._message_post_after_hook(message, msg_vals)
        owner = self.commercial_partner_id.sudo()
        self.env["customer.tier.benefit"]._follow_conversation(
            self,
            message,
            owner.company_id or owner.user_id.company_id or self.env.company,
        )
        return result
