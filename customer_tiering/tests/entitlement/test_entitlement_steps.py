from datetime import date

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.entitlement import steps
from .entitlements import EntitlementCase

ALLOWED = {
    "due": "offered accepted declined used lapsed withdrawn",
    "offered": "accepted declined used lapsed withdrawn",
    "accepted": "offered declined used lapsed withdrawn",
    "declined": "offered accepted used",
    "used": "offered accepted",
    "lapsed": "used",
    "withdrawn": "used",
}


@tagged("post_install", "-at_install", "benefit")
class TestEntitlementSteps(EntitlementCase):
    """From due to used: which step follows which, and what is kept of it."""

    def test_every_step_and_no_other(self):
        customer = 0
        for before, after in ALLOWED.items():
            for state, _label in steps.STATES:
                customer += 1
                one = self.entitle(
                    self.customer(f"Customer of step {customer}"), state=before
                )
                with self.subTest(before=before, after=state):
                    if state in after.split():
                        one._answer(state, "portal")
                        self.assertEqual(one.state, state)
                        self.assertEqual(self.told(one), [(before, state, "portal")])
                    else:
                        with self.refuses("cannot become"):
                            one._answer(state, "portal")
                        self.assertEqual(self.told(one), [])

    def test_from_offer_to_use_with_cost(self):
        one = self.entitle(self.top, quantity=2)
        self.assertEqual(one.cost, 0)
        one._answer("offered", "salesperson")
        self.assertEqual(one.state_date, date(2025, 10, 15))
        self.assertFalse(one.cost)
        one._answer("accepted", "portal", note="In the morning, please")
        one._answer("used", "salesperson", note="Six people", day=date(2025, 10, 10))
        # the line says 200 on that day, whatever it was when the training became due
        self.assertEqual((one.unit_cost, one.cost), (200, 400))
        self.assertEqual(one.state_date, date(2025, 10, 10))
        self.assertEqual(
            self.told(one),
            [
                ("due", "offered", "salesperson"),
                ("offered", "accepted", "portal"),
                ("accepted", "used", "salesperson"),
            ],
        )
        self.assertEqual(one.answer_ids[1].note, "In the morning, please")
        self.assertEqual(one.answer_ids[0].user_id, self.env.user)
        self.training.line_ids.unit_cost = 999
        self.assertEqual(one.cost, 400)
        one._answer("offered", "salesperson")
        self.assertEqual((one.state, one.cost), ("offered", 0))

    def test_a_tier_without_a_line_keeps_the_unit_cost(self):
        one = self.entitle(self.top, quantity=2)
        self.training.line_ids.unlink()
        one._answer("used", "portal")
        self.assertEqual(one.cost, 300)

    def test_use_by_hand_needs_evidence(self):
        one = self.entitle(self.top)
        with self.refuses("Say what was done"):
            one._answer("used", "salesperson")
        self.assertEqual((one.state, self.told(one)), ("due", []))
        one._answer("used", "salesperson", document=self.order(self.top))
        self.assertEqual(one.document._name, "sale.order")
        one._answer("offered", "salesperson")
        self.assertFalse(one.document)
        one.evidence_ids = self.env["ir.attachment"].create(
            {"name": "List of participants", "raw": b"Six people"}
        )
        one._answer("used", "salesperson")
        self.assertEqual(one.state, "used")

    def test_nothing_is_reopened_after_its_period(self):
        over = self.entitle(self.top, date_to="2025-10-14", state="declined")
        with self.refuses("so it cannot be offered again"):
            over._answer("offered", "salesperson")
        last_day = self.entitle(self.big, date_to="2025-10-15", state="declined")
        last_day._answer("offered", "salesperson")
        self.assertEqual(last_day.state, "offered")

    def test_nothing_is_reopened_beside_an_open_one(self):
        used = self.entitle(self.top, state="used")
        self.entitle(self.top, state="offered")
        with self.refuses("is open a second time already"):
            used._answer("offered", "salesperson")

    def test_the_next_one_is_withdrawn_if_the_last_was_used_after_all(self):
        lapsed = self.entitle(self.top, date_to="2025-10-14", state="lapsed")
        due = self.entitle(self.top, date(2025, 10, 15))
        lapsed._answer("used", "event", day=date(2025, 10, 12))
        self.assertEqual(lapsed.state_date, date(2025, 10, 12))
        self.assertEqual(due.state, "withdrawn")
        self.assertEqual(due.answer_ids.reason, "late")

    def test_what_is_promised_stays_if_the_last_was_used_after_all(self):
        lapsed = self.entitle(self.top, date_to="2025-10-14", state="lapsed")
        offered = self.entitle(self.top, date(2025, 10, 15), state="offered")
        lapsed._answer("used", "event")
        self.assertEqual(offered.state, "offered")

    @mute_logger("odoo.sql_db")
    def test_two_are_never_open(self):
        self.entitle(self.top, state="used")
        self.entitle(self.top, state="accepted")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.entitle(self.top)
        # nor does a step make two of them
        lapsed = self.entitle(self.top, state="lapsed")
        lapsed._answer("used", "portal")
        self.assertEqual(
            self.entitlements.search_count(
                [("partner_id", "=", self.top.id), ("state", "in", steps.OPEN)]
            ),
            1,
        )

    # ------------------------------------------------------------ kept

    def test_nobody_writes_or_deletes_an_answer(self):
        one = self.entitle(self.top)
        one._answer("offered", "salesperson")
        for user in (self.env.user, self.user("admin"), self.env.ref("base.user_root")):
            answers = self.seen_by(user, one.answer_ids)
            with self.subTest(user=user.login):
                for call in (
                    lambda own: own.write({"note": "x"}),
                    lambda own: own.unlink(),
                ):
                    with self.refuses():
                        call(answers)
        self.assert_kept(
            one.answer_ids, "stays on record.*reopen the entitlement", note="Never"
        )
        for entitlement in (one, one.with_context(_force_unlink=True)):
            with self.refuses("stays on record.*Decline it"):
                entitlement.sudo().unlink()
        self.assertEqual(self.told(one), [("due", "offered", "salesperson")])

    def test_nobody_writes_an_entitlement(self):
        one = self.entitle(self.top)
        for role in ("user", "manager", "admin"):
            mine = (
                self.seen_by(self.user(role, self.company), one)
                if (role != "user")
                else self.seen_by(self.seller, one)
            )
            with self.subTest(role):
                self.assertEqual(mine.state, "due")
                for name, value in (("state", "used"), ("cost", 1), ("quantity", 9)):
                    with self.assertRaises(AccessError):
                        mine.write({name: value})
                with self.assertRaises(AccessError):
                    mine.copy()

    def test_a_benefit_and_a_tier_that_are_named_stay(self):
        self.entitle(self.top, state="used")
        with self.refuses("Archive it instead of"):
            self.training.unlink()
        with self.refuses("Archive the"):
            tier = self.env["customer.tier"].create({"name": "Old", "code": "OLD"})
            self.entitle(self.big, tier_id=tier.id)
            tier.unlink()
        with self.refuses("Create a new benefit instead", ValidationError):
            self.training.scheme_id = self.scheme(company_id=self.new_branch("N").id)
        unused = self.env["customer.tier.benefit"].create(
            {"name": "Unused", "kind": "training", "scheme_id": self.pyramid.id}
        )
        unused.unlink()
        self.assertFalse(unused.exists())

    # ------------------------------------------------------------ in use since

    def test_a_benefit_knows_since_when_it_is_in_use(self):
        benefit = self.env["customer.tier.benefit"].create(
            {
                "name": "Tooling",
                "kind": "other",
                "scheme_id": self.pyramid.id,
                "active": False,
            }
        )
        self.assertFalse(benefit.in_use_since)
        benefit.active = True
        self.assertEqual(benefit.in_use_since, date(2025, 10, 15))
        self.clock.move_to("2025-10-20 12:00:00")
        benefit.write({"active": True, "name": "Free tooling"})
        self.assertEqual(benefit.in_use_since, date(2025, 10, 15))
        benefit.active = False
        benefit.active = True
        self.assertEqual(benefit.in_use_since, date(2025, 10, 20))
        self.assertFalse(benefit.copy({"active": False}).in_use_since)
