import hashlib
import io
from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import Form, tagged

from ..common import AS_OF
from ..payments import PaymentCase

NEXT = AS_OF + timedelta(days=31)
REASON = "A refund is missing"


@tagged("post_install", "-at_install", "truth")
class TestSignature(PaymentCase):
    """K23: what was checked stays as it was checked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.bolt = cls.customer("Anvil Ltd."), cls.customer("Bolt Ltd.")
        cls.first, cls.second = cls.invoices([(cls.anvil, 100), (cls.bolt, 60)])
        cls.money(cls.first, 40, AS_OF)
        cls.pyramid = cls.paying_scheme()
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.accountant = cls.user("accountant")

    def check(self, remark="Agrees with the books"):
        self.seen_by(self.accountant, self.evaluation).action_check(remark)
        self.env.flush_all()
        return self.evaluation.signature_id

    def figures(self):
        return self.env["customer.tier.evaluation.figure"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        )

    def kept(self):
        """The kept rows, as they lie in the table, and the file with its checksum."""
        signature = self.evaluation.signature_ids.sorted("id")[:1]
        signature.attachment_id.invalidate_recordset()
        content = signature.attachment_id.raw
        self.assertEqual(hashlib.sha256(content).hexdigest(), signature.sha256)
        rows = self.versions("customer_tier_evaluation_figure", self.figures())
        return rows, signature.sha256

    # ------------------------------------------------------------ what is kept

    def test_the_list_is_kept(self):
        self.check()

        self.assertRecordValues(
            self.figures().sorted("rank"),
            [
                {
                    "customer_name": "Anvil Ltd.",
                    "tier_id": self.tier["TOP"].id,
                    "net_revenue": 100,
                    "collected": 40,
                    "rank": 1,
                },
                {
                    "customer_name": "Bolt Ltd.",
                    "tier_id": self.tier["SMALL"].id,
                    "net_revenue": 60,
                    "collected": 0,
                    "rank": 2,
                },
            ],
        )

    def test_the_file_has_everything_that_was_checked(self):
        signature = self.check()

        content = signature.attachment_id.raw
        self.assertEqual(hashlib.sha256(content).hexdigest(), signature.sha256)
        book = load_workbook(io.BytesIO(content))
        sheets = [list(sheet.values) for sheet in book.worksheets]
        about = {row[0]: row[1] for row in sheets[0]}
        self.assertEqual(about["Scheme"], "Test scheme")
        self.assertEqual(about["As of"], "2025-06-30")
        self.assertEqual(about["Period from"], "2024-07-01")
        self.assertEqual(about["Checked by"], self.accountant.name)
        self.assertEqual(about["Remark"], "Agrees with the books")
        self.assertEqual(about["cuts / 1 / tier"], self.tier["TOP"].name)
        self.assertEqual(about["cuts / 1 / threshold"], "1.0")
        self.assertEqual(about["Date Basis"], "Invoice date")
        bridge = {row[0]: row[1] for row in sheets[1]}
        self.assertEqual(bridge["Net revenue of the customers"], 160)
        self.assertEqual(bridge["Difference"], 0)
        money = {row[0]: row[1] for row in sheets[2]}
        self.assertEqual(
            (money["Collected from the customers"], money["Difference"]), (40, 0)
        )
        owed = {row[0]: row[1] for row in sheets[3]}
        self.assertEqual(owed["Difference"], 0)
        header, *rows = sheets[-1]
        customers = [dict(zip(header, row, strict=True)) for row in rows]
        self.assertEqual(
            [
                (one["Customer"], one["Net Revenue"], one["Collected"], one["Tier"])
                for one in customers
            ],
            [
                ("Anvil Ltd.", 100, 40, self.tier["TOP"].name),
                ("Bolt Ltd.", 60, 0, self.tier["SMALL"].name),
            ],
        )
        self.assertEqual(str(customers[0]["Last Purchase"])[:10], "2025-06-30")

    def test_nothing_later_changes_what_was_checked(self):
        self.check()
        before = self.kept()

        # later runs, changed documents, a manual tier, an archived customer
        self.invoice(self.bolt, 500, NEXT)
        self.evaluate(self.pyramid, NEXT)
        self.first.button_draft()
        self.bolt.active = False
        self.evaluate(self.pyramid, NEXT)
        self.assertEqual(self.kept(), before)
        # undo of the later run, retention, and a merged customer
        self.pyramid.last_evaluation_id.action_undo()
        self.company.customer_tier_keep_months = 1
        with freeze_time("2027-01-01"):
            self.env["customer.tier.evaluation"]._gc_evaluations()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.anvil + self.bolt).ids, self.anvil
        )
        self.env.invalidate_all()

        self.assertTrue(self.evaluation.exists())
        self.assertEqual(self.kept(), before)
        self.assertEqual(
            sorted(self.figures().mapped("customer_name")), ["Anvil Ltd.", "Bolt Ltd."]
        )
        # also on a screen, where Bolt is no contact any more
        figures = self.seen_by(self.accountant, self.figures())
        for view in ("list", "form"):
            arch = etree.fromstring(figures.get_view(view_type=view)["arch"])
            names = [node.get("name") for node in arch.iter("field")]
            read = figures.web_read(
                {
                    name: {"fields": {"display_name": {}}}
                    if figures._fields[name].type == "many2one"
                    else {}
                    for name in names
                }
            )
            self.assertEqual(len(read), 2)
        gone = self.figures().filtered(lambda row: row.customer_name == "Bolt Ltd.")
        with self.refuses("merged or deleted"):
            gone.action_view_documents()
        action = self.evaluation.action_view_standings()
        self.assertEqual(action["res_model"], "customer.tier.evaluation.figure")
        bridge = self.evaluation.bridge_ids.filtered(lambda b: b.kind == "customers")
        self.assertTrue(bridge.can_open)

    def test_an_undone_check_keeps_the_figures_too(self):
        self.check()
        before = self.kept()

        self.evaluation.with_user(self.user("admin")).action_undo(REASON)

        self.assertEqual(self.evaluation.state, "undone")
        self.assertEqual(self.kept(), before)

    def test_a_nightly_refresh_leaves_the_evaluation_to_be_checked(self):
        self.invoice(self.bolt, 500, NEXT)
        for day in (NEXT, NEXT + timedelta(days=1)):
            nightly = self.pyramid._queue_evaluation(day, "figures")
            nightly._run()
        self.assertEqual(self.pyramid.last_evaluation_id, nightly)

        self.check()

        self.assertEqual(sorted(self.figures().mapped("net_revenue")), [60, 100])

    def test_what_nobody_checks_is_not_kept_for_ever(self):
        self.pyramid._queue_evaluation(NEXT, "figures")._run()
        self.assertTrue(self.evaluation.figures_kept)

        self.evaluate(self.pyramid, NEXT)

        self.assertFalse(self.evaluation.figures_kept)
        self.assertFalse(self.figures())
        with self.refuses("evaluated again since.*figures as of"):
            self.check()

    # ------------------------------------------------------------ the check

    def test_the_dialog_asks_for_a_remark(self):
        mine = self.seen_by(self.accountant, self.evaluation)
        action = mine.action_ask_check()
        wizard = self.env[action["res_model"]].with_user(self.accountant)
        with Form(wizard.with_context(**action["context"])) as form:
            form.remark = "Seen"
        form.save().action_confirm()

        self.assertEqual(self.evaluation.checked_by_id, self.accountant)
        signature = self.evaluation.signature_ids
        self.assertRecordValues(
            signature,
            [{"state": "valid", "user_id": self.accountant.id, "remark": "Seen"}],
        )
        self.assertIn(
            signature.attachment_id, self.evaluation.message_ids.attachment_ids
        )
        self.assertIn("Seen", self.evaluation.message_ids[0].body)
        with self.refuses("already checked"):
            mine.action_check()

    def test_a_manual_tier_is_not_checked(self):
        self.pyramid._settle_manual(self.anvil)
        manual = self.env["customer.tier.evaluation"].search(
            [("scheme_id", "=", self.pyramid.id), ("kind", "=", "manual")]
        )
        with self.refuses("all customers"):
            self.seen_by(self.accountant, manual).action_check()

    def test_checked_again_after_it_was_withdrawn(self):
        first = self.check()
        self.seen_by(self.accountant, self.evaluation).action_uncheck(REASON)
        second = self.check("Now it is right")

        self.assertNotEqual(first, second)
        self.assertEqual((first.state, second.state), ("void", "valid"))
        self.assertFalse(self.evaluation.check_is_void)
        self.assertTrue(first.attachment_id.exists())

    # ------------------------------------------------------------ void

    def test_undo_of_a_checked_evaluation_asks_and_voids(self):
        signature = self.check()
        admin = self.user("admin")
        mine = self.seen_by(admin, self.evaluation)
        with self.refuses("Say why"):
            mine.action_undo()
        self.assertEqual(self.evaluation.state, "done")
        action = mine.action_ask_undo()
        wizard = self.env[action["res_model"]].with_user(admin)
        with Form(wizard.with_context(**action["context"])) as form:
            form.reason = REASON
        form.save().action_confirm()

        self.assertEqual(self.evaluation.state, "undone")
        self.assertRecordValues(
            signature,
            [
                {
                    "state": "void",
                    "user_id": self.accountant.id,
                    "voided_by_id": admin.id,
                    "void_reason": REASON,
                }
            ],
        )
        self.assertTrue(signature.voided_at)
        self.assertTrue(self.evaluation.check_is_void)
        self.assertIn(REASON, self.evaluation.message_ids[0].body)

    def test_retention_keeps_a_void_check_too(self):
        self.check()
        self.seen_by(self.accountant, self.evaluation).action_uncheck(REASON)
        for months in (1, 2, 3):
            self.evaluate(self.pyramid, AS_OF + timedelta(days=31 * months))
        self.company.customer_tier_keep_months = 1
        with freeze_time("2027-01-01"):
            self.env["customer.tier.evaluation"]._gc_evaluations()

        self.assertTrue(self.evaluation.exists())
        with self.refuses("is kept"):
            self.pyramid.unlink()

    # ------------------------------------------------------------ rights

    def test_nobody_changes_the_file_or_the_rows(self):
        signature = self.check()
        file = signature.attachment_id
        system = self.user("system", groups="base.group_system,base.group_user")
        for user in (self.env.user, system):
            for values in ({"raw": b"other"}, {"res_id": 1}, {"name": "Other.xlsx"}):
                with self.refuses("belongs to the check"):
                    file.with_user(user).sudo().write(values)
            with self.refuses("belongs to the check"):
                file.with_user(user).sudo().unlink()
        mine = self.seen_by(self.accountant, self.figures())
        for method, args in (("write", [{"net_revenue": 1}]), ("unlink", [])):
            with self.assertRaises(AccessError):
                getattr(mine, method)(*args)
        with self.assertRaises(AccessError):
            mine.create({})
        with self.assertRaises(AccessError):
            self.seen_by(self.accountant, signature).write({"state": "void"})

    def test_the_file_is_for_who_may_read_the_evaluation(self):
        signature = self.check()
        stranger = self.user("accountant", self.new_company("Elsewhere Inc."))
        plain = self.user("plain", groups="base.group_user")
        for user, refused in ((stranger, MissingError), (plain, AccessError)):
            with self.assertRaises(AccessError):
                self.seen_by(user, signature.attachment_id).read(["datas"])
            with self.assertRaises(refused):
                self.seen_by(user, self.figures()).read(["net_revenue"])
        mine = self.seen_by(self.accountant, signature)
        self.assertTrue(mine.attachment_id.raw)
        self.assertIn(str(mine.attachment_id.id), mine.action_download()["url"])

    def test_who_reads_it_may_discuss_it(self):
        user = self.user("user")
        question = "Why is Bolt so small?"
        self.seen_by(user, self.evaluation).message_post(body=question)
        self.assertIn("Bolt", self.evaluation.message_ids[0].body)
        with self.assertRaises(UserError):
            self.seen_by(user, self.evaluation).write({"kind": "figures"})

    def test_an_evaluation_writes_no_message_by_itself(self):
        again = self.evaluate(self.pyramid.with_context(tracking_disable=False), NEXT)
        self.assertFalse(again.message_ids)

    def test_december_of_another_year(self):
        """Figures of a closed day are checked like any other evaluation."""
        closed = self.pyramid._queue_closed(date(2024, 12, 31))
        closed._run()
        self.evaluate(self.pyramid, NEXT)

        self.seen_by(self.accountant, closed).action_check("As promised")

        self.assertEqual(closed.checked_by_id, self.accountant)
        self.assertTrue(closed.signature_ids.sha256)
