from datetime import date

from freezegun import freeze_time

from odoo import Command

from ..common import TieringCase

# trainings of the shipped example: months between two
MONTHS = {"TOP": 3, "BIG": 6, "MEDIUM": 12, "SMALL": 0}


class EntitlementCase(TieringCase):
    """15 October 2025. Four customers: ``top``, ``big``, ``medium`` and ``small``.

    They have these tiers since 30 June. A training is granted every 3, 6 and 12 months,
    and Small gets none. It costs 200. The benefit is in use since 1 July, and no night
    has passed yet.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2025-10-15 12:00:00")
        cls.clock = cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)
        cls.seller = cls.user("user")
        cls.people = cls.customers(4)
        cls.people.user_id = cls.seller
        cls.top, cls.big, cls.medium, cls.small = cls.people
        cls.invoices([(one, 400 - 100 * n) for n, one in enumerate(cls.people)])
        cls.pyramid = cls.scheme({"TOP": 25, "BIG": 25, "MEDIUM": 25, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.training = cls.env["customer.tier.benefit"].create(
            {
                "name": "Product Training",
                "kind": "training",
                "scheme_id": cls.pyramid.id,
                "line_ids": cls.lines(MONTHS),
            }
        )
        cls.training.in_use_since = "2025-07-01"
        cls.entitlements = cls.env["customer.tier.entitlement"]

    def setUp(self):
        super().setUp()
        self.clock.move_to("2025-10-15 12:00:00")

    @classmethod
    def lines(cls, months, unit_cost=200):
        return [
            Command.create(
                {
                    "tier_id": cls.tier[code].id,
                    "interval_months": number,
                    "unit_cost": unit_cost,
                }
            )
            for code, number in months.items()
        ]

    @classmethod
    def entitle(cls, customer, due=date(2025, 10, 1), **values):
        """An entitlement as the night makes it, for three months unless told."""
        return cls.env["customer.tier.entitlement"].create(
            {
                "benefit_id": cls.training.id,
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "tier_id": cls.tier["TOP"].id,
                "user_id": customer.user_id.id,
                "due_date": due,
                "date_from": due,
                "date_to": "2025-12-31",
                "interval_months": 3,
                "unit_cost": 150,
                **values,
            }
        )

    def told(self, entitlement):
        """Its answers from the first to the last: from, to and by whom."""
        entitlement.invalidate_recordset(["answer_ids"])
        return [
            (one.from_state, one.to_state, one.by)
            for one in entitlement.answer_ids.sorted("id")
        ]
