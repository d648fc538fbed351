from odoo import Command, api, models
from odoo.exceptions import UserError

from ...tools.notification import notification

# what each tier of the catalogue gets in the example; a tier that is not named has no
# line. Amounts are meant to be changed
SAMPLES = {"TOP": 3000, "BIG": 1000, "MEDIUM": 500, "SMALL": 0}
TRAININGS = {"TOP": 3, "BIG": 6, "MEDIUM": 12, "SMALL": 0}
TOOLING = ("TOP", "BIG")
QUANTITY = ("TOP", "BIG")
CASH = ("TOP", "BIG", "MEDIUM")


class CustomerTierBenefit(models.Model):
    """The shipped example: nothing of it is in use before somebody turns it on."""

    _inherit = "customer.tier.benefit"

    def action_use_example(self):
        """Create the benefits of the example that the company has nothing like yet.

        A button of the list: ``self`` is what is selected there, if anything.
        """
        self.check_access("create")
        company = self.env.company
        scheme = self.env["customer.tier.scheme"]._first_of_tiers(company)
        known = (
            self.sudo()
            .with_context(active_test=False)
            .search([("company_id", "in", [False, *company.parent_ids.ids])])
        )
        missing = [
            {
                "kind": kind,
                "scheme_id": scheme.id,
                "active": False,
                "name": name,
                "line_ids": [
                    Command.create({"tier_id": tier.id, **values})
                    for tier, values in self._example_lines(lines)
                ],
            }
            for kind, name, lines in self._examples(company)
            if kind not in known.mapped("kind")
        ]
        self.create(missing)
        if missing:
            return notification(
                self.env._(
                    "Created, and not in use yet: %s. Change what you like, then turn "
                    "them on.",
                    ", ".join(row["name"] for row in missing),
                )
            )
        return notification(
            self.env._("You already have a benefit of each kind in the example."),
            level="warning",
        )

    def action_view_matrix(self):
        """Open tiers × benefits of the first scheme that the company shows."""
        schemes = self.env["customer.tier.scheme"]
        scheme = self.scheme_id[:1] or schemes._first_of_tiers(self.env.company)
        if not scheme:
            raise UserError(
                self.env._(
                    "Set up a scheme first: its tiers are the rows of the matrix."
                )
            )
        return scheme.action_view_benefit_matrix()

    @api.model
    def _examples(self, company):
        """(kind, name, how to make its lines) of each benefit of the example.

        Making a line may create a price list or payment terms, so it is put off until
        the benefit is known to be missing.
        """
        return [
            ("sample", self.env._("Free Samples"), lambda: _each("amount", SAMPLES)),
            (
                "training",
                self.env._("Product Training"),
                lambda: _each("interval_months", TRAININGS),
            ),
            (
                "pricelist",
                self.env._("Discount for Quantity"),
                lambda: _each(
                    "pricelist_id",
                    dict.fromkeys(QUANTITY, self._example_pricelist(company).id),
                ),
            ),
            (
                "payment_term",
                self.env._("Discount for Cash"),
                lambda: _each(
                    "payment_term_id",
                    dict.fromkeys(CASH, self._example_payment_term(company).id),
                ),
            ),
            (
                "other",
                self.env._("Free Tooling"),
                lambda: _each(
                    "text", dict.fromkeys(TOOLING, self.env._("Free moulds and dies"))
                ),
            ),
        ]

    @api.model
    def _example_lines(self, lines):
        """``(tier, values)`` of the tiers that exist."""
        by_code = lines()
        tiers = self.env["customer.tier"].search([("code", "in", list(by_code))])
        return [(tier, by_code[tier.code]) for tier in tiers]

    @api.model
    def _example_pricelist(self, company):
        """3 % off from 10 units; for a tier only, so nobody else is given it."""
        return (
            self.env["product.pricelist"]
            .sudo()
            .create(
                {
                    "name": self.env._("3 % for Quantity"),
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "customer_tier_only": True,
                    "item_ids": [
                        Command.create(
                            {
                                "applied_on": "3_global",
                                "compute_price": "percentage",
                                "percent_price": 3,
                                "min_quantity": 10,
                            }
                        )
                    ],
                }
            )
        )

    @api.model
    def _example_payment_term(self, company):
        """5 % off if paid within 7 days, else the whole amount after 30."""
        return (
            self.env["account.payment.term"]
            .sudo()
            .create(
                {
                    "name": self.env._("5 % for Cash, 30 Days Net"),
                    "company_id": company.id,
                    "early_discount": True,
                    "discount_percentage": 5,
                    "discount_days": 7,
                    "line_ids": [
                        Command.create(
                            {"value": "percent", "value_amount": 100, "nb_days": 30}
                        )
                    ],
                }
            )
        )


def _each(column, by_tier):
    """``{code: {column: value}}``."""
    return {code: {column: value} for code, value in by_tier.items()}
