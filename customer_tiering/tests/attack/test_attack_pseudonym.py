import json

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..gifts import GiftCase

THANKS = "<p>Thanks to ANNA&nbsp;Miller<br>Anna was glad</p>"


@tagged("post_install", "-at_install", "gift", "control")
class TestAttackPseudonym(GiftCase):
    """Pseudonymise too early, alone, elsewhere; or leave the name somewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far = cls.new_company("Far Inc.")
        cls.officer = cls.user("compliance")
        cls.second = cls.second_officer(cls.company)
        cls.anna = cls.contact(
            cls.buyers[0], "Anna Miller", function="Buyer", email="am@example.com"
        )
        cls.line = cls.given(cls.buyers[0], contact_id=cls.anna.id)

    @classmethod
    def given(cls, customer, **values):
        gift = cls.gift(customer, 80, **values)
        gift.state = "ordered"
        gift.state = "given"
        return gift

    def far_line(self):
        return self.given(
            self.buyers[0],
            contact_id=self.anna.id,
            company_id=self.far.id,
            scheme_id=False,
            occasion_id=False,
        )

    def call(self, user, records, method, *args):
        """Call ``method`` as the web client does."""
        model = self.seen_by(user, records.browse())
        result = call_kw(model, method, [records.ids, *args], {})
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def wizard(self, user, contact=None, reason="Asked for it"):
        wizards = self.seen_by(user, self.env["customer.gift.pseudonymise"])
        wizard = wizards.create(
            {"contact_id": (contact or self.anna).id, "reason": reason}
        )
        return self.call(user, wizard, "action_pseudonymise")

    def asked(self, user=None, **values):
        self.wizard(user or self.officer, **values)
        return self.env["customer.gift.pseudonym.request"].search([], limit=1)

    def verified(self, company=None):
        seals = self.env["customer.gift.seal"]
        return seals._verify(company or self.company)[-1]

    # ------------------------------------------------------------ too early

    def test_before_keep_until_only_a_request_is_made(self):
        request = self.asked()
        self.assertEqual(self.line.contact_id, self.anna)
        self.assertRecordValues(
            request,
            [
                {
                    "user_id": self.officer.id,
                    "reason": "Asked for it",
                    "gift_ids": self.line.ids,
                    "company_ids": self.company.ids,
                    "keep_until": self.line.keep_until,
                    "state": "waiting",
                    "contact_id": self.anna.id,
                }
            ],
        )
        with self.refuses("already asked"):
            self.asked(self.second)

    def test_on_the_last_day_it_is_too_early(self):
        today = self.env["customer.gift"]._fields["date"].context_today(self.env.user)
        self.update(self.line, keep_until=today)
        with self.refuses("must be kept"):
            self.seen_by(
                self.officer, self.env["customer.gift.pseudonym"]
            )._pseudonymise(self.anna.with_user(self.officer), "x")
        self.assertTrue(self.asked())
        self.assertEqual(self.line.contact_id, self.anna)

    def test_after_keep_until_one_officer_is_enough(self):
        self.kept_long_enough(self.line)
        action = self.wizard(self.officer)
        self.assertIn("1 entries changed", action["params"]["message"])
        self.assertEqual(self.line.pseudonym_id.user_id, self.officer)

    def test_one_line_to_keep_is_enough(self):
        other = self.given(self.buyers[0], contact_id=self.anna.id)
        self.kept_long_enough(other)
        self.assertEqual(self.asked().gift_ids, self.line + other)

    def test_nobody_in_particular_has_no_entries(self):
        self.given(self.buyers[0])
        wizards = self.seen_by(self.officer, self.env["customer.gift.pseudonymise"])
        for person, count in ((None, 0), (self.anna, 1)):
            wizard = wizards.new({"contact_id": person and person.id})
            self.assertEqual(wizard.line_count, count)
            self.assertEqual(bool(wizard.keep_until), bool(count))

    # ------------------------------------------------------------ alone

    def test_nobody_confirms_their_own(self):
        request = self.asked()
        with self.refuses("yourself", error=AccessError):
            self.call(self.officer, request, "action_confirm")
        for user in (self.seller, self.manager, self.user("admin")):
            for method in ("action_confirm", "action_refuse"):
                with self.refuses(error=AccessError):
                    self.call(user, request, method)
        self.assertEqual(self.line.contact_id, self.anna)

    def test_a_second_officer_confirms(self):
        request = self.asked(reason="Anna Miller wrote")
        self.call(self.second, request, "action_confirm")
        log = request.pseudonym_id
        self.assertEqual(self.line.recipient_name, log.name)
        self.assertRecordValues(
            request,
            [
                {
                    "state": "confirmed",
                    "decided_by_id": self.second.id,
                    "user_id": self.officer.id,
                    "contact_id": False,
                    "reason": f"{log.name} wrote",
                }
            ],
        )
        self.assertEqual(log.reason, f"{log.name} wrote")
        with self.refuses("decided already"):
            self.call(self.second, request, "action_confirm")
        self.assertEqual(self.verified(), [])

    def test_a_second_officer_refuses(self):
        request = self.asked()
        self.call(self.second, request, "action_refuse")
        self.assertEqual(self.line.contact_id, self.anna)
        with self.refuses("decided already"):
            self.call(self.second, request, "action_confirm")
        self.assertEqual(request.state, "refused")
        self.assertTrue(self.asked())

    def test_what_was_asked_is_what_is_confirmed(self):
        request = self.asked()
        self.given(self.buyers[0], contact_id=self.anna.id)
        with self.refuses("have changed"):
            self.call(self.second, request, "action_confirm")

    def test_a_request_stays_as_it_is(self):
        request = self.asked()
        for user in (self.officer, self.second, self.user("admin")):
            for method, args in (
                ("write", [{"user_id": self.second.id}]),
                ("write", [{"state": "confirmed"}]),
                ("unlink", []),
            ):
                # an AccessError or the sentence of the model
                with self.refuses():
                    self.call(user, request, method, *args)
            with self.refuses(error=AccessError):
                self.seen_by(user, request).create({"reason": "x"})
        says = "A request for a pseudonym can be neither changed nor deleted"
        self.assert_kept(request, says, reason="x")

    # ------------------------------------------------------------ elsewhere

    def test_lines_of_other_companies_stay(self):
        far = self.far_line()
        self.kept_long_enough(self.line + far)
        action = self.wizard(self.officer)
        self.assertFalse(self.line.contact_id)
        self.assertEqual(far.contact_id, self.anna)
        self.assertEqual(far.recipient_name, "Anna Miller")
        self.assertNotIn("Far", json.dumps(action))

    def test_who_has_lines_only_elsewhere_is_like_nobody(self):
        wu = self.contact(self.buyers[0], "Wu")
        says = "not in any gift of your companies"
        with self.refuses(says):
            self.wizard(self.officer, contact=wu)
        far = self.far_line()
        far._as_register().write({"contact_id": wu.id})
        with self.refuses(says):
            self.wizard(self.officer, contact=wu)
        # nor does a gift in progress there
        self.kept_long_enough(self.line)
        self.gift(
            self.buyers[0],
            contact_id=self.anna.id,
            company_id=self.far.id,
            scheme_id=False,
        )
        self.wizard(self.officer)
        self.assertFalse(self.line.contact_id)

    def test_who_confirms_needs_the_same_companies(self):
        far = self.far_line()
        self.officer.company_ids = [Command.link(self.far.id)]
        request = self.asked()
        self.assertEqual(request.company_ids, self.company + self.far)
        with self.refuses(error=AccessError):
            self.call(self.second, request, "action_confirm")
        self.assertFalse(
            self.seen_by(self.second, self.env[request._name]).search_count([])
        )
        self.second.company_ids = [Command.link(self.far.id)]
        self.call(self.second, request, "action_confirm")
        self.assertFalse((self.line + far).contact_id)
        self.assertEqual(self.line.pseudonym_id, far.pseudonym_id)
        self.assertEqual(self.verified() + self.verified(self.far), [])

    def test_a_log_is_not_shown_elsewhere(self):
        self.kept_long_enough(self.line)
        self.wizard(self.officer)
        log = self.line.pseudonym_id
        stranger = self.second_officer(self.far)
        with self.refuses(error=AccessError):
            self.call(stranger, log, "read", ["name"])

    def test_a_person_nobody_may_see(self):
        self.anna.parent_id = False
        self.anna.company_id = self.far
        with self.refuses(error=AccessError):
            self.wizard(self.officer)

    # ------------------------------------------------------------ the name

    def leave_traces(self, gift):
        note = "anna  MILLER, am@example.com; not Hannah"
        names = [
            name
            for name, field in gift._fields.items()
            if field.store
            and field.type in ("char", "text")
            and name not in ("number", "partner_name", "tracking_number")
        ]
        self.assertIn("conflict_note", names)
        self.update(gift, **dict.fromkeys(names, note))
        found = [{"code": "C04", "who": {"names": ["Miller, Anna"]}, "unit": "Miller"}]
        self.update(gift, findings=json.dumps(found))
        message = gift.message_post(body=THANKS, subject=note, author_id=self.anna.id)
        message.body = THANKS
        message.email_from = '"Anna Miller" <am@example.com>'
        message.partner_ids = self.anna
        gift.message_subscribe(self.anna.ids)
        field = self.env["ir.model.fields"]._get("customer.gift", "contact_id")
        tracking = self.env["mail.tracking.value"].create(
            {
                "mail_message_id": message.id,
                "field_id": field.id,
                "old_value_integer": self.anna.id,
                "old_value_char": "Customer 1, Anna Miller",
                "new_value_text": note,
            }
        )
        activity = gift.activity_schedule(
            "mail.mail_activity_data_todo",
            summary="Ask Anna",
            note="<p>miller</p>",
            user_id=self.seller.id,
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "thanks_anna_miller.txt",
                "raw": b"Dear Anna Miller",
                "res_model": "customer.gift",
                "res_id": gift.id,
            }
        )
        return gift, message, tracking, activity, file

    def test_no_part_of_the_name_is_left(self):
        records = self.leave_traces(self.line)
        self.env["customer.gift.spot.check"].create(
            {
                "gift_id": self.line.id,
                "company_id": self.company.id,
                "note": "Anna says yes",
            }
        )
        # the traces were left behind the register's back: seal them
        self.env["customer.gift.seal"]._seal(self.line, "upgrade")
        number, function = self.line.number, self.line.recipient_function
        self.assertTrue(function)
        log = self.pseudonymised(self.anna, self.officer, self.second)
        self.env.flush_all()
        for record in records:
            self.env.cr.execute(
                f'SELECT to_jsonb(t) - $$findings$$ FROM "{record._table}" t'
                " WHERE id = %s",
                [record.id],
            )
            text = json.dumps(self.env.cr.fetchone()[0]).lower()
            for part in ("anna ", "anna_", "anna\\", "miller", "am@example"):
                self.assertNotIn(part, text, record)
        gift, message, tracking, _activity, file = records
        self.env.invalidate_all()
        self.assertEqual(gift.purpose, f"{log.name}, {log.name}; not Hannah")
        self.assertEqual(
            gift.findings,
            [{"code": "C04", "who": {"names": [log.name]}, "unit": "Miller"}],
        )
        self.assertEqual(gift.number, number)
        self.assertFalse(gift.recipient_function)
        self.assertFalse(tracking.old_value_integer)
        self.assertFalse(message.author_id | message.partner_ids)
        self.assertNotIn(self.anna, gift.message_partner_ids)
        self.assertEqual(file.name, f"thanks_{log.name}.txt")
        check = self.env["customer.gift.spot.check"].search([("gift_id", "=", gift.id)])
        self.assertEqual(check.note, f"{log.name} says yes")
        self.assertGreater(log.replaced_count, 20)
        self.assertEqual(self.verified(), [])

    def test_a_short_name_destroys_no_word(self):
        li = self.contact(self.buyers[1], "Li")
        gift = self.given(
            self.buyers[1], contact_id=li.id, purpose="Li of Limited", description="Tea"
        )
        log = self.pseudonymised(li, self.officer, self.second)
        self.assertEqual(gift.purpose, f"{log.name} of Limited")
        self.assertEqual(gift.description, "Tea")

    # ------------------------------------------------------------ private persons

    def test_a_private_person_who_is_the_customer(self):
        china = self.env.ref("base.cn")
        person = self.customer(
            "王小明", is_company=False, country_id=china.id, function="Owner"
        )
        gift = self.given(person, purpose="送给王小明")
        son = self.contact(person, "王大为")
        other = self.given(person, contact_id=son.id, purpose="给王 小明的儿子")
        log = self.pseudonymised(person, self.officer, self.second)
        self.assertEqual(log.line_count, 2)
        for line in gift + other:
            self.assertEqual(line.partner_name, log.name)
            self.assertEqual(line.partner_id.name, log.name)
            self.assertEqual(line.partner_id.country_id, china)
            self.assertFalse(line.partner_id.active)
            self.assertFalse(line.recipient_function)
            self.assertEqual(line.cost, 80)
        self.assertEqual(gift.purpose, f"送给{log.name}")
        self.assertEqual(other.purpose, f"给{log.name}的儿子")
        self.assertEqual(gift.recipient_name, log.name)
        self.assertEqual(other.recipient_name, "王大为")
        self.assertEqual(gift.partner_id, other.partner_id)
        self.assertEqual(self.verified(), [])
        line = gift._correct({"cost": 70}, "Typing error")
        self.assertEqual((line.partner_name, line.recipient_name), (log.name,) * 2)

    def test_a_company_is_no_person(self):
        with self.assertRaisesRegex(UserError, "is a company"):
            self.wizard(self.officer, contact=self.buyers[0])
