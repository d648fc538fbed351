from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from .entitlements import EntitlementCase


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementNight(EntitlementCase):
    """What is due, what lapses and what is withdrawn, in a night."""

    def night(self, day=None, benefit=None):
        if day:
            self.clock.move_to(f"{day} 12:00:00")
        made = self.entitlements._night(benefit or self.training)
        self.env.invalidate_all()
        return made

    def of(self, customer):
        return self.entitlements.search([("partner_id", "=", customer.id)], order="id")

    def rows(self, customer):
        """State, due date and period end of each, from the first to the last."""
        return [
            (one.state, one.due_date.isoformat(), one.date_to.isoformat())
            for one in self.of(customer)
        ]

    def moves(self, customer, code, since):
        """The customer is in another tier from that day on."""
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[code].id,
            since=since,
        )

    # ------------------------------------------------------------ the first

    def test_the_first_is_due_when_the_benefit_was_turned_on(self):
        """In the tier since 30 June, in use since 1 July; Small is granted none."""
        self.assertEqual(self.night(), 3)
        self.assertEqual(self.rows(self.medium), [("due", "2025-07-01", "2026-06-30")])
        self.assertEqual(self.rows(self.big), [("due", "2025-07-01", "2025-12-31")])
        # the quarter that began on 1 July is over
        self.assertEqual(self.rows(self.top), [("due", "2025-10-15", "2026-01-14")])
        self.assertEqual(self.rows(self.small), [])
        one = self.of(self.big)
        self.assertRecordValues(
            one,
            [
                {
                    "kind": "training",
                    "company_id": self.company.id,
                    "tier_id": self.tier["BIG"].id,
                    "user_id": self.seller.id,
                    "interval_months": 6,
                    "quantity": 1,
                    "unit_cost": 200,
                    "cost": 0,
                }
            ],
        )

    def test_the_first_is_due_when_the_customer_came_into_the_tier(self):
        self.moves(self.small, "MEDIUM", "2025-09-03")
        self.night()
        self.assertEqual(self.rows(self.small), [("due", "2025-09-03", "2026-09-02")])

    def test_a_second_night_makes_nothing(self):
        self.night()
        before = self.entitlements.search([]).mapped("id")
        self.assertEqual(self.night(), 0)
        self.assertEqual(self.night("2025-10-16"), 0)
        self.assertEqual(self.entitlements.search([]).mapped("id"), before)

    # ------------------------------------------------------------ the next

    def test_the_next_is_due_an_interval_after_the_last(self):
        """Used on 10 August, a quarter later is 10 November: 30 days ahead is the 11th
        of October. Declined on 16 April, half a year later is 16 October."""
        self.entitle(self.top, state="used", state_date="2025-08-10")
        self.entitle(self.big, state="declined", state_date="2025-04-16")
        self.night("2025-10-10")
        self.assertEqual(len(self.of(self.top)), 1)
        self.night("2025-10-11")
        self.assertEqual(self.rows(self.top)[1:], [("due", "2025-11-10", "2026-02-09")])
        self.assertEqual(self.rows(self.big)[1:], [("due", "2025-10-16", "2026-04-15")])

    def test_the_next_is_due_right_after_one_that_lapsed(self):
        one = self.entitle(self.top, "2025-07-15", date_to="2025-10-14")
        self.night("2025-10-14")
        self.assertEqual(one.state, "due")
        self.night("2025-10-15")
        self.assertEqual(
            self.rows(self.top),
            [
                ("lapsed", "2025-07-15", "2025-10-14"),
                ("due", "2025-10-15", "2026-01-14"),
            ],
        )
        self.assertEqual(one.state_date, date(2025, 10, 14))
        self.assertEqual(self.told(one), [("due", "lapsed", "system")])
        self.assertEqual(one.answer_ids.reason, "ended")

    def test_the_last_one_decides_and_not_the_longest(self):
        """Used in January as Medium; as Top, one lapsed in September: due at once."""
        self.entitle(self.medium, "2025-01-01", state="used", state_date="2025-01-20")
        self.entitle(self.medium, "2025-06-30", state="lapsed", state_date="2025-09-29")
        self.night()
        self.assertEqual(
            self.rows(self.medium)[2:], [("due", "2025-09-30", "2026-09-29")]
        )

    def test_months_end(self):
        """A quarter after 30 November is 28 February."""
        self.entitle(self.top, state="used", state_date="2025-11-30")
        self.night("2026-02-01")
        self.assertEqual(self.rows(self.top)[1:], [("due", "2026-02-28", "2026-05-27")])

    def test_accepted_lapses_too_and_says_so(self):
        one = self.entitle(
            self.top, "2025-07-15", date_to="2025-10-14", state="accepted"
        )
        self.night()
        self.assertEqual(self.told(one), [("accepted", "lapsed", "system")])

    # ------------------------------------------------------------ tier changes

    def test_merely_due_is_withdrawn_if_the_tier_grants_nothing(self):
        self.night()
        self.moves(self.big, "SMALL", "2025-10-16")
        self.night("2025-10-16")
        one = self.of(self.big)
        self.assertEqual((one.state, one.state_date), ("withdrawn", date(2025, 10, 16)))
        self.assertEqual(one.answer_ids.reason, "tier")
        # back again: what was withdrawn does not count as given
        self.moves(self.big, "BIG", "2025-11-20")
        self.night("2025-11-20")
        self.assertEqual(self.rows(self.big)[1:], [("due", "2025-11-20", "2026-05-19")])

    def test_what_was_offered_stays_until_its_period_ends(self):
        offered = self.entitle(self.top, state="offered")
        accepted = self.entitle(self.big, state="accepted")
        for customer in (self.top, self.big):
            self.moves(customer, "SMALL", "2025-10-16")
        self.night("2025-10-16")
        self.night("2025-12-31")
        both = offered + accepted
        self.assertEqual(both.mapped("state"), ["offered", "accepted"])
        self.assertFalse(both.answer_ids)
        self.night("2026-01-01")
        self.assertEqual(both.mapped("state"), ["lapsed", "lapsed"])
        # and no next one for Small
        self.assertEqual(self.of(self.top) + self.of(self.big), both)

    def test_a_better_tier_brings_the_next_one_forward(self):
        """Used on 10 June: as Big due on 10 December, as Top since the 20th of November
        on the day they came into the tier."""
        self.entitle(self.big, state="used", state_date="2025-06-10")
        self.night("2025-11-15")
        self.assertEqual(self.rows(self.big)[1:], [("due", "2025-12-10", "2026-06-09")])
        self.moves(self.big, "TOP", "2025-11-20")
        self.night("2025-11-21")
        self.assertEqual(self.rows(self.big)[1:], [("due", "2025-11-20", "2026-02-19")])
        one = self.of(self.big)[1]
        self.assertEqual(one.tier_id, self.tier["TOP"])
        self.assertEqual(one.interval_months, 3)
        self.assertEqual(self.told(one), [("due", "due", "system")])
        self.assertEqual(one.answer_ids.reason, "earlier")

    def test_a_worse_tier_that_still_grants_it_leaves_it_alone(self):
        self.night()
        before = self.rows(self.big)
        self.moves(self.big, "MEDIUM", "2025-10-16")
        self.night("2025-10-16")
        self.assertEqual(self.rows(self.big), before)

    # ------------------------------------------------------------ what ends it

    def test_off_archived_or_left(self):
        self.night()
        self.top.active = False
        self.standing(self.pyramid, self.big).sudo().unlink()
        self.night("2025-10-16")
        self.assertEqual(self.of(self.top).answer_ids.reason, "archived")
        self.assertEqual(self.of(self.big).answer_ids.reason, "tier")
        self.training.active = False
        self.assertIn(self.training, self.entitlements._night_benefits())
        self.night("2025-10-17")
        self.assertEqual(self.of(self.medium).answer_ids.reason, "off")
        self.assertNotIn(self.training, self.entitlements._night_benefits())
        self.assertEqual(
            {one.state for one in self.entitlements.search([])}, {"withdrawn"}
        )

    def test_an_interval_of_none_ends_it(self):
        self.night()
        self.training.line_ids.filtered(
            lambda line: line.tier_id == self.tier["BIG"]
        ).interval_months = 0
        self.night()
        self.assertEqual(self.of(self.big).state, "withdrawn")
        self.assertEqual(self.of(self.medium).state, "due")

    def test_other_benefits_with_an_interval(self):
        tooling = self.env["customer.tier.benefit"].create(
            {
                "name": "Free Tooling",
                "kind": "other",
                "scheme_id": self.pyramid.id,
                "line_ids": self.lines({"TOP": 12, "BIG": 0}),
            }
        )
        self.assertEqual(self.night(benefit=tooling), 1)
        self.assertEqual(self.rows(self.top), [("due", "2025-10-15", "2026-10-14")])

    def test_the_salesperson_follows_the_customer_while_it_is_open(self):
        used = self.entitle(self.big, state="used", state_date="2025-10-01")
        self.night()
        self.entitlements._tell_batch(self.training)
        one = self.of(self.medium)
        colleague = self.user("manager")
        self.people.user_id = colleague
        self.night("2025-10-16")
        self.assertEqual((one.user_id, used.user_id), (colleague, self.seller))
        self.assertEqual(one.activity_id.user_id, colleague)
        self.people.user_id = False
        self.night("2025-10-17")
        self.assertFalse(one.user_id)
        self.assertEqual(one.activity_id.user_id, colleague)

    # ------------------------------------------------------------ companies

    def test_each_company_has_its_own(self):
        other = self.new_company("Elsewhere Inc.")
        self.invoices([(self.top, 5)], company=other)
        pyramid = self.scheme({"TOP": 100}, company_id=other.id)
        self.evaluate(pyramid)
        training = self.env["customer.tier.benefit"].create(
            {
                "name": "Training elsewhere",
                "kind": "training",
                "scheme_id": pyramid.id,
                "line_ids": self.lines({"TOP": 6}),
            }
        )
        self.night()
        self.night(benefit=training)
        self.assertEqual(
            [(one.company_id, one.benefit_id) for one in self.of(self.top)],
            [(self.company, self.training), (other, training)],
        )
        # whoever works in one sees that of one, and a branch sees the company's
        for company, seen in (
            (self.company, self.training),
            (self.new_branch("Tiering North"), self.training),
            (other, training),
        ):
            user = (
                self.user("user", company) if company != self.company else self.seller
            )
            mine = self.seen_by(user, self.entitlements)
            with self.subTest(company.name):
                self.assertEqual(
                    mine.search([("partner_id", "=", self.top.id)]).benefit_id, seen
                )

    # ------------------------------------------------------------ cost, kills

    def test_statements_do_not_depend_on_the_number_of_customers(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.entitlements._night(self.training)
            return self.env.cr.sql_log_count - before

        few = statements()
        more = self.customers(40, "More")
        for customer in more:
            self.standing(self.pyramid, self.top).sudo().copy(
                {"partner_id": customer.id}
            )
        self.env.flush_all()
        self.assertEqual(statements(), few)
        self.assertEqual(len(self.of(more[0])), 1)
        self.assertLess(few, 20)

    def test_a_night_that_is_killed_runs_again(self):
        """Killed after every statement of it in turn; then it runs to its end."""
        one = self.entitle(self.top, "2025-07-15", date_to="2025-10-14")
        steps = ("_hand_over", "_lapse", "_withdraw", "_bring_forward", "_make_due")
        model = type(self.entitlements)
        for step in steps:
            with (
                self.subTest(step),
                self.assertRaises(ZeroDivisionError),
                self.env.cr.savepoint(),
                patch.object(model, step, lambda *_args: 1 / 0),
            ):
                self.entitlements._night(self.training)
            self.env.invalidate_all()
            self.assertEqual(one.state, "due")
        self.night()
        self.night()
        self.assertEqual(len(self.entitlements.search([])), 4)
        self.assertEqual(len(one.answer_ids), 1)

    def test_the_scheduled_action(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "customer_tiering.ir_cron_entitlements"
            ).method_direct_trigger()
        self.assertEqual(self.of(self.big).state, "due")
        self.assertEqual(self.of(self.big).activity_id.user_id, self.seller)
        self.assertTrue(self.of(self.big).announced_on)

    def test_an_evaluation_brings_it_up_to_date(self):
        evaluation = self.pyramid.last_evaluation_id
        follower = self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", evaluation.id), ("name", "=", "entitle")]
        )
        self.assertEqual(follower.state, "pending")
        follower._work_batch()
        self.assertEqual(follower.state, "done")
        self.assertEqual(self.of(self.big).state, "due")
        self.assertFalse(self.of(self.big).activity_id)
