from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.profile.habits import Answer, habits
from .people import PeopleCase

DAY = datetime(2025, 6, 2, 8)
HELLO = "Hello"


def answers(*pairs, channel="mail"):
    """Answers of one day each: hours until it came, hour at which it was written."""
    found = []
    for place, (delay, hour) in enumerate(pairs):
        at = DAY.replace(hour=hour) + timedelta(days=place)
        found.append(Answer(at - timedelta(hours=delay), at, channel))
    return found


@tagged("post_install", "-at_install", "playbook")
class TestProfileHabits(PeopleCase):
    """How somebody answers is counted from their own messages, never guessed."""

    def test_by_hand(self):
        found = habits(answers((1, 8), (1.5, 9), (2, 10), (2, 10), (30, 15)), "UTC")
        self.assertEqual((found.count, found.hours, found.hours_share), (5, 2, 0.8))
        self.assertEqual((found.before, found.after, found.time_share), (11, None, 0.8))
        self.assertEqual((found.channel, found.channel_share), ("mail", 1))

    def test_the_evening_is_told_from_its_beginning(self):
        found = habits(answers(*[(1, 20)] * 4, (1, 3)), "UTC")
        self.assertEqual((found.before, found.after, found.time_share), (None, 20, 0.8))

    def test_hours_are_those_of_the_time_zone(self):
        found = habits(answers(*[(1, 20)] * 5), "Asia/Shanghai")
        self.assertEqual((found.before, found.after), (5, None))

    def test_slow_answers_have_no_bound(self):
        self.assertIsNone(habits(answers(*[(400, 9)] * 5), "UTC").hours)

    def test_too_few(self):
        self.assertIsNone(habits(answers(*[(1, 9)] * 4), "UTC"))

    # ------------------------------------------------------------ from messages

    def say(self, record, author, at, kind="email"):
        message = record.message_post(
            body=HELLO,
            author_id=author.id,
            message_type=kind,
            subtype_xmlid="mail.mt_comment",
        )
        self.update(message, date=at)
        return message

    def told(self, user=None):
        person = self.seen_by(user or self.sue, self.lin)
        return person.get_customer_tier_reply_habits()

    def talk(self, record, count, delay=1, kind="email"):
        for place in range(count):
            asked = DAY + timedelta(days=place)
            self.say(record, self.sue.partner_id, asked, "comment")
            self.say(record, self.lin, asked + timedelta(hours=delay), kind)

    def test_from_messages(self):
        self.lin.tz = "UTC"
        self.talk(self.order(self.anvil, confirm=False), 4)
        self.talk(self.lin, 1, 9, "comment")
        found = self.told()
        self.assertEqual(found["count"], 5)
        self.assertEqual(
            found["told"],
            "Answers within 1 h in 80 % of cases, by mail in 80 %, and before "
            "10:00 in 80 % (n = 5).",
        )

    def test_what_is_no_answer_to_us(self):
        order = self.order(self.anvil, confirm=False)
        self.talk(order, 3)
        # a second message in a row, and one after a colleague's
        self.say(order, self.lin, DAY + timedelta(days=9))
        self.say(order, self.max, DAY + timedelta(days=10))
        self.say(order, self.lin, DAY + timedelta(days=11))
        # in a channel, and in another company
        channel = self.env["discuss.channel"].create({"name": "Talk"})
        self.talk(channel, 3)
        other = self.new_company("Elsewhere Inc.")
        lead = self.lead(self.anvil, company_id=other.id, team_id=False)
        self.talk(lead, 3)
        found = self.told()
        self.assertEqual(found, {"told": "Too few messages (n = 3).", "count": 3})

    def test_it_is_asked_with_the_group_only(self):
        for user in (
            self.tom,
            self.manager,
            self.user("plain", groups="base.group_user"),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.told(user)

    def test_it_is_one_statement(self):
        self.talk(self.order(self.anvil, confirm=False), 6)
        self.told()
        self.env.flush_all()
        with self.assertQueryCount(__system__=1):
            self.env.execute_query(self.as_sue(self.lin)._customer_tier_answers_sql())
