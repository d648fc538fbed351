from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.uninstall import refuses_unlink
from . import steps


class CustomerTierBenefit(models.Model):
    """Benefits that are given time and again, at the interval of the tier's line."""

    _inherit = "customer.tier.benefit"

    in_use_since = fields.Date(
        readonly=True,
        copy=False,
        help="The day on which the benefit was last turned on. Nothing is due "
        "before it.",
    )
    daily_limit = fields.Integer(
        string="Activities a Day",
        tracking=True,
        help="How many activities salespeople get for this benefit in a night, the "
        "best-ranked customers first; 0 for no limit. What is due is on the list in "
        "any case.",
    )
    entitlement_ids = fields.One2many("customer.tier.entitlement", "benefit_id")
    entitlement_count = fields.Integer(
        string="Open Entitlements", compute="_compute_entitlement_count"
    )

    _daily_limit_positive = models.Constraint(
        "CHECK(daily_limit >= 0)", "The limit of activities cannot be negative."
    )

    @api.depends("entitlement_ids.state")
    def _compute_entitlement_count(self):
        counts = dict(
            self.env["customer.tier.entitlement"]._read_group(
                [("benefit_id", "in", self.ids), ("state", "in", steps.OPEN)],
                ["benefit_id"],
                ["__count"],
            )
        )
        for benefit in self:
            benefit.entitlement_count = counts.get(benefit._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        benefits = super().create(vals_list)
        benefits.filtered("active")._turned_on()
        return benefits

    def write(self, vals):
        off = self.filtered(lambda benefit: not benefit.active)
        result = super().write(vals)
        off.filtered("active")._turned_on()
        return result

    def _turned_on(self):
        """A benefit without a scheme is refused by the check of the scheme."""
        for benefit in self.filtered("scheme_id"):
            benefit.in_use_since = benefit._today()

    @api.constrains("scheme_id", "kind")
    def _check_entitled(self):
        """Entitlements copy the company and the kind of their benefit."""
        for benefit in self:
            entitled = (
                self.env["customer.tier.entitlement"]
                .sudo()
                .search([("benefit_id", "=", benefit.id)], limit=1)
            )
            if entitled and (
                entitled.company_id != benefit.company_id
                or benefit.kind not in steps.KINDS
            ):
                raise ValidationError(
                    self.env._(
                        "Customers of %(company)s were entitled to “%(benefit)s”. "
                        "Create a new benefit instead.",
                        benefit=benefit.name,
                        company=entitled.company_id.name,
                    )
                )

    @refuses_unlink
    def _unlink_except_entitled(self):
        entitled = (
            self.env["customer.tier.entitlement"]
            .sudo()
            .search([("benefit_id", "in", self.ids)], limit=1)
        )
        if entitled:
            raise UserError(
                self.env._(
                    "Customers were entitled to “%(benefit)s”. Archive it instead of "
                    "deleting it.",
                    benefit=entitled.benefit_id.name,
                )
            )
