from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..gifts import PHOTO, GiftCase

LONG_AGO = "0001-01-01"
BEFORE_ANY = "1999-12-31"
FAR_AWAY = "2199-12-31"
RECEIPT = {"name": "receipt.pdf", "raw": b"80.00"}


@tagged("post_install", "-at_install", "gift", "control")
class TestAttackRegister(GiftCase):
    """Attempts to bend the register, each in the mode Normal and through RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_gift_policy_mode = "normal"
        # of the policies only one, so that each test says what stops it
        cls.company.customer_gift_policy_template = "own"
        cls.env["customer.gift.policy"].create(
            [
                {
                    "name": "Per person and year",
                    "code": "C04",
                    "severity": "approve",
                    "amount": 150,
                    "company_id": cls.company.id,
                },
                {
                    "name": "Cash",
                    "code": "C02",
                    "severity": "block",
                    "company_id": cls.company.id,
                },
            ]
        )
        cls.cash = cls.env["product.product"].create(
            {"name": "Gift card", "customer_gift_forbidden_kind": "gift_card"}
        )
        cls.officer = cls.user("compliance")
        cls.today = fields.Date.context_today(cls.env.user)
        cls.person = cls.contact(cls.buyers[0], "Lin")
        cls.given = cls.approved(cls.buyers[0], 10, contact_id=cls.person.id)
        cls.rpc(cls.seller, cls.given, "action_give")

    @classmethod
    def approved(cls, customer, cost=100.0, by=None, **values):
        values = {"nothing_asked": True, "proof": PHOTO, **values}
        gift = cls.gift(customer, cost, **values)
        cls.rpc(by or cls.manager, gift, "action_approve")
        return gift

    @classmethod
    def rpc(cls, user, records, method, *args, **kwargs):
        """Call ``method`` of ``records`` as the web client does."""
        model = cls.seen_by(user, records.browse())
        result = call_kw(model, method, [records.ids, *args], kwargs)
        cls.env.flush_all()
        cls.env.invalidate_all()
        return result

    @classmethod
    def made(cls, user, model, **values):
        records = cls.seen_by(user, cls.env[model])
        return cls.env[model].browse(call_kw(records, "create", [values], {}))

    def enter(self, user=None, corrects=None, **values):
        """What the wizard enters in the register, as ``user``."""
        user = user or self.seller
        if corrects:
            entries = self.seen_by(user, self.env["customer.gift.entry"])
            entries = entries.with_context(default_corrects_id=corrects.id)
            wizard = entries.create({"reason": "Typing error", **values})
        else:
            values = {
                "partner_id": self.buyers[1].id,
                "description": "Tea",
                "purpose": "Thanks",
                **values,
            }
            wizard = self.seen_by(user, self.env["customer.gift.entry"]).create(values)
        action = self.rpc(user, wizard, "action_enter")
        return self.env["customer.gift"].browse(action["res_id"])

    # ------------------------------------------------------------ corrections

    def test_tea_becomes_no_gold_watch_with_the_same_approval(self):
        line = self.enter(
            corrects=self.given,
            description="A gold watch",
            cost=25_000,
            unusual_reason="It was gold",
        )
        self.assertFalse(line.approver_id)
        self.assertFalse(line.approved_on)
        self.assertTrue(line.corrected_unapproved)
        # 25,000 to one person is beyond every limit of the policy
        self.assertIn(line.severity, ("approve", "block"))
        self.assertTrue(line.findings)
        self.assertEqual(line.activity_ids.user_id, self.manager)
        self.assertEqual(self.given.approver_id, self.manager)

    def test_every_deciding_field_loses_the_approval(self):
        wang = self.contact(self.buyers[0], "Wang")
        yesterday = self.today - timedelta(days=1)
        for values in (
            {"cost": 11},
            {"cost": 9},
            {"list_value": 500},
            {"quantity": 2},
            {"form": "hospitality"},
            {"product_id": self.cash.id},
            {"description": "Something else"},
            {"contact_id": wang.id},
            {"partner_id": self.buyers[2].id, "contact_id": False},
            {"date": yesterday},
            {"is_official": "yes"},
            {"occasion_id": False},
            {"user_id": self.manager.id},
            {"purpose": "For the order of May"},
        ):
            line = self.enter(user=self.manager, corrects=self.given, **values)
            self.assertFalse(line.approver_id, values)
            self.assertTrue(line.corrected_unapproved, values)
            # take it back, so that the next one corrects the same entry
            self.undo(line)

    def undo(self, line):
        """Take a correction out of the register again, past the ORM."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_gift SET corrects_id = NULL, corrected = TRUE"
            " WHERE id = %s",
            [line.id],
        )
        self.update(self.given, corrected=False)

    def test_a_note_keeps_the_approval(self):
        for values in (
            {"result_note": "They were glad"},
            {"conflict_note": "None"},
            {"state": "returned", "result_note": "It came back"},
        ):
            line = self.enter(corrects=self.given, **values)
            self.assertEqual(line.approver_id, self.manager, values)
            self.assertFalse(line.corrected_unapproved, values)
            self.assertEqual(line.tier_id, self.given.tier_id)
            self.assertFalse(line.activity_ids)
            self.undo(line)

    def test_once_lost_never_regained(self):
        line = self.enter(corrects=self.given, cost=20)
        line = self.enter(corrects=line, result_note="They were glad")
        self.assertFalse(line.approver_id)
        self.assertTrue(line.corrected_unapproved)
        line = self.enter(corrects=line, cost=10)
        self.assertFalse(line.approver_id)

    def test_a_received_gift_stays_received(self):
        got = self.enter(direction="received", received_use="kept", cost=50)
        with self.refuses("received"):
            self.enter(corrects=got, direction="given", purpose="Thanks")
        with self.refuses("gave"):
            self.enter(corrects=self.given, direction="received", received_use="kept")
        self.assertFalse(got.corrected)

    def test_cash_is_judged_like_any_entry(self):
        line = self.enter(corrects=self.given, product_id=self.cash.id)
        codes = [finding["code"] for finding in line.findings or []]
        self.assertEqual(codes, ["C02"])
        self.assertEqual(line.severity, "block")
        self.assertFalse(line.approver_id)

    def test_a_correction_over_the_budget_says_so(self):
        self.budget_of(self.today, pool_amount=40)
        line = self.enter(corrects=self.given, cost=90, unusual_reason="It was more")
        self.assertIn("has $\xa0", line.budget_note)
        self.assertFalse(self.enter(corrects=line, cost=15).budget_note)

    # ------------------------------------------------------------ days

    def test_no_gift_is_handed_over_outside_of_time(self):
        gift = self.approved(self.buyers[3])
        before = self.today - timedelta(days=1)
        for day, says in (
            (LONG_AGO, "year"),
            (BEFORE_ANY, "10 years ago"),
            (FAR_AWAY, "future"),
            (self.today + timedelta(days=1), "future"),
            (before, "approved"),
        ):
            with self.refuses(says):
                self.rpc(self.seller, gift, "write", {"delivered_on": day})
                self.rpc(self.seller, gift, "action_give")
            with self.refuses(says):
                self.made(
                    self.seller,
                    "customer.gift",
                    partner_id=self.buyers[3].id,
                    company_id=self.company.id,
                    date=self.today,
                    delivered_on=day,
                    description="Tea",
                    state="given",
                    late_reason="Forgotten",
                )
                # without an approval there is nothing that the day could precede
                raise UserError("approved" if day == before else "accepted")
        self.rpc(self.seller, gift, "write", {"delivered_on": self.today})
        self.rpc(self.seller, gift, "action_give")
        self.assertEqual(gift.date, self.today)

    def test_no_entry_outside_of_time(self):
        for day, says in (
            (LONG_AGO, "year"),
            (BEFORE_ANY, "10 years ago"),
            (FAR_AWAY, "future"),
        ):
            for state in ("given", "declined", "returned"):
                with self.refuses(says):
                    self.made(
                        self.seller,
                        "customer.gift",
                        partner_id=self.buyers[3].id,
                        company_id=self.company.id,
                        date=day,
                        description="Tea",
                        state=state,
                        late_reason="Forgotten",
                    )
        with self.refuses("year"):
            self.enter(corrects=self.given, date=LONG_AGO)

    def test_after_the_fact_asks_why(self):
        late = {
            "partner_id": self.buyers[3].id,
            "company_id": self.company.id,
            "date": self.today - timedelta(days=40),
            "description": "Tea",
            "state": "given",
        }
        with self.refuses("why"):
            self.made(self.seller, "customer.gift", **late)
        with self.refuses("why"):
            self.enter(date=late["date"])
        gift = self.enter(date=late["date"], late_reason="I was ill")
        self.assertEqual(gift.late_reason, "I was ill")

    def budget_of(self, day, **values):
        year = day.year
        return self.new_budget(
            {"TOP": 400},
            name=f"Gifts {year}",
            date_from=f"{year}-01-01",
            date_to=f"{year}-12-31",
            **values,
        )

    def test_budgets_are_not_overdrawn_by_spreading_days(self):
        this_year = self.budget_of(self.today, pool_amount=160)
        gifts = self.env["customer.gift"]
        for number in range(3):
            # each in a year of its own, where there is enough
            day = self.today.replace(year=2021 + number, month=5, day=5)
            gifts += self.approved(self.buyers[3 + number], date=day)
        self.rpc(self.seller, gifts[0], "action_give")
        with self.refuses("has \\$\xa050.00 left"):
            self.rpc(self.seller, gifts[1], "action_give")
        self.assertEqual(gifts.mapped("state"), ["given", "approved", "approved"])
        # with the 10 of the entry that everybody has
        self.assertEqual(this_year._used(this_year._own_gifts()), {0: 110})
        self.assertEqual(gifts[0].date, self.today)

    def test_caps_count_planned_gifts_on_the_day_they_are_given(self):
        self.budget_of(
            self.today,
            cap_ids=[Command.create({"scope": "customer", "amount": 150})],
        )
        plans = self.new_plan() + self.new_plan(name="Once more")
        plans.state = "open"
        gifts = self.env["customer.gift"]
        for plan in plans:
            gifts += self.approved(self.buyers[3], plan_id=plan.id)
        self.rpc(self.seller, gifts[0], "action_give")
        with self.refuses("The cap for the customer"):
            self.rpc(self.seller, gifts[1], "action_give")

    def test_yearly_limits_are_not_overdrawn_by_spreading_days(self):
        wang = self.contact(self.buyers[4], "Wang")
        gifts = self.env["customer.gift"]
        for number in range(2):
            day = self.today.replace(year=2021 + 3 * number, month=5, day=5)
            gifts += self.approved(self.buyers[4], date=day, contact_id=wang.id)
        self.rpc(self.seller, gifts[0], "action_give")
        with self.refuses("C04"):
            self.rpc(self.seller, gifts[1], "action_give")
        self.assertEqual(gifts[1].state, "approved")

    def test_an_approved_gift_is_given_from_a_pool_spent_since(self):
        self.budget_of(self.today, pool_amount=150)
        gift = self.approved(self.buyers[3], date=self.today)
        self.gift(self.buyers[5], 100_000, date=self.today).state = "given"
        self.rpc(self.seller, gift, "action_give")
        self.assertEqual(gift.state, "given")

    # ------------------------------------------------------------ sums

    def test_a_corrected_entry_counts_no_more(self):
        line = self.enter(corrects=self.given, cost=30)
        for number in range(4):
            line = self.enter(corrects=line, cost=31 + number)
        # 34 and 100, whatever was corrected on the way: 10, 30, 31, 32, 33
        new = self.gift(self.buyers[0], contact_id=self.person.id, date=self.given.date)
        self.assertFalse(new.findings, new.findings)
        customer = self.buyers[0].with_user(self.seller)
        self.assertEqual(customer.customer_tier_gift_count, 2)

    # ------------------------------------------------------------ evidence

    def uploaded(self, user=None, **values):
        return self.made(user or self.seller, "ir.attachment", **RECEIPT | values)

    def with_evidence(self, *files):
        gift = self.approved(self.buyers[3])
        commands = [Command.link(file.id) for file in files]
        self.rpc(self.seller, gift, "write", {"evidence_ids": commands})
        self.rpc(self.seller, gift, "action_give")
        return gift

    def test_what_was_uploaded_before_saving_is_tied(self):
        loose = self.uploaded(res_model="customer.gift", res_id=0)
        gift = self.with_evidence(loose)
        self.assertEqual((loose.res_model, loose.res_id), ("customer.gift", gift.id))
        self.assertEqual(gift.evidence_ids, loose)
        for call in (
            lambda: self.rpc(self.seller, loose, "unlink"),
            lambda: self.rpc(self.seller, loose, "write", {"datas": PHOTO.decode()}),
            lambda: self.rpc(self.seller, loose, "write", {"name": "other.pdf"}),
            lambda: self.rpc(self.seller, loose, "write", {"res_id": 0}),
            lambda: self.rpc(
                self.seller,
                loose,
                "write",
                {"res_model": "res.partner", "res_id": self.buyers[3].id},
            ),
            loose.sudo().unlink,
        ):
            with self.refuses("register"):
                call()
        self.assertEqual(loose.raw, RECEIPT["raw"])

    def test_evidence_on_another_record_is_kept_as_a_copy(self):
        bill = self.env["ir.attachment"].create(
            {**RECEIPT, "res_model": "res.partner", "res_id": self.buyers[3].id}
        )
        gift = self.with_evidence(bill)
        self.assertNotEqual(gift.evidence_ids, bill)
        self.assertEqual(gift.evidence_ids.raw, RECEIPT["raw"])
        bill.unlink()
        self.assertEqual(gift.evidence_ids.raw, RECEIPT["raw"])

    def test_nobody_links_a_file_that_they_cannot_read(self):
        secret = self.uploaded(user=self.manager, res_model="customer.gift", res_id=0)
        gift = self.approved(self.buyers[3])
        with self.refuses(error=AccessError):
            self.rpc(
                self.seller,
                gift,
                "write",
                {"evidence_ids": [Command.link(secret.id)]},
            )

    def test_no_old_file_becomes_evidence(self):
        old = self.uploaded(res_model="customer.gift", res_id=0)
        photo = self.uploaded(raw=b"photo")
        gift = self.with_evidence()
        self.update(old + photo, create_date="2020-01-01 00:00:00")
        onto = {"res_model": "customer.gift", "res_id": gift.id}
        with self.refuses("register"):
            self.rpc(self.seller, photo, "write", {**onto, "res_field": "proof"})
        with self.refuses("register"):
            self.made(
                self.seller, "ir.attachment", **RECEIPT, **onto, res_field="proof"
            )
        with self.refuses("register"):
            self.rpc(
                self.seller, gift, "write", {"evidence_ids": [Command.link(old.id)]}
            )
        # it lies on the gift, as a file of a message does, but is no evidence
        self.rpc(self.seller, old, "write", onto)
        self.assertNotIn(old, gift.evidence_ids)
        self.rpc(self.seller, old, "unlink")

    def test_a_correction_keeps_its_evidence(self):
        gift = self.with_evidence(self.uploaded())
        line = self.enter(corrects=gift, result_note="They were glad")
        self.assertEqual(line.evidence_ids.mapped("raw"), [RECEIPT["raw"]])
        self.assertTrue(line.proof)
        self.assertNotEqual(line.evidence_ids, gift.evidence_ids)

    # ------------------------------------------------------------ absurd entries

    def test_a_typing_error_asks_first(self):
        absurd = {
            "partner_id": self.buyers[3].id,
            "company_id": self.company.id,
            "date": self.today,
            "description": "Tea",
            "cost": 1_000_000,
            "state": "given",
        }
        with self.refuses("unusual"):
            self.made(self.seller, "customer.gift", **absurd)
        with self.refuses("unusual"):
            self.enter(cost=1_000_000)
        with self.refuses("unusual"):
            self.enter(corrects=self.given, cost=1_000_000)
        gift = self.enter(cost=1_000_000, unusual_reason="A car, by contract")
        self.assertEqual(gift.unusual_reason, "A car, by contract")
        # 10 is usual here, a hundred times as much is not asked for
        self.enter(cost=999)

    def test_above_the_company_s_own_figure(self):
        self.company.customer_gift_unusual_cost = 50
        with self.refuses("unusual"):
            self.enter(cost=51)
        with self.refuses("unusual"):
            self.enter(cost=0, list_value=51)
        self.enter(cost=50)

    def test_above_a_whole_pool_without_a_register(self):
        self.update(self.given, number=None, state="proposed")
        with self.cr.savepoint() as undo:
            self.enter(cost=5000)
            undo.rollback()
        self.env.invalidate_all()
        self.budget_of(self.today, pool_amount=20)
        with self.refuses("unusual"):
            self.enter(cost=21)

    def test_what_costs_nothing_passes_a_spent_pool(self):
        self.budget_of(self.today, pool_amount=50, seller_pool="sum")
        self.gift(self.buyers[5], 1_000_000, date=self.today).state = "given"
        card = self.approved(self.buyers[3], 0, form="card", date=self.today)
        self.assertEqual(card.state, "approved")
        self.rpc(self.seller, card, "action_give")
        with self.refuses("has \\$\xa00.00 left"):
            self.approved(self.buyers[3], 1, date=self.today)
