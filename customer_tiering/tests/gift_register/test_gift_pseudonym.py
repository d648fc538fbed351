import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..gifts import GiftCase

NAME = "Lin Wei"
THANKS = f"{NAME} was glad"


@tagged("post_install", "-at_install", "gift")
class TestGiftPseudonym(GiftCase):
    """A person can be made unrecognisable, once and for all, and it is on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.user("compliance")
        cls.lin = cls.contact(cls.buyers[0], "Lin Wei", function="Buyer")
        cls.gifts = cls.gift(cls.buyers[0], 80, contact_id=cls.lin.id)
        cls.gifts += cls.gift(
            cls.buyers[0],
            20,
            contact_id=cls.lin.id,
            purpose="For Lin Wei's help",
        )
        # as the policy may have found
        found = [{"code": "C04", "who": "Lin Wei", "figure": 20}]
        cls.update(cls.gifts[1], findings=json.dumps(found))
        cls.other = cls.gift(cls.buyers[1], 30)
        (cls.gifts + cls.other).write({"state": "ordered"})
        (cls.gifts + cls.other).write({"state": "given"})
        cls.kept_long_enough(cls.gifts)

    def pseudonymise(self, contact=None, user=None, reason="Asked for it"):
        wizard = (
            self.env["customer.gift.pseudonymise"]
            .with_user(user or self.officer)
            .create({"contact_id": (contact or self.lin).id, "reason": reason})
        )
        wizard.action_pseudonymise()
        return self.env["customer.gift.pseudonym"].search([], limit=1)

    def test_all_lines_get_the_same_pseudonym(self):
        self.gifts[0].message_post(body=THANKS)
        numbers = self.gifts.mapped("number")
        log = self.pseudonymise()
        self.assertRegex(log.name, r"^Recipient \d{4}$")
        self.assertRecordValues(
            log,
            [{"user_id": self.officer.id, "reason": "Asked for it", "line_count": 2}],
        )
        self.assertEqual(self.gifts.mapped("number"), numbers)
        self.assertFalse(self.gifts.contact_id)
        self.assertEqual(self.gifts.mapped("recipient_name"), [log.name, log.name])
        self.assertFalse(any(self.gifts.mapped("recipient_function")))
        # 80 + 20, and the other customer's 30
        sums = self.env["customer.gift"]._read_group(
            [("id", "in", (self.gifts + self.other).ids)],
            ["recipient_name"],
            ["cost:sum"],
        )
        self.assertEqual(dict(sums), {log.name: 100, "Customer 2": 30})

    def test_no_trace_of_the_name(self):
        self.gifts[0].message_post(body=THANKS, subject=NAME)
        log = self.pseudonymise()
        self.env.flush_all()
        for table, where in (
            ("customer_gift", "TRUE"),
            ("mail_message", "model = 'customer.gift'"),
            ("customer_gift_pseudonym", "TRUE"),
            ("customer_gift_pseudonymise", "TRUE"),
        ):
            self.env.cr.execute(
                f"SELECT COUNT(*) FROM {table} t WHERE {where} AND t::text LIKE %s",
                ["%Lin Wei%"],
            )
            self.assertEqual(self.env.cr.fetchone(), (0,), table)
        self.assertFalse(self.env["customer.gift.pseudonymise"].search([]))
        self.assertEqual(self.gifts[1].purpose, f"For {log.name}'s help")
        self.assertEqual(self.gifts[1].findings[0]["who"], log.name)
        self.lin.unlink()  # nothing holds them any more

    def test_a_correction_brings_no_name_back(self):
        log = self.pseudonymise()
        line = self.gifts[0]._correct({"cost": 70}, "Typing error")
        self.assertRecordValues(
            line, [{"recipient_name": log.name, "pseudonym_id": log.id, "cost": 70}]
        )

    def test_only_the_compliance_officer(self):
        for role in ("user", "manager", "admin"):
            user = {"user": self.seller, "manager": self.manager}.get(role)
            user = user or self.user(role)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.pseudonymise(user=user)
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.env["customer.gift.pseudonym"].with_user(user)._pseudonymise(
                    self.lin, "x"
                )
        self.assertEqual(self.gifts.contact_id, self.lin)

    def test_refusals(self):
        for says, values in (
            ("Enter the reason", {"reason": " "}),
            ("is a company", {"contact": self.buyers[0]}),
            (
                "not in any gift of your companies",
                {"contact": self.contact(self.buyers[0], "Wu")},
            ),
        ):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                self.pseudonymise(**values)
            self.assertIn(says, str(caught.exception))
        self.gift(self.buyers[0], contact_id=self.lin.id)
        with self.assertRaisesRegex(UserError, "1 gifts to"):
            self.pseudonymise()

    def test_the_log_stays(self):
        log = self.pseudonymise().sudo()
        says = "A pseudonym in the register can be neither changed nor deleted"
        # entries refer to the log itself
        self.assert_kept(log.copy(), says, reason="x")
        with self.assertRaises(AccessError):
            log.with_user(self.officer).sudo(False).create({"name": "x"})

    def test_only_compliance_reads_why(self):
        log = self.pseudonymise()
        self.assertEqual(log.with_user(self.officer).reason, "Asked for it")
        seen = log.with_user(self.seller)
        self.assertEqual(seen.name, log.name)
        with self.assertRaises(AccessError):
            seen.read(["reason"])

    def test_views(self):
        for model in (
            "customer.gift.pseudonym",
            "customer.gift.pseudonymise",
            "customer.gift.pseudonym.request",
        ):
            arch = self.env[model].with_user(self.officer).get_view(view_type="form")
            self.assertIn("reason", arch["arch"])
