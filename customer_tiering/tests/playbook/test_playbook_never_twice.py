import random
from datetime import timedelta

from odoo.tests import tagged

from .playbooks import NIGHT, PlaybookCase

DAY = timedelta(days=1)
SEEDS = range(6)
EVENTS = 24


class Killed(Exception):
    """As if the process had ended: what it did since its last commit is gone."""


@tagged("post_install", "-at_install", "playbook")
class TestPlaybookNeverTwice(PlaybookCase):
    """Whatever happens, in whatever order: no step is ever opened twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crowd = cls.customers(4, "Crowd")
        cls.crowd.user_id = cls.seller
        cls.backdate(cls.crowd, "2025-01-01 08:00:00")
        cls.evaluate(cls.pyramid)

    def test_random_lives(self):
        for seed in SEEDS:
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.live(random.Random(seed))
                savepoint.rollback()

    def live(self, rng):
        self.rng, self.today = rng, NIGHT
        self.books = (
            self.branching("cadence", days=14, goal="none")
            | self.branching(goal="order", cooldown_days=3)
            | self.playbook("rose")
            | self.playbook("fell", goal="tier_back")
        )
        self.seen = {}
        events = (
            *(self.a_night,) * 4,
            *(self.a_kill, self.an_answer, self.a_merge, self.a_purchase),
            *(self.a_cancel, self.no_use, self.off_and_on, self.twice),
        )
        for _turn in range(EVENTS):
            rng.choice(events)()
            self.env.flush_all()
            self.check()
        self.a_night()
        self.check()
        # or nothing was shown
        self.assertGreater(len(self.plays(self.books)), 5)

    # ------------------------------------------------------------ what happens

    def a_night(self):
        self.today += DAY * self.rng.randint(1, 6)
        self.night(self.books, self.today)

    def twice(self):
        self.night(self.books, self.today)
        self.night(self.books, self.today, hour=3)

    def a_kill(self):
        """In the middle of the night, before or after plays are opened."""
        self.today += DAY
        try:
            with self.env.cr.savepoint():
                with self.by_day(self.today):
                    for playbook in self.books[: self.rng.randint(1, 4)]:
                        playbook._open_due()
                    if self.rng.random() < 0.5:
                        self.books._work_batch()
                raise Killed
        except Killed:
            self.env.invalidate_all()

    def pick(self):
        steps = self.plays(self.books).step_ids
        steps = steps.filtered(lambda step: step.state == "open")
        return self.rng.choice(steps) if steps else None

    def an_answer(self):
        step = self.pick()
        if step:
            answers = step.step_id.answer_ids
            with self.by_day(self.today):
                if answers:
                    answer = self.rng.choice(answers)
                    step.activity_id.action_answer_playbook(answer.id)
                else:
                    step.activity_id.action_feedback()

    def a_cancel(self):
        step = self.pick()
        if step:
            with self.by_day(self.today):
                step.activity_id.unlink()

    def no_use(self):
        step = self.pick()
        if step:
            with self.by_day(self.today):
                step.activity_id.action_playbook_not_useful("No")

    def a_purchase(self):
        customer = self.rng.choice((self.ann + self.ben + self.crowd).exists())
        with self.by_day(self.today):
            self.invoice(customer, self.rng.randint(1, 500), self.today)
        self.evaluate(self.pyramid, self.today)

    def a_merge(self):
        alive = list((self.ann + self.ben + self.crowd).exists())
        if len(alive) > 2:
            self.rng.shuffle(alive)
            self.env["base.partner.merge.automatic.wizard"].create(
                {
                    "state": "selection",
                    "dst_partner_id": alive[0].id,
                    "partner_ids": [alive[0].id, alive[1].id],
                }
            ).action_merge()

    def off_and_on(self):
        playbook = self.rng.choice(self.books)
        playbook.active = False
        with self.by_day(self.today):
            playbook.active = True

    # ------------------------------------------------------------ what holds

    def check(self):
        plays = self.plays(self.books)
        opened = plays.filtered(lambda play: play.id not in self.seen)
        known = {
            (play.playbook_id, play.partner_id, play.occurrence)
            for play in plays - opened
        }
        for play in opened:
            key = (play.playbook_id, play.partner_id, play.occurrence)
            self.assertNotIn(key, known)
            known.add(key)
            self.seen[play.id] = key
        # one open play at a time, with one step, which has one activity
        going = plays.filtered(lambda play: not play.outcome)
        keys = [(play.playbook_id, play.partner_id) for play in going]
        self.assertEqual(len(keys), len(set(keys)))
        for play in going:
            left = play.step_ids.filtered(lambda one: one.state in ("waiting", "open"))
            self.assertEqual(len(left), 1)
            self.assertTrue(left.state == "waiting" or left.activity_id.active)
        steps = plays.step_ids.filtered(lambda step: step.state == "open")
        self.assertEqual(len(steps), len(steps.activity_id))
        ours = self.env["mail.activity"].search(
            [
                ("activity_type_id", "in", (self.call + self.offer).ids),
                ("user_id", "in", (self.seller + self.manager).ids),
            ]
        )
        self.assertEqual(ours, steps.activity_id.sorted())
