from odoo import Command

from ..classification.metrics import derive
from ..models.collector.reading import Reading
from .common import AS_OF, TieringCase


class MetricCase(TieringCase):
    """What the collector finds for a metric, without an evaluation around it."""

    @classmethod
    def metrics(cls, *codes):
        return cls.env["customer.tier.metric"].search([("code", "in", codes)])

    @classmethod
    def measuring(cls, *codes, **values):
        """A scheme that shows the metrics ``codes``."""
        return cls.scheme(metric_ids=[Command.set(cls.metrics(*codes).ids)], **values)

    @classmethod
    def frame(cls, *codes, as_of=AS_OF, **values):
        scheme = cls.measuring(*codes, **values)
        frame = Reading(cls.env, scheme, as_of).collect().frame
        return derive(frame, codes, as_of).set_index("partner_id")

    @classmethod
    def figure(cls, customer, code, **values):
        return cls.frame(code, **values).loc[customer.id, code]

    @classmethod
    def figures(cls, customers, code, **values):
        return cls.frame(code, **values).loc[customers.ids, code].tolist()

    def assertUnknown(self, figure):
        self.assertNotEqual(figure, figure, f"{figure} is a number")

    @classmethod
    def new_product(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "type": "service", "taxes_id": False, **values}
        )

    @classmethod
    def sell(cls, customer, *lines, moment="2025-06-10 10:00:00", **values):
        """A confirmed order of ``(price, quantity)`` or values, dated ``moment``."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id}
                        | (
                            line
                            if isinstance(line, dict)
                            else {"price_unit": line[0], "product_uom_qty": line[1]}
                        )
                    )
                    for line in lines
                ],
                **values,
            }
        )
        order.action_confirm()
        order.date_order = moment
        return order

    @classmethod
    def bill(cls, order, day=AS_OF, **quantities):
        """Invoice the rest of ``order``; ``line_1=2``: of its second line only 2."""
        invoice = order._create_invoices(final=True)
        lines = {f"line_{place}": one for place, one in enumerate(order.order_line)}
        for name, quantity in quantities.items():
            billed = invoice.invoice_line_ids.filtered(
                lambda line, name=name: lines[name] in line.sale_line_ids
            )
            if quantity:
                billed.quantity = quantity
            else:
                billed.unlink()
        invoice.invoice_date = day
        invoice.action_post()
        return invoice

    @classmethod
    def reverse(cls, invoice, day=AS_OF):
        refund = invoice._reverse_moves([{"invoice_date": day, "date": day}])
        refund.action_post()
        return refund

    @classmethod
    def in_euro(cls):
        """Values of an order in euro; one dollar is 0.80, since June 2025 0.50 euro."""
        cls.rate(cls.eur, "2024-01-01", 0.8)
        cls.rate(cls.eur, "2025-06-01", 0.5)
        pricelist = cls.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": cls.eur.id, "company_id": cls.company.id}
        )
        return {"pricelist_id": pricelist.id}
