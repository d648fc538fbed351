import base64
import codecs
import json
from pathlib import Path
from urllib.parse import urlparse

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import TieringCase
from .test_scheme_form import MetricsMixin


@tagged("post_install", "-at_install")
class TestSchemeFile(MetricsMixin, TieringCase):
    """A scheme travels to another company as a file, or says why it cannot."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.metric("purchase_count")
        cls.schemes = cls.env["customer.tier.scheme"]
        cls.full = cls.scheme(
            name="Äußerst “full”",
            rank_by="score",
            group_by="city",
            misses=3,
            shown_besides=True,
            metric_ids=[Command.set(cls.metric("average_order_value").ids)],
            rule_ids=[
                Command.create(
                    {
                        "tier_id": cls.tier["TOP"].id,
                        "method": "threshold",
                        "metric_id": cls.metric("net_revenue").id,
                        "threshold": 10000.25,
                        "keep_threshold": 9000,
                        "per": "month",
                        "pace": "min",
                        "threshold_currency_id": cls.eur.id,
                        "minimum": 5,
                        "minimum_metric_id": cls.metric("purchase_count").id,
                    }
                ),
                Command.create({"tier_id": cls.tier["SMALL"].id}),
            ],
            criterion_ids=[
                Command.create(
                    {
                        "metric_id": cls.metric("days_since_last_purchase").id,
                        "weight": 2.5,
                        "method": "bands",
                        "missing": "middle",
                        "band_ids": [
                            Command.create({"start": 0, "points": 100}),
                            Command.create({"start": 30, "points": 40}),
                        ],
                    }
                ),
                Command.create(
                    {
                        "metric_id": cls.metric("purchase_count").id,
                        "method": "min_max",
                        "low": 1,
                        "high": 20,
                        "higher_is_better": False,
                    }
                ),
            ],
            cap_ids=[
                Command.create(
                    {
                        "tier_id": cls.tier["SMALL"].id,
                        "metric_id": cls.metric("days_since_last_purchase").id,
                        "above": 90,
                        "floor_metric_id": cls.metric("purchase_count").id,
                        "floor_above": 2,
                    }
                )
            ],
        )

    def plain(self, **changes):
        """The full scheme as data, with settings of the scheme changed."""
        data = self.full._export_dict()
        data["scheme"].update(changes)
        return data

    # ------------------------------------------------------------ there and back

    def test_export_import_export_is_equal(self):
        first = self.full._export_dict()

        imported = self.schemes._import_file(self.full._export_file(), self.company)

        self.assertNotEqual(imported, self.full)
        self.assertFalse(imported.in_force)
        self.assertEqual(imported._export_dict(), first)
        # and nothing that a copy takes over has stayed behind
        self.assertEqual(self.copied(imported), self.copied(self.full))

    def copied(self, scheme):
        """What a copy of ``scheme`` would get, whatever stays in its database."""
        return self.without_parents(scheme.copy_data()[0])

    def without_parents(self, values):
        stays = ("name", "sequence", "active", "next_date", "scheme_id", "criterion_id")
        return {
            name: [
                (*command[:2], self.without_parents(command[2]))
                if isinstance(command[2], dict)
                else command
                for command in value
            ]
            if isinstance(value, list)
            else value
            for name, value in values.items()
            if name not in stays
        }

    def test_so_it_is_for_the_plainest_scheme(self):
        plain = self.scheme()

        imported = self.schemes._import_dict(plain._export_dict(), self.company)

        self.assertEqual(imported._export_dict(), plain._export_dict())

    def test_what_is_in_the_file(self):
        data = json.loads(base64.b64decode(self.full._export_file()))

        self.assertEqual((data["version"], data["currency"]), (2, "USD"))
        scheme = data["scheme"]
        self.assertEqual(scheme["name"], "Äußerst “full”")
        self.assertEqual(scheme["domain"], "[('ref', '=', 'TIERING-TEST')]")
        self.assertEqual(scheme["metric_ids"], ["average_order_value"])
        top, small = scheme["rule_ids"]
        self.assertEqual((top["tier_id"], small["tier_id"]), ("TOP", "SMALL"))
        self.assertEqual(
            (top["threshold"], top["threshold_currency_id"]), (10000.25, "EUR")
        )
        self.assertEqual(
            scheme["criterion_ids"][0]["band_ids"],
            [{"points": 100.0, "start": 0.0}, {"points": 40.0, "start": 30.0}],
        )
        self.assertEqual((scheme["misses"], top["minimum"]), (3, 5.0))
        for stays in ("in_force", "active", "company_id", "last_evaluation_id"):
            self.assertNotIn(stays, scheme)

    def test_another_company_in_another_currency_is_told(self):
        other = self.new_company("Europe", currency_id=self.eur.id)

        imported = self.schemes._import_dict(self.full._export_dict(), other)

        self.assertEqual(imported.company_id, other)
        notes = " ".join(imported.message_ids.mapped("preview"))
        self.assertIn("are in USD and have not been converted to EUR", notes)

    # ------------------------------------------------------------ bad files

    def test_broken_files(self):
        for content in (b"", b"%%%", base64.b64encode(b"\xff\xfe"), b"eyJh"):
            with self.subTest(content), self.refuses("cannot be read as JSON"):
                self.schemes._import_file(content, self.company)
        for data in ([], {}, {"format": "other"}, 5):
            with self.subTest(data), self.refuses("This is not a scheme file. Choose"):
                self.schemes._import_dict(data, self.company)

    def test_file_saved_by_another_editor(self):
        """With a byte order mark, as Notepad and Excel write, or in UTF-16."""
        text = json.dumps(self.full._export_dict(), ensure_ascii=False)
        for encoding in ("utf-8", "utf-8-sig", "utf-16"):
            with self.subTest(encoding):
                content = base64.b64encode(text.encode(encoding))
                imported = self.schemes._import_file(content, self.company)
                self.assertEqual(imported._export_dict(), self.full._export_dict())

    def test_file_of_version_1_with_a_byte_order_mark(self):
        content = Path(__file__).with_name("scheme_bom.json").read_bytes()
        self.assertTrue(content.startswith(codecs.BOM_UTF8))
        imported = self.schemes._import_file(base64.b64encode(content), self.company)
        self.assertEqual(imported.domain, "[('ref','=','BUGS')]")

    def test_half_a_character_is_refused(self):
        """JSON can escape half a character, which no database can store."""
        data = self.plain()
        data["scheme"]["name"] = "A\ud800"
        with self.refuses("is not a valid value here"):
            self.schemes._import_dict(data, self.company)

    def test_a_file_of_another_version(self):
        for version in (3, None, "1"):
            with self.subTest(version), self.refuses("has version.*reads version 2"):
                self.schemes._import_dict(dict(self.plain(), version=version))

    def test_a_file_of_version_1_is_read_by_its_own_names(self):
        data = dict(self.plain(), version=1)
        top = data["scheme"]["rule_ids"][0]
        for now, then in (
            ("threshold", "bar"),
            ("keep_threshold", "keep_bar"),
            ("threshold_currency_id", "bar_currency_id"),
        ):
            top[then] = top.pop(now)

        imported = self.schemes._import_dict(data, self.company)

        self.assertEqual(imported._export_dict(), self.full._export_dict())

    def test_every_problem_is_listed_at_once(self):
        data = self.plain(
            period_months="twelve",
            interval="hourly",
            colour="blue",
            metric_ids=["reputation"],
            value_metric_id="fame",
            name=None,
        )
        data["scheme"]["rule_ids"][0].update(
            tier_id="GIANT", threshold_currency_id="XXQ"
        )
        data["scheme"]["criterion_ids"][1] = "often"
        data["scheme"]["cap_ids"][0].pop("tier_id")
        before = self.schemes.search_count([])

        with self.assertRaises(UserError) as caught:
            self.schemes._import_dict(data, self.company)

        lines = str(caught.exception).splitlines()
        self.assertEqual(lines[0], "The scheme does not fit this database:")
        for line in (
            "- period_months: “twelve” is not a valid value here",
            "- interval: the option “hourly” is unknown",
            "- colour: this setting is unknown here",
            "- metric_ids: there is no metric “reputation”. Install the app that "
            "provides it.",
            "- value_metric_id: there is no metric “fame”. Install the app that "
            "provides it.",
            "- name: this setting is missing",
            "- rule_ids 1: tier_id: there is no tier with the code “GIANT”. Create it "
            "under Configuration → Tiers.",
            "- rule_ids 1: threshold_currency_id: there is no active currency “XXQ”. "
            "Activate it first.",
            "- criterion_ids 2: settings are expected here",
            "- cap_ids 1: tier_id: this setting is missing",
        ):
            self.assertIn(line, lines)
        self.assertEqual(len(lines), 11)
        self.assertEqual(self.schemes.search_count([]), before)

    def test_what_only_the_checks_of_a_scheme_see_is_refused_too(self):
        with self.assertRaisesRegex(ValidationError, "cannot be found with"):
            self.schemes._import_dict(self.plain(domain="[('no', '=', 1)]"))
        with self.assertRaisesRegex(ValidationError, "has no ranked tier"):
            self.schemes._import_dict(self.plain(rule_ids=[], cap_ids=[]))

    # ------------------------------------------------------------ the screens

    def test_export_and_import_by_an_administrator(self):
        user = self.user("admin")

        action = self.seen_by(user, self.full).action_export()

        path = urlparse(action["url"]).path.split("/")
        self.assertEqual(path[:3], ["", "web", "content"])
        self.assertEqual(path[-1], "Äußerst_full.json")
        transfers = self.seen_by(user, self.env["customer.tier.scheme.transfer"])
        content = transfers.browse(int(path[4])).content
        transfer = transfers.create({"content": content})
        imported = self.schemes.browse(transfer.action_import()["res_id"])
        self.assertEqual(imported.company_id, self.company)
        self.assertEqual(imported._export_dict(), self.full._export_dict())
        with self.refuses("Choose the file"):
            transfers.create({}).action_import()

    def test_nobody_else_does(self):
        for role in ("user", "manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.seen_by(self.user(role), self.full).action_export()
        stranger = self.user("admin", self.new_company("Elsewhere Inc."))
        with self.assertRaises(AccessError):
            self.seen_by(stranger, self.full).action_export()
