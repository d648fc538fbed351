from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tools import formatLang

from .homes import HomeCase


@tagged("post_install", "-at_install", "home")
class TestDigestTables(HomeCase):
    """The weekly mail has the figures of Home, as tables, in the reader's words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.users"].search([]).customer_tier_digest = False
        cls.boss = cls.person("boss", "sales_team.group_sale_manager")
        cls.boss.write({"email": "boss@example.com", "customer_tier_digest": True})

    def mail(self, user):
        """The mail of 31 July 2025, parsed; its figures are those of the week."""
        before = self.env["mail.mail"].search([])
        digest = self.env["customer.tier.digest"]
        digest._send(user, date(2025, 7, 31))
        (mail,) = self.env["mail.mail"].search([]) - before
        return html.fromstring(mail.body_html)

    def tables(self, mail):
        """``{title: rows of texts}``."""
        return {
            title.text_content().strip(): [
                [" ".join(cell.text_content().split()) for cell in row]
                for row in title.xpath("following-sibling::table[1]//tr")
            ]
            for title in mail.xpath("//h4")
        }

    def number(self, count):
        return formatLang(self.env, count, digits=0)

    def money(self, amount):
        text = formatLang(self.env, amount, currency_obj=self.company.currency_id)
        return " ".join(text.split())

    def test_the_same_numbers_as_on_home(self):
        page = self.home(self.boss, "management")
        mail = self.mail(self.boss)
        tables = self.tables(mail)

        self.assertIn(
            " ".join(page["headline"].split()), " ".join(mail.text_content().split())
        )
        self.assertEqual(
            [[row[0], row[1], row[3]] for row in tables["Pyramid"][1:]],
            [
                [
                    line["tier"]["name"],
                    self.number(line["count"]["value"]),
                    self.money(line["value"]["value"]),
                ]
                for line in page["pyramid"]
            ],
        )
        # two of eleven customers are Top
        self.assertEqual(tables["Pyramid"][1][2], "18.2 %")
        self.assertEqual(
            [row[1:] for row in tables["Movement"][1:]],
            [
                [
                    self.number(line[column]["value"])
                    for column in (
                        "opening",
                        "in_entered",
                        "in_up",
                        "in_down",
                        "out_up",
                        "out_down",
                        "out_left",
                        "closing",
                    )
                ]
                for line in page["movement"]["lines"]
            ],
        )
        for row in tables["Movement"][1:]:
            before, new, risen, fallen, up, down, left, now = map(int, row[1:])
            self.assertEqual(before + new + risen + fallen - up - down - left, now)
        self.assertEqual(
            tables["Revenue at risk"][1:],
            [
                [
                    part["name"],
                    self.number(part["count"]["value"]),
                    self.money(part["value"]["value"]),
                ]
                for part in page["risk"]
            ],
        )
        gifts, samples = tables["Gifts and samples"][1:]
        self.assertEqual(gifts[:2], ["Gifts 2025", "1"])
        self.assertTrue(gifts[2].startswith(self.money(60)))
        self.assertEqual(samples, ["Samples of the test", "0", self.money(0)])

    def test_it_leads_to_home_and_says_how_old_the_figures_are(self):
        mail = self.mail(self.boss)
        links = mail.xpath("//a/@href")
        self.assertTrue(
            any(link.endswith("/odoo/customer-tier-home") for link in links)
        )
        text = mail.text_content()
        self.assertIn("as of 07/31/2025", text)
        self.assertIn("Not checked yet", text)

    def test_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.boss.lang = "zh_CN"
        text = self.mail(self.boss).text_content()
        self.assertIn("久未采购", text)
        self.assertNotIn("Quiet", text)

    def test_nothing_of_a_company_that_the_reader_does_not_see(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        other = self.person("other", "sales_team.group_sale_manager", elsewhere)
        other.email = "other@example.com"
        digest = self.env["customer.tier.digest"].with_user(other)
        digest = digest.with_context(allowed_company_ids=elsewhere.ids)
        self.assertEqual(digest._pictures(self.pyramid)["tables"], [])

    def test_a_scheme_without_tiers_has_no_tables(self):
        fresh = self.scheme(sequence=1)
        digest = self.env["customer.tier.digest"].with_user(self.boss)
        digest = digest.with_context(allowed_company_ids=self.company.ids)
        with freeze_time("2025-07-31"):
            self.assertEqual(digest._pictures(fresh)["tables"], [])
            self.assertEqual(len(digest._pictures(self.pyramid)["tables"]), 4)
