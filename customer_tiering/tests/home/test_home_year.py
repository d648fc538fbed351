import json
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .homes import NEXT, HomeCase, figures

LAST_YEAR = date(2024, 7, 31)


class YearCase(HomeCase):
    """A second scheme, evaluated on 31 July 2024 and a year later.

    In 2024 the first four buyers bought on 1 July for 100, and *Gone* for 90: one is
    Top, one Big, three are Small. The buyers buy again in 2025, see `HomeCase`; *Gone*
    does not.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        july = date(2024, 7, 1)
        cls.gone = cls.customer("Gone", user_id=cls.sam.id)
        cls.invoices(
            [(buyer, 104 - n, july) for n, buyer in enumerate(cls.buyers[:4])]
            + [(cls.gone, 90, july)]
        )
        codes = ("previous_revenue", "category_depth")
        metrics = cls.env["customer.tier.metric"].search([("code", "in", codes)])
        cls.yearly = cls.scheme(
            {"TOP": 20, "BIG": 20, "SMALL": 0},
            name="Year by year",
            sequence=98,
            metric_ids=[Command.set(metrics.ids)],
        )
        with freeze_time("2024-07-31 12:00:00"):
            cls.evaluate(cls.yearly, LAST_YEAR)
        cls.product.categ_id = cls.env["product.category"].create({"name": "Tools"})
        cls.sell(cls.buyers[0], 70, date(2025, 7, 5))
        cls.evaluate(cls.yearly, NEXT)
        cls.env.invalidate_all()

    @classmethod
    def sell(cls, customer, amount, day):
        """An invoice with a product, so that a category is bought."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "invoice_date": day,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "price_unit": amount,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def done(cls, record, day, user=None):
        """An activity done on ``day``."""
        with freeze_time(datetime.combine(day, datetime.min.time())):
            activity = record.activity_schedule(
                "mail.mail_activity_data_call", user_id=(user or cls.sam).id
            )
            activity.action_feedback(feedback="Spoke")
            # the day of done is computed
            cls.env.flush_all()
        return activity

    def asked(self, method, *args, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        home = self.seen_by(user or self.chief, self.env["customer.tier.home"])
        return json.loads(json.dumps(getattr(home, method)(*args)))


@tagged("post_install", "-at_install", "home")
class TestHomeYear(YearCase):
    """Retention, depth and effort per tier, each figure with its records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls.order(cls.buyers[0], confirm=False)
        contact = cls.contact(cls.buyers[1], "Ann")
        cls.done(cls.buyers[0], date(2025, 7, 1))
        cls.done(order, date(2025, 6, 1))
        cls.done(contact, date(2025, 5, 1))
        cls.done(cls.lead(cls.buyers[5]), date(2025, 4, 1))
        # too old, of nobody, and not done
        cls.done(cls.buyers[0], date(2024, 6, 1))
        cls.done(cls.product.product_tmpl_id, date(2025, 7, 1))
        cls.buyers[0].activity_schedule("mail.mail_activity_data_call")

    def year(self):
        return self.asked("get_year", self.yearly.id)

    def lines(self, part):
        return {line["tier"]["name"]: line for line in part["lines"]}

    def test_every_figure_opens_its_records(self):
        self.assertGreater(self.check_figures(self.chief, self.year()), 15)

    def test_every_list_can_be_shown(self):
        for page in (self.year(), self.asked("get_cohorts", self.yearly.id)):
            for _path, figure in figures(page):
                if figure["action"]:
                    records, _domain = self.opened(self.chief, figure["action"])
                    records.get_views(figure["action"]["views"])

    def test_retention(self):
        lines = self.lines(self.year()["retention"])
        found = {
            name: (line["then"]["value"], line["kept"]["value"], line["share"])
            for name, line in lines.items()
        }
        self.assertEqual(
            found, {"Top": (1, 1, 1), "Big": (1, 1, 1), "Small": (3, 2, 2 / 3)}
        )
        self.assertEqual(lines["Small"]["lost"]["value"], 1)

    def test_the_tier_of_then_survives_moves_since(self):
        """Whoever was moved since is counted where they were."""
        standing = self.standing(self.yearly, self.buyers[0])
        self.assertEqual(standing.tier_last_year_id, self.tier["TOP"])
        self.env["customer.tier.override"].create(
            {
                "partner_id": self.buyers[0].id,
                "scheme_id": self.yearly.id,
                "kind": "fix",
                "tier_id": self.tier["SMALL"].id,
                "reason": "A test",
            }
        )
        self.assertEqual(
            self.standing(self.yearly, self.buyers[0]).tier_id.code, "SMALL"
        )
        self.test_retention()

    def test_who_came_since_had_no_tier(self):
        newcomer = self.customer("Newcomer")
        self.invoice(newcomer, 1, NEXT)
        self.evaluate(self.yearly, NEXT)
        self.assertFalse(self.standing(self.yearly, newcomer).tier_last_year_id)
        self.test_retention()

    def test_a_young_scheme_says_so(self):
        retention = self.asked("get_year", self.pyramid.id)["retention"]
        self.assertFalse(retention["lines"])
        self.assertIn("no evaluation from a year ago", retention["since"])

    def test_depth(self):
        lines = {line["tier"]["name"]: line for line in self.year()["depth"]}
        # eleven customers: three places for a fifth of them
        self.assertEqual(lines["Top"]["growth"]["before"]["value"], 104 + 103 + 102)
        now = 1010 + 70 + 1210 + 810
        self.assertEqual(lines["Top"]["growth"]["now"]["value"], now)
        growth = 100 * (now / (104 + 103 + 102) - 1)
        self.assertEqual(
            lines["Top"]["growth"]["text"].replace(",", ""), f"+{growth:.1f} %"
        )
        # of those who bought in any category, all did so in the only one
        self.assertEqual(lines["Top"]["categories"]["unit"], "share")
        self.assertEqual(lines["Top"]["categories"]["value"], 1)
        # neither figure is known of them
        self.assertNotIn("Small", lines)

    def test_depth_needs_its_figures(self):
        self.assertEqual(self.asked("get_year", self.pyramid.id)["depth"], [])

    def test_effort_beside_value(self):
        effort = self.year()["effort"]
        found = {
            name: line["activities"]["value"]
            for name, line in self.lines(effort).items()
        }
        # on the contact, the quotation, a person of the second, and a lead
        self.assertEqual(found, {"Top": 3, "Big": 0, "Small": 1})
        top = self.lines(effort)["Top"]
        self.assertEqual((top["each"], top["effort_share"]), ("1.00", 0.75))

    def test_groups_of_companies_show_no_effort(self):
        self.yearly.customer_level = "group"
        self.assertFalse(self.year()["effort"])

    def test_for_managers_only(self):
        for method in ("get_year", "get_cohorts"):
            for user in (self.sam, self.books):
                with self.subTest(method=method, user=user.login):
                    with self.refuses("managers", AccessError):
                        self.asked(method, self.yearly.id, user=user)

    def test_a_scheme_of_another_company_is_nothing(self):
        other = self.new_company("Elsewhere Inc.")
        scheme = self.scheme(company_id=other.id)
        self.evaluate(scheme, NEXT)
        self.assertEqual(
            self.asked("get_year", scheme.id),
            {"retention": False, "depth": [], "effort": False},
        )
        self.assertNotEqual(self.asked("get_cohorts", scheme.id)["scheme"], scheme.id)

    def test_the_same_number_of_statements(self):
        def statements(method):
            self.asked(method, self.yearly.id)
            self.env.flush_all()
            self.env.invalidate_all()
            home = self.seen_by(self.chief, self.env["customer.tier.home"])
            before = self.cr.sql_log_count
            getattr(home, method)(self.yearly.id)
            return self.cr.sql_log_count - before

        few = [statements(method) for method in ("get_year", "get_cohorts")]
        more = self.customers(30, "More")
        self.invoices([(one, 20 + place, NEXT) for place, one in enumerate(more)])
        for one in more[:10]:
            self.done(one, NEXT)
        self.evaluate(self.yearly, NEXT)
        many = [statements(method) for method in ("get_year", "get_cohorts")]
        self.assertEqual(many, few)


@tagged("post_install", "-at_install", "home")
class TestCohorts(YearCase):
    """The cohort table, and the customers and documents behind each cell."""

    def cohorts(self, scheme=None):
        page = self.asked("get_cohorts", (scheme or self.yearly).id)
        return {cohort["month"]: cohort for cohort in page["cohorts"]}, page

    def test_every_cell_opens_its_records(self):
        for scheme in (self.yearly, self.pyramid):
            _cohorts, page = self.cohorts(scheme)
            self.assertGreater(self.check_figures(self.chief, page), 10)

    def test_by_hand(self):
        """New in June: the last four. Two of July are back in June, one in July."""
        cohorts, _page = self.cohorts()
        self.assertEqual(
            {month: one["size"]["value"] for month, one in cohorts.items()},
            {
                # the first four and the one who is gone
                "Jul 2024": 5,
                # ten pounds on the 15th
                "Jan 2025": 2,
                "Jun 2025": 4,
                "Jul 2025": 1,
            },
        )
        july = cohorts["Jul 2024"]["cells"]
        self.assertEqual(len(july), 13)
        buyers = {n: cell["buyers"]["value"] for n, cell in enumerate(july)}
        # all in July, the four in January and in June, two in July again
        self.assertEqual(
            {n: count for n, count in buyers.items() if count},
            {0: 5, 6: 4, 11: 4, 12: 2},
        )
        self.assertEqual(july[6]["share"], 4 / 5)
        self.assertEqual(july[6]["revenue"]["value"], 40)
        self.assertEqual(july[12]["revenue"]["value"], 70 + 300)

    def test_orders_are_the_purchases_where_the_scheme_says_so(self):
        scheme = self.scheme(name="By order", purchase_basis="order", sequence=97)
        self.order(self.buyers[0], 10, "2025-05-10 10:00:00")
        self.order(self.buyers[0], 10, "2025-07-10 10:00:00")
        self.evaluate(scheme, NEXT)
        cohorts, page = self.cohorts(scheme)
        self.assertEqual(list(cohorts), ["May 2025"])
        may = cohorts["May 2025"]["cells"]
        self.assertEqual([cell["buyers"]["value"] for cell in may], [1, 0, 1])
        # the revenue is that of invoices
        self.assertEqual([c["revenue"]["value"] for c in may], [0, 1000, 70])
        self.check_figures(self.chief, page)

    def test_a_month_is_a_month(self):
        standings = self.env["customer.tier.standing"]
        for nonsense in ("2025-13", "", "last", 3):
            with self.subTest(nonsense), self.refuses("no month"):
                standings.search([("bought_in", "=", nonsense)])

    def test_corporate_groups_count_documents_of_their_companies(self):
        self.yearly.customer_level = "group"
        self.evaluate(self.yearly, NEXT)
        cohorts, page = self.cohorts()
        self.assertFalse(cohorts["Jul 2024"]["cells"][0]["revenue"]["action"])
        self.assertGreater(self.check_figures(self.chief, page), 5)


@tagged("post_install", "-at_install", "home")
class TestShopStages(HomeCase):
    """An administrator's own targets."""

    def test_the_stage_is_the_last_one_reached(self):
        stages = self.env["customer.tier.shop.stage"]
        stages.create({"name": "Kiosk", "leads_from": 0.05, "loyal_target": 0.35})
        line = self.line()
        self.assertEqual(line["share"], 0.35)
        self.assertIn("Kiosk", line["text"])
        self.assertIn("35.0 %", line["text"])

    def test_without_a_stage_the_leads_alone(self):
        self.env["customer.tier.shop.stage"].search([]).unlink()
        self.assertEqual(self.line()["text"], "0.1 leads a day.")

    def line(self):
        page = self.home(self.chief, "management", self.pyramid)
        return next(one for one in page["loyalty"] if one["key"] == "leads")

    def test_only_an_administrator_changes_them(self):
        stage = self.env.ref("customer_tiering.customer_tier_shop_stage_new")
        self.seen_by(self.chief, stage).loyal_target = 0.2
        for user in (self.sam, self.books, self.manager):
            with self.subTest(user.login), self.refuses(error=AccessError):
                self.seen_by(user, stage).loyal_target = 0.3

    def test_two_stages_cannot_begin_together(self):
        stage = self.env.ref("customer_tiering.customer_tier_shop_stage_new")
        with self.refuses(error=UniqueViolation), mute_logger("odoo.sql_db"):
            stage.leads_from = 100
            self.env.flush_all()
