from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner import GROUP


class ResPartner(models.Model):
    """Customers whose gift should be on its way by now."""

    _inherit = "res.partner"

    customer_tier_gift_due = fields.Boolean(
        string="Gift Due",
        compute="_compute_customer_tier_gift_due",
        search="_search_customer_tier_gift_due",
        groups=GROUP,
        help="A gift is planned for a day whose delivery has begun, and is not given.",
    )

    @api.model
    def _customer_gift_due_domain(self):
        """Gifts to hand over, of days whose delivery has begun."""
        return (
            Domain("direction", "=", "given")
            & Domain("state", "in", ("proposed", "approved", "ordered"))
            & Domain("held", "=", False)
            & Domain(
                "plan_id.occasion_date_id.deliver_from",
                "<=",
                fields.Date.context_today(self),
            )
        )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid")
    def _compute_customer_tier_gift_due(self):
        gifts = self.env["customer.gift"]._read_group(
            self._customer_gift_due_domain()
            & Domain("partner_id", "in", self.commercial_partner_id.ids),
            ["partner_id"],
        )
        due = {partner for (partner,) in gifts}
        for partner in self:
            partner.customer_tier_gift_due = partner.commercial_partner_id in due

    @api.model
    def _search_customer_tier_gift_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        gifts = self.env["customer.gift"]._search(self._customer_gift_due_domain())
        found = Domain("commercial_partner_id", "in", gifts.subselect("partner_id"))
        return Domain.OR(found if wanted else ~found for wanted in set(value))
