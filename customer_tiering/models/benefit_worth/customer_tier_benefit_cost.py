from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.groups import MANAGER_GROUP, MARGIN_GROUP


def money(label, explanation, **options):
    return fields.Monetary(string=label, help=explanation, readonly=True, **options)


class CustomerTierBenefitCost(models.Model):
    """What the benefits of a tier cost in the last 12 months, beside what it brings.

    One row per scheme and tier, written anew every week and on demand.
    """

    _name = "customer.tier.benefit.cost"
    _description = "Cost of Benefits"
    # see customer.tier.first.use
    _needs_tiers = True
    _order = "scheme_id, tier_sequence, id"
    _rec_name = "tier_id"

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    tier_id = fields.Many2one(
        "customer.tier", required=True, readonly=True, ondelete="cascade"
    )
    tier_color = fields.Integer(related="tier_id.color")
    tier_sequence = fields.Integer(
        related="tier_id.sequence", store=True, export_string_translation=False
    )
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True)
    customer_count = fields.Integer(string="Customers", readonly=True)
    net_revenue = money(
        "Net Revenue", "Of the tier's customers, in the period of the scheme."
    )
    gross_margin = money(
        "Gross Margin",
        "Of the tier's customers, in the period of the scheme, if the cost is known.",
        groups=MARGIN_GROUP,
    )
    sample_cost = money("Samples", "Samples used, at cost and including freight.")
    entitlement_cost = money(
        "Trainings and Others",
        "Trainings and other benefits that were used, by their unit cost.",
    )
    discount = money(
        "Discounts by Price List",
        "What the tier's price list took off the default prices.",
    )
    discount_estimated = fields.Boolean(
        string="Discounts Are Estimated",
        readonly=True,
        help="No order has been confirmed at these prices yet. The estimate is last "
        "year's invoices at the default prices less the same at the tier's prices, of "
        "customers without a price list of their own.",
    )
    total_cost = money("Cost of Benefits", "Samples, trainings, others and discounts.")

    def action_open_costs(self):
        """Show the costs of the current company; the first time, read them."""
        self._refuse_others()
        if not self.search([("company_id", "=", self.env.company.id)], limit=1):
            self.sudo()._read_again(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_benefit_cost_action"
        )

    def action_read_again(self):
        """Read the costs of the current company again."""
        self._refuse_others()
        self.sudo()._read_again(self.env.company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_view_customers(self):
        """List the customers whose benefits these are, with what they bring."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_standing_action"
        )
        action["domain"] = [
            ("scheme_id", "=", self.scheme_id.id),
            ("tier_id", "=", self.tier_id.id),
        ]
        action["context"] = {}
        return action

    @api.model
    def _refuse_others(self):
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(self.env._("Only managers see what benefits cost."))

    @api.model
    def _read_again(self, company):
        """Fill in the rows of ``company`` anew, with a few statements per scheme."""
        benefits = self.env["customer.tier.benefit"].with_company(company)
        benefits = benefits.search([("company_id", "=", company.id)])
        rows = self.search([("company_id", "=", company.id)])
        by_tier = {(row.scheme_id.id, row.tier_id.id): row for row in rows}
        missing = []
        for scheme, found in benefits.grouped("scheme_id").items():
            for values in found._costs_by_tier(scheme):
                # a row that somebody looks at stays the same row
                row = by_tier.pop((values["scheme_id"], values["tier_id"]), None)
                if row:
                    row.write(values)
                else:
                    missing.append(values)
        self.create(missing)
        rows.browse(row.id for row in by_tier.values()).unlink()
