from odoo.exceptions import UserError
from odoo.tests import tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift")
class TestGiftKept(GiftCase):
    """What a gift names cannot be deleted, whoever asks."""

    def test_what_a_gift_names_stays(self):
        occasion = self.env["customer.gift.occasion"].create({"name": "Jubilee"})
        budget = self.budget.copy()
        line = budget.line_ids[0]
        tier = self.tier["TOP"].copy({"code": "GOLD", "name": "Gold"})
        scheme = self.pyramid.copy()
        gift = self.gift(self.buyers[0])
        for record, column in (
            (occasion, "occasion_id"),
            (line, "budget_line_id"),
            (tier, "tier_id"),
            (scheme, "scheme_id"),
        ):
            self.update(gift, **{column: record.id})
            with (
                self.subTest(column),
                self.assertRaisesRegex(UserError, "1 gifts"),
                self.cr.savepoint(),
            ):
                record.unlink()
        with (
            self.assertRaisesRegex(UserError, "1 gifts"),
            self.cr.savepoint(),
        ):
            budget.unlink()
        gift.unlink()
        for record in (occasion, budget, tier, scheme):
            record.unlink()
            self.assertFalse(record.exists())
