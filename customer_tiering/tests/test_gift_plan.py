from odoo.tests import tagged

from .gifts import GiftCase


@tagged("post_install", "-at_install", "gift")
class TestGiftPlan(GiftCase):
    def test_allocate(self):
        import pandas as pd

        plan = self.new_plan()
        tiers = [self.tier[code].id for code in ("TOP", "SMALL")]
        frame = self.env["customer.gift.budget"]._allocate(
            plan, pd.DataFrame({"tier_id": tiers})
        )
        self.assertEqual(frame["form"].isna().tolist(), [False, True])
        self.assertEqual(frame["amount"].tolist()[0], 400)
