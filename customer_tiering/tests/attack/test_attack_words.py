import base64
import json
from datetime import date

from lxml import html

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import AS_OF
from ..gift_plan.test_gift_plan import PlanCase

SQL_WORDS = "'; DROP TABLE customer_tier_standing; --"
FORMATS = "%s %(x)s %d {x} {0.__class__}"
# the product is too long to be a time of the day, an id or an amount by chance
FACTORS, PRODUCT = "7919*7907", str(7919 * 7907)
TEMPLATES = (
    f"{{{{{FACTORS}}}}} ${{{FACTORS}}} #{{{FACTORS}}} "
    f"<t t-esc=\"{FACTORS}\"/><t t-out='{FACTORS}'>7</t>"
)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
# escape, right-to-left override, byte order mark
CONTROL = "\x1b[31m\u202e\u200f\ufeff"
HOSTILE = " ".join((SQL_WORDS, FORMATS, TEMPLATES, SCRIPT, CONTROL))
LONG = "ä" * 3000
# begins what a spreadsheet may take for a formula
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1")


@tagged("post_install", "-at_install")
class TestAttackWords(PlanCase):
    """Whatever people write stays text: in SQL, in sentences, on paper, in mails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyers[0].write({"name": HOSTILE, "street": HOSTILE, "phone": "1"})
        cls.buyers[1].name = LONG
        cls.tier["TOP"].name = f"Top {HOSTILE}"
        cls.pyramid.name = f"Pyramid {HOSTILE}"
        cls.occasion.name = f"Occasion {HOSTILE}"
        cls.product.write(
            {"name": f"Hammer {HOSTILE}", "customer_gift_ok": True, "type": "consu"}
        )
        cls.person = cls.contact(cls.buyers[0], f"Person {HOSTILE}")
        cls.env["customer.gift.policy"].create(
            {
                "name": f"Rule {HOSTILE}",
                "note": HOSTILE,
                "code": "C12",
                "severity": "warn",
                "company_id": cls.company.id,
            }
        )
        cls.env["customer.tier.override"].create(
            {
                "partner_id": cls.buyers[0].id,
                "scheme_id": cls.pyramid.id,
                "kind": "fix",
                "tier_id": cls.tier["TOP"].id,
                "reason": HOSTILE,
            }
        )
        cls.env["customer.tier.no.need"].create(
            {"partner_id": cls.buyers[9].id, "reason": HOSTILE}
        )
        cls.evaluate(cls.pyramid)

    def is_text(self, markup, shown=True):
        """Nothing in ``markup`` is code, and the words are in it as they are."""
        tree = html.fromstring(str(markup))
        for path in ("//script[contains(., 'alert')]", "//img[@onerror]", "//t"):
            self.assertFalse(tree.xpath(path), path)
        text = tree.text_content()
        for page in (text, text.replace(",", "")):
            self.assertNotIn(PRODUCT, page)
        if shown:
            for words in (SQL_WORDS, FORMATS, SCRIPT):
                self.assertIn(words, text)

    def test_an_evaluation_and_what_it_says(self):
        standing = self.standing(self.pyramid, self.buyers[0])
        self.assertEqual(standing.tier_id, self.tier["TOP"])
        self.assertIn(HOSTILE, standing.explanation)
        json.dumps(standing.explanation_details)
        self.is_text(standing._fall_note())
        self.assertIn(HOSTILE.strip(), standing._fall_summary())
        self.assertTrue(self.env["customer.tier.standing"].search_count([]))

    def test_a_preview(self):
        preview = self.env["customer.tier.preview"].create(
            {"scheme_id": self.pyramid.id, "as_of": AS_OF}
        )
        preview.action_refresh()
        self.assertIn(SCRIPT, json.dumps(preview.matrix, ensure_ascii=False))

    def test_the_digest(self):
        self.manager.write({"email": "m@example.com", "customer_tier_digest": True})
        self.invoices([(self.buyers[9], 5000)])
        self.env["customer.tier.override"].search([]).unlink()
        self.evaluate(self.pyramid, date(2025, 7, 31))
        last = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.env["customer.tier.digest"]._send(self.manager, self.TODAY)
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertNotEqual(mail, last)
        self.is_text(mail.body_html)

    def test_gifts_and_what_is_printed(self):
        plan = self.made(name=f"Plan {HOSTILE}", purpose=HOSTILE)
        gift = self.of(plan, 0)
        gift.write({"description": HOSTILE, "contact_id": self.person.id})
        plan.action_preview_budget()
        self.is_text(plan.preview_html, shown=False)
        if gift.findings_html:
            self.is_text(gift.findings_html, shown=False)
        gift.action_approve()
        for report in ("report_gift_delivery_list", "report_gift_labels"):
            with self.subTest(report):
                self.is_text(self.rendered(report, plan))
        gift.action_hold(HOSTILE)
        gift.action_release(HOSTILE)
        gift.action_give()
        wizard = self.env["customer.gift.register.print"].create(
            {"date_from": "2025-01-01", "date_to": "2026-12-31", "recipient": SCRIPT}
        )
        self.assertEqual(wizard.line_ids, gift)
        self.is_text(self.rendered("customer_gift_register_document", wizard))
        for message in plan.message_ids | gift.message_ids:
            self.is_text(f"<div>{message.body}</div>", shown=False)

    def rendered(self, report, records):
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_html(
            f"customer_tiering.{report}", records.ids
        )
        return content.decode()

    def test_the_reminder(self):
        self.env["mail.activity"].search([]).unlink()
        today = fields.Date.context_today(self.feast)
        soon = self.feast.copy({"date": fields.Date.add(today, days=20)})
        self.env["customer.gift.occasion.date"]._remind()
        activity = soon.activity_ids
        self.assertIn(SCRIPT, activity.summary)
        self.is_text(f"<div>{activity.note}</div>", shown=False)

    def test_a_person_whose_name_is_a_piece_of_json(self):
        """Made unrecognisable they leave the findings readable."""
        officer = self.user("compliance")
        for name in ('"code": "', "code", "C07", "info", "}", '"', "\\", "e"):
            with self.subTest(name):
                person = self.contact(self.buyers[2], name)
                gift = self.gift(self.buyers[2], contact_id=person.id)
                gift.action_approve()
                gift.action_give()
                self.kept_long_enough(gift)
                self.update(gift, findings=json.dumps([FINDING | {"text": name}]))
                self.seen_by(
                    officer, self.env["customer.gift.pseudonym"]
                )._pseudonymise(person, "Asked for it")
                (finding,) = gift.findings
                self.assertEqual(finding["code"], "C07")
                self.assertEqual(finding["severity"], "info")
                self.assertEqual(finding["amount"], 100)
                self.assertNotEqual(finding["text"], name)

    def pseudonyms(self, officer):
        return self.seen_by(officer, self.env["customer.gift.pseudonym"])

    # ------------------------------------------------------------ files

    def test_a_scheme_file_keeps_the_words(self):
        data = json.loads(base64.b64decode(self.pyramid._export_file()))
        self.assertEqual(data["scheme"]["name"], f"Pyramid {HOSTILE}")
        copied = self.env["customer.tier.scheme"]._import_dict(data, self.company)
        self.assertEqual(copied.name, f"Pyramid {HOSTILE}")

    def test_a_scheme_file_with_what_cannot_be_kept(self):
        scheme = self.pyramid._export_dict()["scheme"]
        rule = scheme["rule_ids"][0]
        for changed in (
            {"name": "a\0b"},
            {"name": {"en_US": "a"}},
            {"domain": "[('name', '=', '\0')]"},
            {"period_months": 10**30},
            {"period_months": True},
            {"rule_ids": [rule | {"threshold": float("nan")}]},
            {"rule_ids": [rule | {"threshold": float("inf")}]},
            {"rule_ids": [rule | {"threshold": "1; DROP TABLE customer_tier"}]},
            {"rule_ids": [rule | {"tier_id": "TOP' OR '1'='1"}]},
            {"rule_ids": [rule | {"scheme_id": 1}]},
            {"rule_ids": {"0": rule}},
            {"company_id": 1},
            {"create_uid": 1},
            {"domain_user_id": 1},
            {"message_ids": []},
            {"evaluation_ids": [{"state": "done"}]},
            {"__class__": "x"},
        ):
            with self.subTest(str(changed)[:60]):
                file = self.pyramid._export_dict() | {"scheme": scheme | changed}
                content = base64.b64encode(json.dumps(file).encode())
                with self.assertRaises(UserError):
                    self.env["customer.tier.scheme"]._import_file(content)

    def test_a_nul_byte_is_refused_and_nothing_lost(self):
        for record, error in (
            (self.buyers[3], ValueError),
            (self.pyramid, ValidationError),
            (self.occasion, ValidationError),
        ):
            with self.subTest(record._name), mute_logger("odoo.sql_db"):
                with self.assertRaises(error), self.env.cr.savepoint():
                    record.write({"name": "a\0b"})
                    self.env.flush_all()
            self.env.invalidate_all()
        self.assertEqual(self.pyramid.name, f"Pyramid {HOSTILE}")


FINDING = {"code": "C07", "severity": "info", "amount": 100, "text": ""}
