from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.models.collector.reading import Reading
from odoo.addons.customer_tiering.tests.common import AS_OF
from odoo.addons.customer_tiering.tests.metrics import MetricCase


@tagged("post_install", "-at_install", "playbook")
class TestRatingMetric(MetricCase):
    """Ann and her contact gave 5, 3 and 2 in the period: 3.33 on average."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben = cls.customer("Ann"), cls.customer("Ben")
        cls.amy = cls.contact(cls.ann, "Amy")
        cls.rate(cls.ann, 5, "2025-06-30 23:30:00")
        cls.rate(cls.amy, 3, "2024-12-31 00:00:00")
        cls.rate(cls.amy, 2, "2025-03-01 10:00:00")

    @classmethod
    def rate(cls, partner, rating, moment="2025-06-01 10:00:00", consumed=True):
        found = cls.env["rating.rating"].create(
            {
                "res_model_id": cls.env["ir.model"]._get_id("product.template"),
                "res_id": cls.product.product_tmpl_id.id,
                "partner_id": partner.id,
                "rating": rating,
                "consumed": consumed,
            }
        )
        cls.update(found, rated_on=moment)
        return found

    def average(self, customer):
        return self.figure(customer, "average_rating", period_months=6)

    def test_average_of_a_customer_and_their_contacts(self):
        self.assertAlmostEqual(self.average(self.ann), 10 / 3)
        self.assertUnknown(self.average(self.ben))

    def test_what_does_not_count(self):
        self.rate(self.ann, 1, "2025-07-01 00:00:00")
        self.rate(self.ann, 1, "2024-12-30 23:59:59")
        self.rate(self.ann, 1, consumed=False)
        self.rate(self.ann, 0)
        self.assertAlmostEqual(self.average(self.ann), 10 / 3)

    def test_the_day_is_that_of_the_scheme(self):
        """23:30 UTC on June 30 is July in Shanghai."""
        found = self.figure(
            self.ann, "average_rating", period_months=6, tz="Asia/Shanghai"
        )
        self.assertAlmostEqual(found, 2.5)

    def test_a_tier_by_tier_average_and_its_ratings(self):
        self.invoices([(self.ann, 100), (self.ben, 10)])
        self.rate(self.ben, 1)
        scheme = self.scheme(
            {"TOP": 50, "SMALL": 0},
            metric_ids=[Command.set(self.metrics("average_rating").ids)],
            period_months=6,
        )
        self.evaluate(scheme)
        groups = self.env["customer.tier.standing"].formatted_read_group(
            [("scheme_id", "=", scheme.id)], ["tier_id"], ["average_rating:avg"]
        )
        self.assertEqual(
            {
                group["tier_id"][1]: round(group["average_rating:avg"], 2)
                for group in groups
                if group["average_rating:avg"]
            },
            {self.tier["TOP"].name: 3.33, self.tier["SMALL"].name: 1},
        )
        standing = self.standing(scheme, self.ann)
        self.assertAlmostEqual(standing.average_rating, 10 / 3)
        opened = standing._explanation().documents.open("ratings")
        found = self.env["rating.rating"].search(opened["domain"])
        self.assertEqual(sorted(found.mapped("rating")), [2, 3, 5])

    def test_one_customer_is_read_as_all_are(self):
        scheme = self.measuring("average_rating", tz="UTC")
        self.invoices([(self.ann, 100)])
        self.evaluate(scheme)
        self.rate(self.ann, 1)
        found = self.env["customer.tier.refresher"]._now(scheme, self.ann, AS_OF)
        stored, now = found["figures"]["average_rating"]
        self.assertAlmostEqual(stored, 10 / 3)
        self.assertAlmostEqual(now, 11 / 4)
        self.evaluate(scheme)
        self.assertAlmostEqual(self.standing(scheme, self.ann).average_rating, 11 / 4)

    def test_it_is_read_only_where_it_is_asked_for(self):
        reading = Reading(self.env, self.measuring("order_count"), AS_OF)
        self.assertNotIn("average_rating", reading.collect().frame)
