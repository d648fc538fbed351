from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ...tools.groups import PROFILE_GROUP
from .people import PeopleCase


@tagged("post_install", "-at_install", "playbook")
class TestProfileNotes(PeopleCase):
    """Notes say who wrote them and when, and when to look again."""

    # ------------------------------------------------------------ authors

    def test_a_note_has_its_author(self):
        note = self.note(author_id=self.tom.id)
        self.assertEqual(note.author_id, self.sue)
        self.assertEqual(note.company_id, self.company)
        ann = self.user("ann", groups=f"sales_team.group_sale_salesman,{PROFILE_GROUP}")
        mine = self.seen_by(ann, note)
        mine.write({"kind": "food", "author_id": self.tom.id})
        self.assertEqual(note.author_id, self.sue)
        mine.text = "Green tea"
        self.assertEqual(note.author_id, ann)

    def test_a_style_has_its_author(self):
        lin = self.as_sue(self.lin)
        lin.comment = "Nothing noted"
        self.assertFalse(lin.customer_tier_noted_by_id)
        lin.customer_tier_style_id = self.shipped("style_dominant")
        self.assertEqual(lin.customer_tier_noted_by_id, self.sue)
        self.assertEqual(lin.customer_tier_noted_on, fields.Date.today())
        lin.customer_tier_noted_by_id = self.tom
        self.assertEqual(lin.customer_tier_noted_by_id, self.sue)

    def test_a_name_tells_nothing_of_a_note(self):
        self.assertEqual(self.note().display_name, "Likes (Lin)")

    def test_advice_of_the_first_three_traits(self):
        names = ("picky", "slow", "new", "regular")
        traits = self.env["customer.trait"].union(
            *(self.shipped(f"trait_{name}") for name in names)
        )
        lin = self.as_sue(self.lin)
        lin.customer_tier_trait_ids = traits
        told = lin.customer_tier_trait_advice.splitlines()
        self.assertEqual(
            [line.partition(":")[0] for line in told],
            ["New here", "Regular", "Takes their time"],
        )

    def test_there_are_four_of_each_and_twelve_traits(self):
        styles = self.env["customer.style"].search([])
        for kind in ("style", "temperament"):
            found = styles.filtered(lambda one, kind=kind: one.kind == kind)
            self.assertEqual(len(found), 4)
            self.assertTrue(all(one.cues and one.advice for one in found))
        traits = self.env["customer.trait"].search([])
        self.assertEqual(len(traits), 12)
        self.assertTrue(all(one.cue and one.advice for one in traits))

    # ------------------------------------------------------------ sensitive words

    def test_sensitive_words_warn_and_block_nothing(self):
        for text, word in (
            ("Was in hospital in May", "hospital"),
            ("Goes to CHURCH", "church"),
            ("他有糖尿病", "糖尿病"),
            ("在工会工作", "工会"),
            ("Left-wing, as he says", "left-wing"),
            ("Lives with his mistress", "mistress"),
        ):
            with self.subTest(text):
                note = self.note(text=text)
                self.assertIn(word, note.warning)
                self.assertEqual(note.text, text)

    def test_harmless_words_do_not_warn(self):
        for text in ("Tea, no coffee", "Has a new skill", "Sailing unionises us", ""):
            self.assertFalse(self.note(text=text or "-").warning, text)

    def test_it_warns_while_one_writes(self):
        with Form(self.as_sue(self.env["customer.preference"])) as form:
            form.partner_id = self.lin
            form.text = "Goes to church"
            self.assertIn("church", form.warning)
        self.assertTrue(form.record)
        values = {"partner_id": self.lin.id, "text": "Goes to church"}
        new = self.env["customer.preference"].new(values)
        self.assertEqual(new._onchange_text()["warning"]["type"], "notification")
        new.text = "Goes sailing"
        self.assertIsNone(new._onchange_text())

    # ------------------------------------------------------------ out of date

    def remind(self):
        notes = self.env["customer.preference"]
        due = notes.search([*notes._to_remind(), ("partner_id", "in", self.people())])
        due._remind()
        return self.env["mail.activity"].search([("res_id", "in", self.people())])

    def people(self):
        return (self.lin + self.max).ids

    def test_a_note_is_out_of_date_after_its_day(self):
        today = fields.Date.today()
        late = self.note(review_date=today - timedelta(days=1))
        good = self.note(review_date=today)
        never = self.note(review_date=False)
        mine = self.env["customer.preference"]
        own = [("partner_id", "=", self.lin.id)]
        self.assertEqual(mine.search([*own, ("out_of_date", "=", True)]), late)
        self.assertEqual(mine.search([*own, ("out_of_date", "=", False)]), good + never)
        self.assertEqual((late + good + never).filtered("out_of_date"), late)

    def test_the_author_is_asked_once_per_person(self):
        past = fields.Date.today() - timedelta(days=1)
        first = self.note(text="Secret tea", review_date=past)
        self.note(text="Secret milk", review_date=past)
        self.note(self.max, review_date=past)
        activities = self.remind()
        self.assertEqual(len(activities), 2)
        self.assertEqual(activities.user_id, self.sue)
        for activity in activities:
            self.assertNotIn("Secret", f"{activity.summary} {activity.note}")
        self.assertEqual(self.remind(), activities)
        first.action_still_true()
        self.assertFalse(first.out_of_date)
        with freeze_time(date.today() + timedelta(days=400)):
            self.assertEqual(len(self.remind()), 3)

    def test_who_may_not_read_notes_any_more_is_not_asked(self):
        self.note(review_date=fields.Date.today() - timedelta(days=1))
        self.sue.group_ids -= self.env.ref(PROFILE_GROUP)
        self.assertFalse(self.remind())

    def test_the_scheduled_action_asks(self):
        self.note(review_date=fields.Date.today() - timedelta(days=1))
        with self.enter_registry_test_mode():
            self.shipped("ir_cron_notes").method_direct_trigger()
        self.assertEqual(len(self.lin.activity_ids), 1)

    # ------------------------------------------------------------ for the person

    def test_everything_noted_is_printed_and_nothing_else(self):
        lin = self.as_sue(self.lin)
        lin.write(
            {
                "customer_tier_style_id": self.shipped("style_friendly").id,
                "customer_tier_influence_note": "Blog about hammers",
                "comment": "Internal",
            }
        )
        self.note(source="observed")
        self.note(self.max, "Plays chess")
        rows = lin._customer_tier_told_notes()
        self.assertEqual(
            [(row["text"], row["source"], row["author"]) for row in rows],
            [
                ("Friendly", "Observed", self.sue.name),
                ("Blog about hammers", "", ""),
                ("Tea, no coffee", "Observed", self.sue.name),
            ],
        )
        html, _kind = self.as_sue(self.env["ir.actions.report"])._render_qweb_html(
            "customer_tiering.report_profile", self.lin.ids
        )
        text = html.decode()
        self.assertIn("Tea, no coffee", text)
        self.assertNotIn("chess", text)
        self.assertNotIn("Internal", text)

    def test_who_may_not_read_does_not_print(self):
        self.note()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.as_tom(self.env["ir.actions.report"])._render_qweb_html(
                "customer_tiering.report_profile", self.lin.ids
            )

    def test_odoos_privacy_look_up_finds_it(self):
        note = self.note()
        self.note(self.max)
        review = self.env["customer.quality.review"].create({"partner_id": self.lin.id})
        person = self.customer("Own Person", is_company=False, email="own@p.example")
        of_person = self.env["customer.quality.review"].create(
            {"partner_id": person.id}
        )
        self.assertEqual(review.partner_id, self.anvil)
        for someone, expected in (
            (self.lin, {("customer.preference", note.id)}),
            (person, {("customer.quality.review", of_person.id)}),
        ):
            wizard = self.env["privacy.lookup.wizard"].create(
                {"name": someone.name, "email": someone.email}
            )
            wizard.action_lookup()
            found = {
                (line.res_model, line.res_id)
                for line in wizard.line_ids
                if line.res_model in ("customer.preference", "customer.quality.review")
            }
            self.assertEqual(found, expected)
