from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import AS_OF, TieringCase

NEXT = AS_OF + timedelta(days=30)
EVE = AS_OF - timedelta(days=1)


@tagged("post_install", "-at_install")
class TestMigration(TieringCase):
    """Who moved from where to where between two days, from the history."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme({"TOP": 50, "SMALL": 0})
        cls.first, cls.second = cls.customers(2)
        cls.unknown = cls.customer("Never contacted")
        cls.invoices([(cls.first, 100), (cls.second, 60)])
        cls.evaluate(cls.pyramid)
        # 110 overtakes 100
        cls.invoice(cls.second, 50, NEXT)
        cls.evaluation = cls.evaluate(cls.pyramid, NEXT)

    def migration(self, first, last, **values):
        return self.env["customer.tier.migration"].create(
            {
                "scheme_id": self.pyramid.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )

    def cells(self, migration):
        """``{(code before, code after): (customers, revenue, kind)}``."""
        names = {tier.id: code for code, tier in self.tier.items()} | {-1: None}
        return {
            (names[cell["row"]], names[cell["col"]]): (
                cell["count"],
                cell["value"],
                cell["kind"],
            )
            for cell in migration.matrix["cells"]
        }

    def test_between_two_evaluations(self):
        migration = self.migration(AS_OF, NEXT)

        self.assertEqual(
            self.cells(migration),
            {
                ("TOP", "SMALL"): (1, 100, "down"),
                ("SMALL", "TOP"): (1, 110, "up"),
                ("SUSPECT", "SUSPECT"): (1, 0, "same"),
            },
        )
        self.assertEqual(migration.moved_count, 2)

    def test_before_the_first_evaluation_there_was_nobody(self):
        self.assertEqual(
            self.cells(self.migration(EVE, AS_OF)),
            {
                (None, "TOP"): (1, 100, "entered"),
                (None, "SMALL"): (1, 110, "entered"),
                (None, "SUSPECT"): (1, 0, "entered"),
            },
        )

    def test_it_begins_a_year_ago_or_with_the_first_evaluation(self):
        self.env["customer.tier.scheme"].search([]).sequence = 100
        self.pyramid.sequence = 1
        migrations = self.env["customer.tier.migration"]
        for today, first in (
            (AS_OF + timedelta(days=60), AS_OF),
            (AS_OF + timedelta(days=400), AS_OF + timedelta(days=35)),
        ):
            with self.subTest(today), freeze_time(today):
                found = migrations.default_get(["scheme_id", "date_from"])
                self.assertEqual(found["scheme_id"], self.pyramid.id)
                self.assertEqual(found["date_from"], first)

    def test_days_without_an_evaluation_have_the_ladder_of_the_one_before(self):
        day = timedelta(days=1)

        between = self.migration(AS_OF + day, NEXT - day)

        self.assertEqual(between.moved_count, 0)
        self.assertEqual(self.migration(AS_OF + day, NEXT + day).moved_count, 2)

    def test_who_left_is_a_column_of_its_own(self):
        self.unknown.ref = "somebody else's"
        later = NEXT + timedelta(days=30)
        self.evaluate(self.pyramid, later)

        cells = self.cells(self.migration(NEXT, later))

        self.assertEqual(cells["SUSPECT", None], (1, 0, "left"))

    def test_an_undone_evaluation_moved_nobody(self):
        self.evaluation.action_undo()

        self.assertEqual(self.migration(AS_OF, NEXT).moved_count, 0)

    def test_a_cell_lists_its_customers(self):
        migration = self.migration(AS_OF, NEXT)

        action = migration.action_open_cell(self.tier["SMALL"].id, self.tier["TOP"].id)

        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertRecordValues(
            lines,
            [
                {
                    "partner_id": self.second.id,
                    "from_tier_id": self.tier["SMALL"].id,
                    "to_tier_id": self.tier["TOP"].id,
                    "direction": "up",
                    "net_revenue": 110,
                    "rank": 1,
                }
            ],
        )
        # another cell replaces the list
        migration.action_open_cell(self.tier["TOP"].id, self.tier["SMALL"].id)
        lines = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(lines.partner_id, self.first)

    def test_the_form_draws_as_soon_as_it_is_filled_in(self):
        with Form(self.env["customer.tier.migration"]) as form:
            form.scheme_id = self.pyramid
            form.date_from = AS_OF
            form.date_to = NEXT
            self.assertEqual(form.moved_count, 2)

    def test_the_changes_behind_it(self):
        action = self.migration(AS_OF, NEXT).action_view_changes()

        changes = self.env["customer.tier.change"].search(action["domain"])
        self.assertEqual(changes.evaluation_id, self.evaluation)
        self.assertEqual(len(changes), 2)

    def test_days_the_wrong_way_round(self):
        with self.assertRaisesRegex(ValidationError, "cannot be after"):
            self.migration(NEXT, AS_OF)

    def test_everybody_of_the_company_may_and_nobody_else(self):
        mine = self.seen_by(self.user("user"), self.env["customer.tier.migration"])
        values = {
            "scheme_id": self.pyramid.id,
            "date_from": AS_OF,
            "date_to": NEXT,
        }
        migration = mine.create(values)
        self.assertEqual(migration.moved_count, 2)
        cell = (self.tier["SMALL"].id, self.tier["TOP"].id)
        self.assertTrue(migration.action_open_cell(*cell))
        other = self.user("user", self.new_company("Elsewhere Inc."))
        for theirs in (migration, self.seen_by(other, migration)):
            if theirs.env.user == other:
                with self.assertRaises(AccessError):
                    theirs.action_open_cell(*cell)
                with self.assertRaises(AccessError):
                    theirs.create(values).read(["matrix"])
        plain = self.user("plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.seen_by(plain, self.env["customer.tier.migration"]).create(values)
