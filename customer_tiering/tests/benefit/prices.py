from freezegun import freeze_time

from odoo import Command

from ..common import TieringCase


class FrozenDay(TieringCase):
    """Today is 15 October 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2025-10-15 12:00:00")
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)


class PriceCase(TieringCase):
    """Four customers: ``top``, ``big``, ``medium`` and ``small``.

    They have these tiers since 30 June 2025. A hammer costs 100 by the default list;
    the list of Top takes 20 off, that of Big 10. Nobody but them has either.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user")._apply_group(
            cls.env.ref("product.group_product_pricelist")
        )
        cls.product.list_price = 100
        cls.default = cls.prices("Everybody", 0, sequence=1)
        cls.seller = cls.user(
            "user",
            groups="base.group_user,base.group_partner_manager,"
            "sales_team.group_sale_salesman_all_leads",
        )
        cls.people = cls.customers(4)
        cls.people.user_id = cls.seller
        cls.top, cls.big, cls.medium, cls.small = cls.people
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Stranger", "is_company": True}
        )
        cls.invoices([(one, 400 - 100 * n) for n, one in enumerate(cls.people)])
        cls.pyramid = cls.scheme({"TOP": 25, "BIG": 25, "MEDIUM": 25, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.top_list = cls.prices("Top prices", 20)
        cls.big_list = cls.prices("Big prices", 10)
        cls.benefit = cls.env["customer.tier.benefit"].create(
            {
                "name": "Prices of the test",
                "kind": "pricelist",
                "scheme_id": cls.pyramid.id,
                "line_ids": cls.lines(TOP=cls.top_list, BIG=cls.big_list),
            }
        )

    @classmethod
    def prices(cls, name, percent, **values):
        return cls.env["product.pricelist"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "currency_id": cls.usd.id,
                "item_ids": [
                    Command.create(
                        {"compute_price": "percentage", "percent_price": percent}
                    )
                ],
                **values,
            }
        )

    @classmethod
    def lines(cls, column="pricelist_id", **granted):
        return [
            Command.create({"tier_id": cls.tier[code].id, column: record.id})
            for code, record in granted.items()
        ]

    def moved(self, customer, day, before, after, direction="down"):
        """A tier change of that day, as an evaluation writes it."""
        self.env["customer.tier.change"].create(
            {
                "partner_id": customer.id,
                "scheme_id": self.pyramid.id,
                "company_id": self.company.id,
                "evaluation_id": self.pyramid.last_evaluation_id.id,
                "date": day,
                "from_tier_id": self.tier[before].id,
                "to_tier_id": self.tier[after].id,
                "direction": direction,
            }
        )
        self.env.flush_all()
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[after].id,
            since=day,
        )
        self.env["res.partner"]._forget_customer_tiers()

    def pays(self, partner, **context):
        """The price list of a contact, read anew."""
        partner = partner.with_context(**context)
        partner.invalidate_recordset(["property_product_pricelist"])
        return partner.property_product_pricelist

    def own(self, partners):
        """The lists that somebody chose, as the database has them."""
        self.env.flush_all()
        partners.invalidate_recordset()
        return partners.specific_property_product_pricelist

    def quotation(self, customer, **values):
        return self.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": self.company.id,
                "user_id": self.seller.id,
                "order_line": [
                    Command.create({"product_id": self.product.id}),
                ],
                **values,
            }
        )
