from odoo.tests import tagged

from .tills import TillCase


@tagged("post_install", "-at_install", "till")
class TestTillKeptMoney(TillCase):
    """Gift cards and e-wallets, by the programmes of Odoo's own Loyalty."""

    def setUp(self):
        super().setUp()
        # the addon does without; `./dev test` has it installed beside
        if "loyalty.program" not in self.env:
            self.skipTest("Loyalty is not installed")

    def program(self, template, account):
        """A programme as Odoo makes it, its money booked to the ``account``.

        :return: the programme, what is sold to fill it, and what is used to pay by it
        """
        programs = self.env["loyalty.program"].with_company(self.company)
        program = programs.browse(programs.create_from_template(template)["res_id"])
        program.company_id = self.company
        if template == "gift_card":
            # a till asks for it before it opens
            program.pos_report_print_id = self.env.ref("loyalty.report_gift_card")
        filled = program.rule_ids.product_ids
        used = program.reward_ids.discount_line_product_id
        (filled + used).with_company(self.company).write(
            {
                "available_in_pos": True,
                "property_account_income_id": account.id,
                "taxes_id": False,
            }
        )
        return program, filled, used

    def test_a_gift_card_and_an_e_wallet(self):
        """A card of 50 pays 30 of 100. A wallet is filled with 40 that pay for 60.

        The card is booked to income, as Odoo does by itself, the wallet to a liability.
        """
        kept = self.account("Kept for customers", "290", "liability_current")
        _cards, card, pays_by_card = self.program("gift_card", self.income)
        _wallets, fills, pays_by_wallet = self.program("ewallet", kept)
        with self.session("2025-03-10"):
            self.sell(self.anvil, self.line(50, product=card))
            self.sell(self.anvil, 100, self.line(-30, product=pays_by_card))
        with self.session("2025-03-11"):
            self.sell(self.anvil, self.line(40, product=fills))
            self.sell(self.anvil, 60, self.line(-40, product=pays_by_wallet))
        scheme = self.till_scheme()
        evaluation = self.evaluate(scheme)
        standing = self.standing(scheme, self.anvil)
        self.assertEqual(standing.net_revenue, 160)
        self.assertEqual(standing.purchase_count, 2)
        self.assertEqual(standing.collected, 50 + 70 + 40 + 20)
        steps = self.steps(evaluation, "revenue")
        self.assertEqual(steps["income"], 50 + 100 - 30 + 60)
        self.assertEqual(steps["till_apart"], -20)
        self.assertNotIn("till_rest", steps)
        self.assert_closed(evaluation)

    def test_a_discount_programme_is_a_discount(self):
        """What a promotion takes off lowers the sale: nobody has paid for it."""
        program = self.env["loyalty.program"].create(
            {
                "name": "Spring",
                "program_type": "promotion",
                "company_id": self.company.id,
            }
        )
        off = program.reward_ids.discount_line_product_id
        off.with_company(self.company).write(
            {"property_account_income_id": self.income.id, "taxes_id": False}
        )
        with self.session("2025-03-10"):
            self.sell(self.anvil, 100, self.line(-10, product=off))
        scheme = self.till_scheme()
        evaluation = self.evaluate(scheme)
        self.assertEqual(self.standing(scheme, self.anvil).net_revenue, 90)
        self.assertNotIn("till_apart", self.steps(evaluation, "revenue"))
        self.assert_closed(evaluation)

    def test_an_archived_programme_still_keeps_its_money_apart(self):
        program, card, _pays = self.program("gift_card", self.income)
        with self.session("2025-03-10"):
            self.sell(self.anvil, self.line(50, product=card))
            self.sell(self.anvil, 80)
        program.action_archive()
        scheme = self.till_scheme()
        evaluation = self.evaluate(scheme)
        self.assertEqual(self.standing(scheme, self.anvil).net_revenue, 80)
        self.assertEqual(self.steps(evaluation, "revenue")["till_apart"], -50)
        self.assert_closed(evaluation)
