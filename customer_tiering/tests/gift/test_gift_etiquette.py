from odoo import Command
from odoo.tests import Form, tagged

from ..gifts import GiftCase


@tagged("post_install", "-at_install", "gift")
class TestGiftEtiquette(GiftCase):
    """What manners have to say is seen wherever a gift is chosen; it stops nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china, cls.france = cls.env.ref("base.cn"), cls.env.ref("base.fr")
        cls.clock_tag = cls.env.ref("customer_tiering.customer_gift_tag_clock")
        cls.pork_tag = cls.env.ref("customer_tiering.customer_gift_tag_pork")
        tea = cls.env.ref("customer_tiering.customer_gift_tag_tea")
        cls.clock = cls.env["product.product"].create(
            {
                "name": "Clock with a ham",
                "customer_gift_ok": True,
                "customer_gift_tag_ids": [
                    Command.set((cls.clock_tag + cls.pork_tag + tea).ids)
                ],
            }
        )
        cls.company.country_id = cls.france
        cls.buyers[0].country_id = cls.china
        cls.everywhere = f"Pork: {cls.pork_tag.warning}"
        cls.in_china = f"Clock: {cls.clock_tag.warning}\n{cls.everywhere}"

    def test_where_it_holds(self):
        clock = self.clock
        self.assertIn("funeral", self.in_china)
        self.assertEqual(clock._gift_etiquette(self.china), self.in_china)
        self.assertEqual(clock._gift_etiquette(self.france), self.everywhere)
        both = self.china + self.france
        self.assertEqual(clock._gift_etiquette(both), self.in_china)
        self.assertEqual(clock.browse()._gift_etiquette(self.china), "")

    def test_on_a_gift(self):
        gift = self.gift(self.buyers[0])
        self.assertFalse(gift.etiquette)
        gift.product_id = self.clock
        self.assertEqual(gift.etiquette, self.in_china)
        # who has no country is at home
        gift.partner_id = self.buyers[1]
        self.assertEqual(gift.etiquette, self.everywhere)
        # it goes to where the recipient lives
        gift.contact_id = self.contact(self.buyers[1], country_id=self.china.id)
        self.assertEqual(gift.etiquette, self.in_china)
        self.clock.customer_gift_tag_ids -= self.clock_tag
        self.assertEqual(gift.etiquette, self.everywhere)
        # what we receive others have chosen
        gift.direction = "received"
        self.assertFalse(gift.etiquette)

    def test_while_it_is_chosen(self):
        with Form(self.seen_by(self.seller, self.env["customer.gift"])) as form:
            form.partner_id = self.buyers[0]
            form.date = "2025-09-01"
            self.assertFalse(form.etiquette)
            form.product_id = self.clock
            self.assertEqual(form.etiquette, self.in_china)
        entry = Form(self.seen_by(self.seller, self.env["customer.gift.entry"]))
        entry.partner_id = self.buyers[0]
        entry.product_id = self.clock
        self.assertEqual(entry.etiquette, self.in_china)
        entry.direction = "received"
        self.assertFalse(entry.etiquette)

    def test_while_customers_are_added_to_a_plan(self):
        wizards = self.seen_by(self.seller, self.env["customer.gift.plan.add"])
        plan = self.new_plan()
        for customers, said in (
            (self.buyers[:2], self.in_china),
            (self.buyers[1:3], self.everywhere),
        ):
            wizard = Form(
                wizards.with_context(
                    active_model="res.partner", active_ids=customers.ids
                )
            )
            wizard.plan_id = plan
            self.assertFalse(wizard.etiquette)
            wizard.product_id = self.clock
            self.assertEqual(wizard.etiquette, said)

    def test_a_list_takes_the_same_number_of_queries(self):
        gifts = self.env["customer.gift"].union(
            *(self.gift(buyer, product_id=self.clock.id) for buyer in self.buyers)
        )
        counts = []
        for some in (gifts[:2], gifts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.browse(some.ids).mapped("etiquette")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
