from datetime import date

from odoo import Command

from ..common import AS_OF, REF
from ..metrics import MetricCase
from ..payments import PaymentCase

DAYS = (date(2024, 9, 10), date(2025, 1, 20), date(2025, 4, 5), date(2025, 6, 12))


class RefreshCase(PaymentCase, MetricCase):
    """A business with a bit of everything, and schemes of every kind over it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refresher = cls.env["customer.tier.refresher"]
        cls.buyers = cls.customers(12)
        cls.tell_apart()
        cls.trade()
        cls.silent = cls.customers(5, "Silent")
        cls.make_silent()

    @classmethod
    def tell_apart(cls):
        """Countries, cities, salespersons; contacts, and a subsidiary of the first."""
        places = [("base.us", "Boston"), ("base.de", "Bonn"), ("base.de", " bonn ")]
        for place, partner in enumerate(cls.buyers):
            country, city = places[place % 3]
            partner.write({"country_id": cls.env.ref(country).id, "city": city})
        cls.desk = cls.contact(cls.contact(cls.buyers[1]), "Desk")
        cls.subsidiary = cls.customer("Subsidiary", parent_id=cls.buyers[0].id)
        cls.buyers[2].customer_tier_referrer_id = cls.buyers[1]
        cls.contact(cls.buyers[3]).customer_tier_referrer_id = cls.desk
        cls.desk.write(
            {
                "customer_tier_influence_type": "professional",
                "customer_tier_influence_reach": 500,
            }
        )

    @classmethod
    def trade(cls):
        """Invoices, some tied; refunds, payments early, late, in part and too much."""
        cls.documents = cls.invoices(
            [
                (partner, 100.0 * (1 + place % 7) + 0.1, DAYS[place % 4])
                for place, partner in enumerate(cls.buyers)
            ]
            + [(partner, 37.5, DAYS[3]) for partner in cls.buyers[:5]]
            + [(cls.desk, 250, DAYS[2]), (cls.subsidiary, 400, DAYS[1])]
        )
        cls.refund(cls.buyers[4], 80, DAYS[3])
        cls.refund(cls.buyers[5], 2000, DAYS[3])
        cls.money(cls.documents[0], 100.1, date(2024, 9, 1))
        cls.money(cls.documents[1], 150, date(2025, 3, 1), write_off=50.1)
        cls.money(cls.documents[2], 100, date(2025, 6, 1))
        cls.money(cls.documents[6], 700, date(2025, 6, 20))
        cls.money(cls.documents.browse(), 55, DAYS[3], customer=cls.buyers[7])
        # matched after the day: it is still open on it
        cls.money(cls.documents[8], 50, date(2025, 7, 5))
        # somebody else pays a part, and another debt stands at somebody else
        cls.money(cls.documents[9], 60, DAYS[3], customer=cls.buyers[10])
        cls.receivables(cls.documents[11]).partner_id = cls.buyers[8]
        for partner, price in zip(cls.buyers[:6], range(60, 120, 10), strict=True):
            order = cls.sell(partner, (price, 2))
            if price % 20:
                cls.bill(order, DAYS[3])

    @classmethod
    def make_silent(cls):
        """Inactive, prospect, marked, unknown, and one who is only a vendor."""
        inactive, prospect, marked, _unknown, vendor = cls.silent
        cls.invoice(inactive, 900, date(2023, 5, 5))
        cls.lead(prospect)
        cls.env["customer.tier.no.need"].create(
            {"partner_id": marked.id, "reason": "No workshop"}
        )
        cls.update(vendor, supplier_rank=1)

    # ------------------------------------------------------------ schemes

    @classmethod
    def rules(cls, **thresholds):
        """Cut-offs of one method: tier code -> threshold; ``keep`` for the first."""
        method = thresholds.pop("method")
        keep = thresholds.pop("keep", 0)
        metric = thresholds.pop("metric", None)
        return [
            Command.create(
                {
                    "tier_id": cls.tier[code].id,
                    "method": method,
                    "threshold": threshold,
                    "keep_threshold": keep if not place else 0,
                    "metric_id": cls.metrics_of(metric).id
                    if metric and threshold
                    else False,
                }
            )
            for place, (code, threshold) in enumerate(thresholds.items())
        ]

    @classmethod
    def metrics_of(cls, *codes):
        return cls.env["customer.tier.metric"].search([("code", "in", codes)])

    @classmethod
    def every_kind(cls):
        """Name -> values of a scheme."""
        criteria = [
            Command.create({"metric_id": metric.id, **values})
            for metric, values in (
                (cls.metrics_of("net_revenue"), {"weight": 3}),
                (cls.metrics_of("days_late"), {"missing": "middle"}),
                (cls.metrics_of("intervals_passed"), {}),
                (
                    cls.metrics_of("purchase_count"),
                    {"method": "min_max", "fixed_ends": False},
                ),
            )
        ]
        pyramid = {"TOP": 10, "BIG": 20, "MEDIUM": 30, "SMALL": 0}
        overdue = cls.metrics_of("overdue_days")
        return {
            "pyramid": {},
            "every figure": {"metric_ids": [Command.set(cls.metrics_of_all().ids)]},
            "of all, ties up": {
                "population": "all",
                "ties": "up",
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
            },
            "share": {"rule_ids": cls.rules(method="share_of_value", A=60, B=25, C=0)},
            "the first, kept more easily": {
                "rule_ids": cls.rules(
                    method="number_of_customers", keep=5, TOP=2, BIG=3, SMALL=0
                )
            },
            "threshold": {
                "rule_ids": cls.rules(
                    method="threshold", keep=300, TOP=500, BIG=200, SMALL=0
                )
            },
            "collected": {
                "value_metric_id": cls.metrics_of("collected").id,
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
            },
            "score": {
                "rank_by": "score",
                "criterion_ids": criteria,
                "rule_ids": cls.rules(method="score", TOP=70, BIG=45, SMALL=0),
            },
            "rank by score": {
                "rank_by": "score",
                "criterion_ids": criteria,
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
            },
            "corporate group": {
                "customer_level": "group",
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
                "metric_ids": [Command.set(cls.metrics_of_all().ids)],
            },
            "orders": {
                "purchase_basis": "order",
                "date_basis": "date",
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
            },
            "by country": {
                "group_by": "country",
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
            },
            "by city": {
                "group_by": "city",
                "rule_ids": cls.rules(method="number_of_customers", TOP=1, SMALL=0),
            },
            "capped": {
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
                "cap_ids": [
                    Command.create(
                        {
                            "tier_id": cls.tier["SMALL"].id,
                            "metric_id": overdue.id,
                            "above": 30,
                        }
                    )
                ],
            },
            "slow to fall": {
                "rule_ids": cls.rules(method="percent_of_customers", **pyramid),
                "misses": 2,
                "one_step": True,
                "grace_days": 10,
            },
        }

    @classmethod
    def metrics_of_all(cls):
        return cls.env["customer.tier.metric"].search([("code", "!=", "score")])

    # ------------------------------------------------------------ asking

    def now(self, scheme, customer, as_of=AS_OF):
        return self.refresher._now(scheme, customer, as_of)

    def people(self):
        return self.env["res.partner"].search([("ref", "=", REF)])

    def assertNothingDiffers(self, scheme, customer, as_of=AS_OF):
        """A refresh says of the customer what their standing says."""
        found = self.now(scheme, customer, as_of)
        standing = self.standing(scheme, customer)
        differs = {
            code: pair
            for code, pair in found["figures"].items()
            if pair[0] != pair[1] and standing
        }
        self.assertEqual(differs, {})
        self.assertIsNone(found["obstacle"])
        self.assertEqual(
            (found["standing"], found["tier"], found["computed"], found["lifecycle"]),
            (
                standing.id,
                standing.tier_id.id or None,
                standing.computed_tier_id.id or None,
                standing.lifecycle or None,
            ),
        )
        if standing:
            self.assertEqual(found["decided_by"], standing.decided_by)
        return found
