import random
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from ...models.entitlement import steps
from ...models.entitlement.customer_tier_entitlement_night import AHEAD
from .entitlements import MONTHS, EntitlementCase

YEARS = 6
STEPS = 60


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementAnyYear(EntitlementCase):
    """Whatever happens, no customer has two open, and none waits too long."""

    def test_any_sequence_of_nights_answers_tiers_and_merges(self):
        """The seed of a year that goes wrong is in its message."""
        for seed in range(YEARS):
            with self.subTest(seed=seed), self.cr.savepoint() as undone:
                self.one_year(random.Random(seed))
                undone.rollback()
            self.env.invalidate_all()

    def one_year(self, chance):
        day = date(2025, 10, 15)
        self.living = self.people
        for _step in range(STEPS):
            day += timedelta(days=chance.choice((0, 1, 1, 3, 14, 40)))
            self.clock.move_to(f"{day} 12:00:00")
            chance.choice((self.answer, self.answer, self.move, self.merge))(
                chance, day
            )
            before = self.answers()
            for _run in range(chance.choice((1, 1, 2))):
                self.entitlements._night(self.training)
                self.env.invalidate_all()
            self.assertEqual(self.answers()[: len(before)], before, "an answer changed")
            self.check(day)

    def answers(self):
        return (
            self.env["customer.tier.entitlement.answer"]
            .search([("entitlement_id.benefit_id", "=", self.training.id)], order="id")
            .mapped(lambda one: (one.id, one.from_state, one.to_state, one.date))
        )

    # ------------------------------------------------------------ what happens

    def answer(self, chance, day):
        """Somebody answers, as far as the step is possible."""
        some = self.entitlements.search([("benefit_id", "=", self.training.id)])
        if not some:
            return
        one = chance.choice(some)
        state = chance.choice(steps.FOLLOWING[one.state])
        if state in (steps.LAPSED, steps.WITHDRAWN):
            return
        if one.state in steps.SETTLED and state in steps.OPEN:
            if one.date_to < day or one._open_ones():
                return
        one._answer(state, "portal")

    def move(self, chance, day):
        customer = chance.choice(self.living)
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[chance.choice(list(MONTHS))].id,
            since=day,
        )

    def merge(self, chance, _day):
        if len(self.living) < 3 or chance.random() > 0.2:
            return
        kept, gone = chance.sample(list(self.living), 2)
        self.living -= gone
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (kept + gone).ids, kept, extra_checks=False
        )
        self.env.invalidate_all()

    # ------------------------------------------------------------ what must hold

    def check(self, day):
        for customer in self.living:
            rows = self.entitlements.search([("partner_id", "=", customer.id)])
            opened = rows.filtered(lambda one: one.state in steps.OPEN)
            self.assertLessEqual(len(opened), 1, "two are open")
            self.assertFalse(
                opened.filtered(lambda one: one.date_to < day), "open after its end"
            )
            months = MONTHS[self.standing(self.pyramid, customer).tier_id.code]
            if not months:
                self.assertNotIn(steps.DUE, opened.mapped("state"), "due for nobody")
            elif not opened:
                settled = rows.filtered(lambda one: one.state in steps.SETTLED)
                self.assertTrue(settled, "never offered")
                last = max(settled, key=lambda one: (one.state_date, one.id))
                self.assertNotEqual(last.state, steps.LAPSED, "a period left out")
                self.assertGreater(
                    last.state_date + relativedelta(months=months),
                    day + timedelta(days=AHEAD),
                    "waits longer than the interval",
                )
            for one in opened:
                self.assertEqual(one.date_from, one.due_date)
                self.assertLessEqual(
                    one.date_to,
                    one.due_date + relativedelta(months=max(MONTHS.values())),
                )
