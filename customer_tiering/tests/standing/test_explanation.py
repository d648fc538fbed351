from datetime import date

from odoo.tests import tagged
from odoo.tools.misc import file_path

from ...models.standing.reasons import REASONS
from ..common import TieringCase


@tagged("post_install", "-at_install")
class TestExplanation(TieringCase):
    """K19: every tier is explained from the stored figures, in the reader's words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = dict(
            zip(
                ("top", "small", "zero", "inactive", "prospect", "unknown", "mark"),
                cls.customers(7),
                strict=True,
            )
        )
        cls.invoices(
            [
                (cls.people["top"], 1234.5),
                (cls.people["small"], 60),
                (cls.people["zero"], 80),
                (cls.people["inactive"], 10, date(2024, 5, 17)),
            ]
        )
        cls.refund(cls.people["zero"], 90)
        cls.lead(cls.people["prospect"])
        cls.lead(cls.people["prospect"])
        mark = cls.env["customer.tier.no.need"].create(
            {"partner_id": cls.people["mark"].id, "reason": "Has no workshop"}
        )
        cls.backdate(mark, "2025-06-30 10:00:00")
        # three existing customers, a third of them are one place
        cls.pyramid = cls.scheme({"TOP": 30, "SMALL": 0})
        cls.evaluate(cls.pyramid)

    def text(self, who, **context):
        standing = self.standing(self.pyramid, self.people[who])
        explanation = standing.with_context(**context).explanation
        return explanation.replace("\N{NO-BREAK SPACE}", " ")

    def test_in_english(self):
        expected = {
            "top": "Rank 1 of 3 customers by “Net invoiced revenue”: $ 1,234.50. "
            "The first 1 places belong to Top or better.",
            "small": "Rank 2 of 3 customers by “Net invoiced revenue”: $ 60.00. "
            "No cut-off of a better tier is reached, so the tier is Small.",
            "zero": "Bought in the period, but net revenue after refunds is $ -10.00. "
            "Without a positive net revenue, the customer is in the last tier, Small.",
            "inactive": "The last purchase was on 05/17/2024, before the period.",
            "prospect": "Has been in contact (leads, quotations or messages: 2), but "
            "has never bought.",
            "unknown": "In your contacts, but not contacted yet and no purchase so "
            "far.",
            "mark": "Marked as having no need by OdooBot on 06/30/2025: Has no "
            "workshop",
        }
        for who, explanation in expected.items():
            with self.subTest(who):
                self.assertEqual(self.text(who, lang="en_US"), explanation)

    def test_every_reason_of_a_standing_is_explained(self):
        standings = self.env["customer.tier.standing"]
        reasons = dict(standings._fields["reason"].selection)
        # these are said of changes alone
        for reason in reasons.keys() - {"left", "manual", "capped", "undone"}:
            with self.subTest(reason):
                told = hasattr(standings, f"_explain_{reason}")
                self.assertTrue(told or reason in REASONS)

    def test_figures_are_the_stored_ones(self):
        self.refund(self.people["top"], 1000)

        self.assertIn("$ 1,234.50", self.text("top"))

    def test_a_reason_nobody_explains_is_no_error(self):
        self.update(self.standing(self.pyramid, self.people["top"]), reason="removed")

        self.assertEqual(self.text("top"), "")

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._lang_get("de_DE").write(
            {"thousands_sep": ".", "decimal_point": ",", "date_format": "%d.%m.%Y"}
        )

        self.assertIn("1.234,50", self.text("top", lang="de_DE"))
        self.assertIn("17.05.2024", self.text("inactive", lang="de_DE"))
        self.assertIn("$ 1,234.50", self.text("top", lang="en_US"))

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")

        text = self.text("top", lang="zh_CN")

        self.assertIn("1,234.50", text)
        try:
            file_path("customer_tiering/i18n/zh_CN.po")
        except FileNotFoundError:
            return  # not translated yet
        self.assertNotIn("Rank", text)
