from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...gifting import occasions
from ..gifts import GiftCase

MISSING = "customer_tiering.mail_activity_type_occasion_missing"
DUE = "customer_tiering.mail_activity_type_occasion_due"


class OccasionCase(GiftCase):
    """The calendar of 10 August 2026, a Monday: made up to 10 February 2028."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freeze = freeze_time("2026-08-10 12:00:00")
        cls.freeze.start()
        cls.addClassCleanup(cls.freeze.stop)
        cls.admin = cls.user("admin")

    @classmethod
    def new_occasion(cls, kind, **values):
        return cls.env["customer.gift.occasion"].create(
            {"name": f"By {kind}", "kind": kind, "company_id": cls.company.id, **values}
        )

    def days(self, occasion):
        self.env.invalidate_all()
        return [str(day) for day in occasion.date_ids.sorted("date").mapped("date")]

    def activities(self, record, kind):
        return record.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref(kind)
        )

    def national_day(self, **values):
        return self.new_occasion("fixed", month="10", day=1, **values)

    def mid_autumn(self, **values):
        return self.new_occasion("lunisolar", lunar_month=8, lunar_day=15, **values)

    def shifted(self, days):
        """The library moves every day of a fixed occasion by so many days."""
        real = occasions.FixedDay.of_year

        def of_year(rule, year):
            for day in real(rule, year):
                yield occasions.Day(
                    date.fromordinal(day.first.toordinal() + days), None, day.estimated
                )

        return patch.object(occasions.FixedDay, "of_year", of_year)


@tagged("post_install", "-at_install", "gift")
class TestGiftOccasion(OccasionCase):
    def test_dates_18_months_ahead(self):
        self.assertEqual(self.days(self.mid_autumn()), ["2026-09-25", "2027-09-15"])
        self.assertEqual(
            self.days(self.new_occasion("months", every_months=3, anchor="2026-03-15")),
            [
                "2026-09-15",
                "2026-12-15",
                "2027-03-15",
                "2027-06-15",
                "2027-09-15",
                "2027-12-15",
            ],
        )
        self.assertEqual(
            self.days(self.new_occasion("weekday", month="11", weekday="3", nth="4")),
            ["2026-11-26", "2027-11-25"],
        )
        self.assertEqual(self.days(self.new_occasion("easter")), ["2027-03-28"])
        self.assertEqual(self.days(self.new_occasion("manual")), [])

    def test_country_holiday(self):
        diwali = self.new_occasion(
            "holiday",
            country_id=self.env.ref("base.sg").id,
            holiday_names="Diwali\nDeepavali",
        )
        self.assertEqual(self.days(diwali), ["2026-11-08", "2027-10-28"])

    def test_customers_own_day_is_a_month_each(self):
        anniversary = self.new_occasion("partner", partner_date="first_purchase")
        dates = anniversary.date_ids.sorted("date")
        # August 2026 to February 2028
        self.assertEqual(len(dates), 19)
        self.assertEqual(
            (dates[0].date, dates[0].date_end), (date(2026, 8, 1), date(2026, 8, 31))
        )
        self.assertEqual(
            (dates[-1].date, dates[-1].date_end), (date(2028, 2, 1), date(2028, 2, 29))
        )
        anniversary._make_dates()
        self.assertEqual(anniversary.date_ids.sorted("date"), dates)

    def test_second_run_writes_nothing(self):
        self.mid_autumn()
        self.national_day()
        table = "customer_gift_occasion_date"
        self.env["customer.gift.occasion"]._cron_make_dates()
        before = self.versions(table)
        self.env["customer.gift.occasion"]._cron_make_dates()
        self.assertEqual(self.versions(table), before)

    def test_library_moves_only_what_is_free(self):
        day = self.national_day()
        first, second = day.date_ids.sorted("date")
        first.locked = True
        with self.shifted(2):
            day._make_dates()
        self.assertEqual(self.days(day), ["2026-10-01", "2027-10-03"])
        self.assertEqual(first.calculated_date, date(2026, 10, 3))
        self.assertTrue(first.differs)
        self.assertFalse(second.differs)
        # and back
        day._make_dates()
        self.assertEqual(self.days(day), ["2026-10-01", "2027-10-01"])
        self.assertFalse(first.differs)

    def test_corrected_day_stays(self):
        day = self.national_day()
        first = day.date_ids.sorted("date")[0]
        first.date = "2026-10-05"
        self.assertEqual(first.source, "corrected")
        day._make_dates()
        with self.shifted(1):
            day._make_dates()
        self.assertEqual(self.days(day), ["2026-10-05", "2027-10-02"])

    def test_planned_day_stays(self):
        day = self.national_day()
        first = day.date_ids.sorted("date")[0]
        self.new_plan(occasion_date_id=first.id)
        with self.shifted(3):
            day._make_dates()
        self.assertEqual(self.days(day), ["2026-10-01", "2027-10-04"])

    def test_entered_day_is_not_doubled(self):
        day = self.new_occasion("manual")
        self.env["customer.gift.occasion.date"].create(
            {"occasion_id": day.id, "date": "2026-10-02"}
        )
        day.write({"kind": "fixed", "month": "10", "day": 1})
        self.assertEqual(self.days(day), ["2026-10-02", "2027-10-01"])

    def test_feast_moved_when_it_is_past(self):
        """On 2 October the calendar puts yesterday's feast on the 4th: no second."""
        day = self.national_day()
        with freeze_time("2026-10-02 12:00:00"), self.shifted(3):
            day._make_dates()
        self.assertEqual(self.days(day), ["2026-10-01", "2027-10-04"])

    def test_change_of_rule(self):
        quarterly = self.new_occasion("months", every_months=6, anchor="2026-03-15")
        self.assertEqual(
            self.days(quarterly), ["2026-09-15", "2027-03-15", "2027-09-15"]
        )
        kept = quarterly.date_ids.sorted("date")[0]
        kept.locked = True
        quarterly.write({"every_months": 12, "anchor": "2026-12-01"})
        self.assertEqual(
            self.days(quarterly), ["2026-09-15", "2026-12-01", "2027-12-01"]
        )

    def test_not_found_is_one_activity(self):
        diwali = self.new_occasion(
            "holiday",
            country_id=self.env.ref("base.cn").id,
            holiday_names="Moon Cake Day",
        )
        self.assertEqual(self.days(diwali), [])
        self.assertEqual(diwali.missing_years, "2026, 2027, 2028")
        activity = self.activities(diwali, MISSING)
        self.assertEqual(len(activity), 1)
        self.assertIn("Mid-Autumn Festival", activity.note)
        self.assertIn("2026, 2027, 2028", activity.note)
        self.assertTrue(
            activity.user_id.has_group("customer_tiering.group_customer_tier_admin")
        )
        # told once, even when the activity is done
        activity.action_done()
        diwali._make_dates()
        self.assertFalse(self.activities(diwali, MISSING))
        # corrected: nothing is missing any more
        diwali.holiday_names = "Moon Cake Day\nMid-Autumn Festival"
        self.assertEqual(self.days(diwali), ["2026-09-25", "2027-09-15"])
        self.assertFalse(diwali.missing_years)

    def test_library_that_ends_is_no_noise(self):
        """India is known up to 2035 only."""
        diwali = self.new_occasion(
            "holiday", country_id=self.env.ref("base.in").id, holiday_names="Diwali"
        )
        self.assertEqual(self.days(diwali), ["2026-11-08", "2027-10-29"])
        with (
            freeze_time("2036-01-10"),
            self.assertNoLogs("py.warnings", "WARNING"),
            mute_logger("odoo.models.unlink"),
        ):
            diwali._make_dates()
        self.assertEqual(len(self.activities(diwali, MISSING)), 1)
        self.assertIn("2035", self.activities(diwali, MISSING).note)

    def test_day_that_vanishes_from_the_library_stays(self):
        china = self.env.ref("base.cn")
        feast = self.new_occasion(
            "holiday", country_id=china.id, holiday_names="National Day"
        )
        days = self.days(feast)
        with patch.object(occasions.CountryHoliday, "_listed", lambda *_: ([], "")):
            feast._make_dates()
        self.assertEqual(self.days(feast), days)

    def test_incomplete_rule_is_refused(self):
        for values, sentence in (
            ({"kind": "fixed", "day": 1}, "Month is empty"),
            ({"kind": "fixed", "month": "4", "day": 32}, "from 1 to 31"),
            ({"kind": "lunisolar", "lunar_month": 13}, "from 1 to 12"),
            ({"kind": "months", "every_months": 0, "anchor": "2026-01-01"}, "from 1"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self.new_occasion(**values)

    def test_preview_in_the_form(self):
        with Form(self.env["customer.gift.occasion"]) as form:
            form.name = "Mid-Autumn"
            form.kind = "lunisolar"
            form.lunar_month = 8
            form.lunar_day = 15
            self.assertEqual(
                form.next_days,
                "Next: Sep 25, 2026; Sep 15, 2027; Oct 3, 2028.",
            )
            form.lunar_day = 99
            self.assertIn("no such day", form.next_days)
            form.lunar_day = 15

    # ------------------------------------------------------------ lead times

    def test_due_days(self):
        day = self.mid_autumn().date_ids.sorted("date")[0]
        # 25 September 2026 is a Friday; 3 days before it is Tuesday the 22nd
        self.assertRecordValues(
            day,
            [
                {
                    "plan_by": date(2026, 7, 27),
                    "approve_by": date(2026, 8, 16),
                    "order_by": date(2026, 8, 26),
                    "deliver_from": date(2026, 9, 11),
                    "deliver_by": date(2026, 9, 22),
                }
            ],
        )
        # 5 days before is Sunday the 20th: Friday the 18th
        day.deliver_days = 5
        self.assertEqual(day.deliver_by, date(2026, 9, 18))
        day.deliver_days = 6
        self.assertEqual(day.deliver_by, date(2026, 9, 18))
        day.deliver_days = 4
        self.assertEqual(day.deliver_by, date(2026, 9, 21))

    def test_lead_times_follow_the_occasion(self):
        feast = self.mid_autumn()
        first, second = feast.date_ids.sorted("date")
        first.plan_days = 50
        feast.write({"plan_days": 90, "order_days": 35})
        self.assertEqual((first.plan_days, second.plan_days), (50, 90))
        self.assertEqual((first.order_days, second.order_days), (35, 35))
        with self.assertRaisesRegex(ValidationError, "no later than"):
            feast.approve_days = 20

    # ------------------------------------------------------------ near

    def test_near_occasions_merge(self):
        feast, holiday = self.mid_autumn(), self.national_day()
        moon, later = feast.date_ids.sorted("date")
        flag = holiday.date_ids.sorted("date")[0]
        # 25 September and 1 October are 6 days apart, 15 September is 16
        self.assertEqual(moon.near_id, flag)
        self.assertFalse(later.near_id & holiday.date_ids)
        near = self.env["customer.gift.occasion.date"].search(
            [("is_near", "=", True), ("occasion_id", "in", (feast | holiday).ids)]
        )
        self.assertEqual(near, near.filtered("is_near"))
        self.assertIn(moon, near)
        moon._merge_into(flag)
        self.assertEqual(flag.merged_ids, moon)
        self.assertEqual(moon.phase, "merged")
        with self.assertRaisesRegex(ValidationError, "one gift covers both"):
            self.new_plan(occasion_date_id=moon.id)
        moon.action_unmerge()
        plan = self.new_plan(occasion_date_id=moon.id)
        self.assertEqual(plan.occasion_date_id, moon)
        with self.assertRaisesRegex(UserError, "already has a gift plan"):
            moon._merge_into(flag)

    def test_ten_days_are_near_and_eleven_are_not(self):
        base = self.new_occasion("fixed", month="4", day=10)
        ten = self.new_occasion("fixed", month="4", day=20)
        day = base.date_ids.sorted("date")[0]
        self.assertEqual(day.near_id, ten.date_ids.sorted("date")[0])
        ten.day = 21
        self.env.invalidate_all()
        self.assertFalse(day.near_id)
        with self.assertRaisesRegex(UserError, "within 10 days"):
            day.action_merge()

    def test_occasions_of_two_companies_are_not_near(self):
        day = self.new_occasion("fixed", month="4", day=10).date_ids.sorted("date")[0]
        other = self.new_company("Elsewhere Inc.")
        self.new_occasion("fixed", month="4", day=12, company_id=other.id)
        self.env.invalidate_all()
        self.assertFalse(day.near_id)

    # ------------------------------------------------------------ reminder

    def test_reminder_once(self):
        feast = self.mid_autumn()
        moon = feast.date_ids.sorted("date")[0]
        dates = self.env["customer.gift.occasion.date"]
        self.assertEqual(moon.phase, "plan")
        dates._remind()
        activity = self.activities(moon, DUE)
        self.assertEqual(len(activity), 1)
        self.assertTrue(
            activity.user_id.has_group("customer_tiering.group_customer_tier_manager")
        )
        dates._remind()
        self.assertEqual(self.activities(moon, DUE), activity)
        self.assertFalse(self.activities(feast.date_ids - moon, DUE))
        # the plan is the answer
        self.new_plan(occasion_date_id=moon.id)
        self.assertFalse(self.activities(moon, DUE))
        self.assertEqual(moon.phase, "planned")

    def test_reminder_goes_to_who_planned_last(self):
        feast = self.mid_autumn()
        moon, next_moon = feast.date_ids.sorted("date")
        self.new_plan(occasion_date_id=moon.id, user_id=self.manager.id)
        with freeze_time("2027-08-01"):
            self.env["customer.gift.occasion.date"]._remind()
        self.assertEqual(self.activities(next_moon, DUE).user_id, self.manager)

    def test_no_reminder_without_a_budget(self):
        moon = self.mid_autumn().date_ids.sorted("date")[0]
        self.env["customer.gift.budget"].search([]).active = False
        self.env["customer.gift.occasion.date"]._remind()
        self.assertFalse(self.activities(moon, DUE))

    def test_gift_due(self):
        """Within 30 days of 10 August: 15 August, and not 1 October."""
        soon = self.new_occasion("manual")
        day = self.env["customer.gift.occasion.date"].create(
            {"occasion_id": soon.id, "date": "2026-08-15"}
        )
        later = self.national_day().date_ids.sorted("date")[0]
        for buyer, occasion_date in zip(self.buyers, (day, later), strict=False):
            plan = self.new_plan(occasion_date_id=occasion_date.id)
            self.gift(buyer, plan_id=plan.id, date=occasion_date.date)
        held = self.gift(
            self.buyers[2], plan_id=day.plan_ids.id, date=day.date, held=True
        )
        found = self.env["res.partner"].search([("customer_tier_gift_due", "=", True)])
        self.assertEqual(found & self.buyers, self.buyers[0])
        self.assertTrue(self.buyers[0].customer_tier_gift_due)
        self.assertFalse(self.buyers[1].customer_tier_gift_due)
        held.held = False
        others = self.env["res.partner"].search(
            [("customer_tier_gift_due", "=", False), ("id", "in", self.buyers.ids)]
        )
        self.assertEqual(self.buyers - others, self.buyers[0] + self.buyers[2])

    # ------------------------------------------------------------ rights, views

    def test_rights(self):
        feast = self.mid_autumn()
        moon = feast.date_ids.sorted("date")[0]
        for action in ("action_merge", "action_unmerge"):
            with self.assertRaises(AccessError):
                getattr(self.seen_by(self.seller, moon), action)()
        with self.assertRaises(AccessError):
            self.seen_by(self.manager, feast).day = 3
        self.assertEqual(self.seen_by(self.seller, moon).date, date(2026, 9, 25))
        self.seen_by(self.manager, moon).locked = True
        self.assertTrue(moon.locked)
        self.seen_by(self.admin, feast).lunar_day = 14
        self.assertEqual(self.days(feast)[1], "2027-09-14")

    def test_views_load(self):
        for model, kinds in (
            ("customer.gift.occasion", ("list", "form", "search")),
            ("customer.gift.occasion.date", ("calendar", "list", "form", "search")),
        ):
            views = self.env[model].get_views([(False, kind) for kind in kinds])
            self.assertEqual(set(views["views"]), set(kinds))
        moon = self.mid_autumn().date_ids.sorted("date")[0]
        with Form(moon) as form:
            form.date = "2026-09-26"
        self.assertEqual(moon.source, "corrected")
        self.assertEqual(moon.action_view_plans()["domain"][0][2], moon.id)
        self.assertEqual(
            moon.occasion_id.action_view_dates()["domain"][0][2], moon.occasion_id.id
        )

    def test_shipped(self):
        names = {
            name: self.env.ref(f"customer_tiering.customer_gift_occasion_{name}").active
            for name in (
                "mid_autumn",
                "national_day",
                "double_ninth",
                "new_year",
                "spring_festival",
                "christmas",
                "quarterly",
                "anniversary",
            )
        }
        self.assertEqual(
            [name for name, active in names.items() if not active],
            ["christmas", "quarterly", "anniversary"],
        )
        dozen = self.env.ref("customer_tiering.customer_gift_occasion_anniversary")
        dozen.active = True
        self.assertEqual(len(dozen.date_ids.filtered(lambda d: d.year == 2027)), 12)
