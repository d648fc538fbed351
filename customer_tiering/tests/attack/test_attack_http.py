import csv
import io
import json
from base64 import b64decode
from collections import Counter

from markupsafe import escape

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..gifts import PHOTO
from .attack import AttackCase, public_methods
from .attack_victims import SECRET, SECRET_GIFT
from .test_attack_words import FORMULAS

# what people call, and what is none of their business
PRIVATE = (
    ("customer.tier.evaluation", "_run"),
    ("customer.tier.scheme", "_queue_evaluation"),
    ("customer.tier.scheme", "_import_file"),
    ("customer.tier.publisher", "_publish"),
    ("customer.tier.collector", "_sources"),
    ("customer.tier.digest", "_cron_send"),
    ("customer.tier.statement", "_send"),
    ("customer.tier.statement", "_portal_answer"),
    ("customer.tier.statement", "_open_for"),
    ("customer.gift", "_as_register"),
    ("customer.gift", "_engine"),
    ("customer.gift", "_correct"),
    ("customer.gift.pseudonym", "_pseudonymise"),
    ("customer.gift.pseudonym.request", "_decide"),
    ("customer.gift.planner", "_propose"),
    ("customer.gift", "sudo"),
    ("customer.gift", "with_user"),
    ("customer.gift", "__class__"),
    ("customer.gift", "env"),
)


@tagged("post_install", "-at_install")
class TestAttackHttp(AttackCase, HttpCase):
    """A sample of the attacks through the real doors of the server."""

    def setUp(self):
        super().setUp()
        # each refusal is told there
        self.enterContext(mute_logger("odoo.http"))

    def post(self, url, payload, key=None):
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"bearer {key}"
        return self.url_open(url, data=json.dumps(payload), headers=headers)

    def call_kw(self, model, method, args):
        """(whether it was refused, the answer) of the web client's door."""
        payload = {
            "params": {"model": model, "method": method, "args": args, "kwargs": {}}
        }
        answer = self.post(f"/web/dataset/call_kw/{model}/{method}", payload)
        return "error" in answer.json(), answer.text

    def json_2(self, model, method, ids, key):
        payload = {} if ids is None else {"ids": ids}
        answer = self.post(f"/json/2/{model}/{method}", payload, key)
        return answer.status_code != 200, answer.text

    def test_the_web_clients_door(self):
        counts = Counter()
        for role in ("portal", "plain", "foreign"):
            login = self.people[role].login
            self.authenticate(login, login)
            for model in (
                "customer.gift",
                "customer.tier.scheme",
                "customer.gift.plan",
                "customer.tier.statement.send",
            ):
                ids = self.victims[model].ids[:1]
                for method in public_methods(self.env[model], only_ours=True):
                    refused, text = self.call_kw(model, method, [ids])
                    counts["refused" if refused else "harmless"] += 1
                    self.assertNotIn(SECRET, text)
                for method, args in {
                    "read": [ids],
                    "export_data": [ids, ["display_name"]],
                    "search_read": [[]],
                    "name_search": [],
                }.items():
                    refused, text = self.call_kw(model, method, args)
                    self.assertNotIn(SECRET, text, f"{role} {model}.{method}")
                    counts["refused" if refused else "harmless"] += 1
            for model, method in PRIVATE:
                refused, _text = self.call_kw(model, method, [[]])
                self.assertTrue(refused, method)
                counts["refused"] += 1
        self.assertGreater(counts["refused"], 100)
        self.assertEqual(self.fingerprint(), self.marks)

    def test_nobody_comes_in_without_a_session(self):
        self.authenticate(None, None)
        for model in ("customer.gift", "res.partner", "customer.tier.standing"):
            refused, text = self.call_kw(model, "search_read", [[]])
            self.assertTrue(refused)
            self.assertNotIn(SECRET, text)
            self.assertEqual(self.post(f"/json/2/{model}/read", {}).status_code, 401)

    def test_the_door_for_programs(self):
        for role in ("plain", "foreign"):
            user = self.people[role]
            key = (
                self.env["res.users.apikeys"]
                .with_user(user)
                .sudo()
                ._generate(None, "test", None)
            )
            for model in ("customer.gift", "customer.tier.standing"):
                ids = self.victims[model].ids[:1]
                for method in ("read", "unlink", "export_data", "action_approve"):
                    refused, text = self.json_2(model, method, ids, key)
                    self.assertTrue(refused, f"{role} {model}.{method}")
                    self.assertNotIn(SECRET, text)
            for model, method in PRIVATE:
                self.assertTrue(self.json_2(model, method, None, key)[0], method)
        self.assertEqual(self.fingerprint(), self.marks)

    def test_files_of_others_are_not_downloaded(self):
        transfer = self.victims["customer.tier.scheme.transfer"][0]
        attachment = self.victims["ir.attachment"].filtered(
            lambda file: file.name == SECRET_GIFT
        )
        self.gift_open.proof = PHOTO
        # only then it is on the list
        self.plan.action_open()
        self.gift_open.action_approve()
        secret = SECRET.encode()
        report = "/report/html/customer_tiering.report_gift_delivery_list"
        files = {
            f"/web/content/customer.tier.scheme.transfer/{transfer.id}/content": secret,
            f"/web/content/{attachment.id}": secret,
            f"/web/image/customer.gift/{self.gift_open.id}/proof": b64decode(PHOTO),
            f"{report}/{self.plan.id}": escape(SECRET_GIFT).encode(),
        }
        self.authenticate(self.chief.login, self.chief.login)
        for url, content in files.items():
            # so that a refusal is none of a wrong address
            self.assertIn(content, self.url_open(url).content, url)
        for role in ("portal", "rival", "foreign"):
            login = self.people[role].login
            self.authenticate(login, login)
            for url, content in files.items():
                with self.subTest(role=role, url=url):
                    answer = self.url_open(url).content
                    self.assertNotIn(content, answer)
                    if role != "rival":
                        # whose company's plan it is, the gifts in it are not theirs
                        self.assertNotIn(secret, answer)

    def test_an_export_runs_nothing_in_a_spreadsheet(self):
        """By Odoo's own export, which all of this addon's lists go through."""
        names = [f"{formula} of the test" for formula in FORMULAS]
        for buyer, name in zip(self.buyers, names, strict=False):
            buyer.name = name
        standings = self.victims["customer.tier.standing"]
        self.chief.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate(self.chief.login, self.chief.login)
        self.env.flush_all()
        answer = self.url_open(
            "/web/export/csv",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "data": json.dumps(
                    {
                        "model": standings._name,
                        "fields": [{"name": "partner_id/name", "label": "Name"}],
                        "ids": standings.ids,
                        "domain": [],
                        "import_compat": False,
                        "context": {"allowed_company_ids": self.company.ids},
                        "groupby": [],
                    }
                ),
            },
        )
        self.assertEqual(answer.status_code, 200)
        text = answer.content.decode().removeprefix("\ufeff")
        cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
        for name in names:
            with self.subTest(name):
                if name[0] in "=+-":
                    self.assertIn(f"'{name}", cells)
                    self.assertNotIn(name, cells)
                else:
                    # Odoo leaves these: in quotes, which no spreadsheet computes
                    self.assertTrue(any(name.strip() in cell for cell in cells))
        self.assertFalse([cell for cell in cells if cell[:1] in ("=", "+", "-")])
