from unittest.mock import patch

import pandas as pd

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.insight.customer_tier_insight import CustomerTierInsight
from .homes import NEXT, HomeCase


@tagged("post_install", "-at_install", "home")
class TestInsight(HomeCase):
    """One row per evaluation, a part of its result."""

    def insight(self, evaluation):
        return self.env["customer.tier.insight"].search(
            [("evaluation_id", "=", evaluation.id)]
        )

    def test_written_with_the_result(self):
        data = self.insight(self.last).data
        self.assertEqual(data["customers"], 11)
        self.assertEqual(data["value"], 5951)
        by_tier = {line["tier"]: line["customers"] for line in data["tiers"]}
        results = {
            line.tier_id.id: line.customer_count for line in self.last.result_ids
        }
        self.assertEqual(by_tier, results)
        ladder = [cut["tier"] for cut in data["cuts"]]
        self.assertEqual(ladder, self.last.settings["ladder"])

    def test_one_statement_more(self):
        def statements():
            evaluation = self.pyramid._queue_evaluation(NEXT)
            self.env.flush_all()
            before = self.cr.sql_log_count
            evaluation._run()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        statements()
        with patch.object(CustomerTierInsight, "_write_insight", lambda *args: None):
            without = statements()
        self.assertEqual(statements(), without + 1)

    def test_a_second_try_takes_its_place(self):
        frame = pd.DataFrame(
            {"tier": [1], "net_revenue": [7.0], "lifecycle": ["existing"]}
        )
        self.env["customer.tier.insight"]._write_insight(self.last, frame)
        self.assertEqual(self.insight(self.last).data["value"], 7)

    def test_a_manual_tier_has_none(self):
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.buyers[7].id,
                "scheme_id": self.pyramid.id,
                "kind": "fix",
                "tier_id": self.tier["BIG"].id,
                "reason": "Opens three shops",
            }
        )
        manual = self.env["customer.tier.evaluation"].search(
            [("scheme_id", "=", self.pyramid.id), ("kind", "=", "manual")]
        )
        self.assertTrue(manual)
        self.assertFalse(self.insight(manual))

    def test_deleted_with_its_evaluation(self):
        insight = self.insight(self.evaluation)
        self.assertTrue(insight)
        self.evaluation.unlink()
        self.assertFalse(insight.exists())

    def test_an_evaluation_from_before_has_none(self):
        self.insight(self.last).sudo().unlink()
        page = self.home(self.chief, "management")
        self.assertIs(page["concentration"], False)
        self.assertTrue(page["pyramid"])

    def test_only_managers_read_it(self):
        insight = self.insight(self.last)
        self.assertTrue(self.seen_by(self.chief, insight).data)
        with self.assertRaises(AccessError):
            self.seen_by(self.sam, insight).read(["data"])
