from datetime import date

from odoo import Command

from ..benefit.prices import PriceCase

# after the last evaluation, which ranks by documents until 30 June
DAY = date(2025, 7, 15)


class WorthCase(PriceCase):
    """Hammers cost 100 and saws 50; Top has 20 % off, Big 10 %, others nothing.

    With `FrozenDay`, last year's invoices began on 16 October 2024.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hammer = cls.product
        cls.saw = cls.article("Saw", 50)
        cls.manager = cls.user("manager")
        cls.inversions = cls.seen_by(
            cls.manager, cls.env["customer.tier.inversion.check"]
        )

    @classmethod
    def article(cls, name, price):
        return cls.env["product.product"].create(
            {"name": name, "list_price": price, "type": "service", "taxes_id": False}
        )

    @classmethod
    def sell(cls, customer, product, quantity, price, day=DAY, **values):
        """Post an invoice of one line, or a refund; ``uom`` is that of the line."""
        line = {
            "product_id": product.id,
            "quantity": quantity,
            "price_unit": price,
            "tax_ids": [Command.clear()],
        }
        if uom := values.pop("uom", None):
            line["product_uom_id"] = uom.id
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "invoice_date": day,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        move.action_post()
        return move

    def grant(self, kind, column, **figures):
        """A benefit of the scheme: tier code -> figure or record."""
        return self.env["customer.tier.benefit"].create(
            {
                "name": f"{kind} of the test",
                "kind": kind,
                "scheme_id": self.pyramid.id,
                "line_ids": [
                    Command.create(
                        {
                            "tier_id": self.tier[code].id,
                            column: getattr(figure, "id", figure),
                        }
                    )
                    for code, figure in figures.items()
                ],
            }
        )

    def term(self, name, days):
        return self.env["account.payment.term"].create(
            {
                "name": name,
                "company_id": self.company.id,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": days}
                    )
                ],
            }
        )
