from odoo import Command, api, fields, models

from .inverted import MEASURES, inverted
from .repricing import list_prices, sold

# so many best-selling products are compared
PRODUCTS = 200


class CustomerTierInversionCheck(models.Model):
    """What is read and compared."""

    _inherit = "customer.tier.inversion.check"

    def _check(self):
        """Compare all benefits in use of the company, and replace the list."""
        self.ensure_one()
        company = self.company_id
        check = self.with_company(company)
        benefits = check.env["customer.tier.benefit"].search(
            [("company_id", "=", company.id), ("kind", "in", list(MEASURES))]
        )
        compared, lines = [], []
        for benefit in benefits.filtered("scheme_id.active"):
            tiers = benefit.scheme_id.rule_ids.tier_id.sorted(
                lambda tier: (tier.sequence, tier.id)
            )
            found = {"kind": benefit.kind, "benefit": benefit.id}
            if benefit.kind == "pricelist":
                count, rows = check._compare_prices(benefit, tiers)
                found["products"] = count
                lines += rows
            else:
                lines += check._compare(benefit, check._figures(benefit, tiers))
            compared.append(found)
        self.write(
            {
                "checked_on": fields.Datetime.now(),
                "compared": compared,
                "inversion_ids": [
                    Command.clear(),
                    *(Command.create(values) for values in lines),
                ],
            }
        )

    @api.model
    def _compare(self, benefit, figures, **values):
        """Values of one line per pair in which the lower tier is better off."""
        by_tier = dict(figures)
        return [
            {
                "benefit_id": benefit.id,
                "kind": benefit.kind,
                "higher_tier_id": higher.id,
                "lower_tier_id": lower.id,
                "higher_value": by_tier[higher] or 0.0,
                "lower_value": by_tier[lower] or 0.0,
                "higher_open": by_tier[higher] is None,
                "lower_open": by_tier[lower] is None,
                **values,
            }
            for higher, lower in inverted(benefit.kind, figures)
        ]

    @api.model
    def _figures(self, benefit, tiers):
        """``[(tier, figure)]``: hours, months, amount or days; None for none."""
        lines = {line.tier_id: line for line in benefit.line_ids}
        column = {
            "service": "response_hours",
            "training": "interval_months",
            "sample": "amount",
        }.get(benefit.kind)
        found = []
        for tier in tiers:
            line = lines.get(tier, benefit.line_ids.browse())
            if benefit.kind == "payment_term":
                term = line.payment_term_id.filtered("active")
                figure = _days(term or self._default_term())
            elif benefit.kind == "sample":
                figure = line.amount if line else None
            else:
                figure = line[column] or None
            found.append((tier, figure))
        return found

    @api.model
    def _default_term(self):
        """The payment terms of a customer for whom nobody chose any."""
        partners = self.env["res.partner"]
        field = partners._fields["property_payment_term_id"]
        return field.get_company_dependent_fallback(partners)

    # ------------------------------------------------------------ prices

    @api.model
    def _compare_prices(self, benefit, tiers):
        """Number of products that were compared, and the lines."""
        company = benefit.company_id
        given = benefit._lists_by_tier()
        if not given:
            return 0, []
        lists = {tier: given.get(tier.id, given[False]) for tier in tiers}
        best = sorted(sold(company), key=lambda row: (-row[3], row[1]))[:PRODUCTS]
        products = self.env["product.product"].browse(row[1] for row in best)
        prices = list_prices(company, lists.values(), products)
        lines = []
        for product in products:
            figures = [
                (tier, company.currency_id.round(prices[lists[tier]][product.id]))
                for tier in tiers
            ]
            for values in self._compare(benefit, figures, product_id=product.id):
                values["higher_list_id"] = lists[tiers.browse(values["higher_tier_id"])]
                values["lower_list_id"] = lists[tiers.browse(values["lower_tier_id"])]
                lines.append(values)
        return len(products), lines


def _days(term):
    """Days from an invoice of the first of a month to its last instalment."""
    first = fields.Date.to_date("2025-01-01")
    return max(
        ((line._get_due_date(first) - first).days for line in term.line_ids), default=0
    )
