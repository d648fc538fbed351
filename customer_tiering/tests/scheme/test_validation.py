from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import TieringCase


@tagged("post_install", "-at_install")
class TestValidation(TieringCase):
    """Bad input is refused with a sentence that says what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme()

    def refuses(self, message, error=ValidationError):
        return self.assertRaisesRegex(error, message)

    def rule(self, code):
        return self.pyramid.rule_ids.filtered(lambda r: r.tier_id.code == code)

    def add(self, code, **values):
        values = {"tier_id": self.tier[code].id, **values}
        self.pyramid.write({"rule_ids": [Command.create(values)]})

    # ------------------------------------------------------------ cut-offs

    def test_a_share_of_zero_or_less(self):
        for share in (0, -1):
            with self.subTest(share), self.refuses("threshold of “Top”.* is .*above 0"):
                self.rule("TOP").threshold = share

    def test_shares_of_100_percent_or_more_together(self):
        # 1 + 4 + 95 leave nothing for Small
        with self.refuses("add up to 100.0 %.*below 100.*“Small”"):
            self.rule("MEDIUM").threshold = 95
        with self.refuses("add up to 101.5 %"):
            self.rule("MEDIUM").threshold = 96.5

    def test_shares_just_below_100_percent(self):
        self.rule("MEDIUM").threshold = 94.9999

        self.assertAlmostEqual(self.rule("SMALL").share, 0.0001, 4)

    def test_the_last_tier_takes_the_rest_whatever_was_entered(self):
        for share in (0, 80, 500):
            self.rule("SMALL").threshold = share
            self.assertEqual(self.rule("SMALL").share, 80)
            self.assertEqual(self.rule("SMALL").cumulated, 100)
        self.assertEqual(self.rule("MEDIUM").cumulated, 20)  # 1 + 4 + 15

    def test_a_scheme_without_ranked_tiers(self):
        with self.refuses("has no ranked tier"):
            self.env["customer.tier.scheme"].create({"name": "Empty"})
        with self.refuses("has no ranked tier"):
            self.pyramid.rule_ids = [Command.clear()]

    def test_lines_can_be_replaced_and_a_scheme_deleted(self):
        rule = self.rule("TOP")
        self.pyramid.rule_ids = [
            Command.clear(),
            Command.create({"tier_id": self.tier["SMALL"].id}),
        ]
        self.assertFalse(rule.exists())

        self.pyramid.unlink()

        self.assertFalse(self.pyramid.exists())

    def test_a_lifecycle_tier_needs_no_cut_off(self):
        with self.refuses("“Prospect” is a lifecycle tier.*Remove the line"):
            self.add("PROSPECT", threshold=10)

    def test_a_tier_twice(self):
        for share in (4, 5):
            with self.subTest(share), self.refuses("“Big” has the cut-off.*twice"):
                self.add("BIG", threshold=share)

    def test_a_negative_minimum(self):
        with self.refuses("for “Big” is -1.0. It cannot be below 0"):
            self.rule("BIG").minimum = -1

    def test_the_form_refuses_too(self):
        with Form(self.pyramid) as form:
            with form.rule_ids.edit(0) as line:
                line.threshold = 2
                self.assertEqual(line.share, 2)
        self.assertEqual(self.rule("SMALL").share, 79)

        form = Form(self.pyramid)
        with form.rule_ids.edit(0) as line:
            line.threshold = 99
        with self.refuses("add up to 118"):
            form.save()

    def test_a_better_tier_may_be_added_anywhere(self):
        self.add("A", threshold=2)  # of the same sequence as Top

        # two tiers of one sequence: the older one is better
        codes = [rule.tier_id.code for rule in self.pyramid.rule_ids._ladder_order()]
        self.assertEqual(codes[-1], "SMALL")
        self.assertEqual(self.rule("SMALL").share, 78)  # 100 - 1 - 2 - 4 - 15

    # ------------------------------------------------------------ period

    def test_a_period_of_no_month(self):
        for months in (0, -12):
            with (
                self.subTest(months),
                self.assertRaises(CheckViolation) as caught,
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.pyramid.period_months = months
                self.env.flush_all()
            message = self.pyramid._sql_error_to_message(caught.exception)
            self.assertEqual(message, "The period must be at least one month.")

    # ------------------------------------------------------------ domain

    def test_a_domain_that_cannot_be_used(self):
        cases = {
            "it does not parse": "[('name', '=', ",
            "it is empty": " ",
            "it is code": "[('id', '=', uid)]",
            "it is no domain": "5",
            "nor is this": "{'name': 'Anvil'}",
            "a condition lacks its value": "[('name', '=')]",
            "the field is unknown": "[('no_such_field', '=', 1)]",
            "the path is unknown": "[('country_id.no_such_field', '=', 1)]",
            "the operator is unknown": "[('name', '~~', 'Anvil')]",
            "the value is no date": "[('create_date', '>', 'the other day')]",
            "the value is no number": "[('color', '>', 'red')]",
        }
        for why, domain in cases.items():
            with self.subTest(why), self.refuses("cannot be found with.*filter editor"):
                self.pyramid.domain = domain

    def test_a_domain_that_can_be_used(self):
        for domain in (
            "[]",
            "[('name', 'ilike', '50 %')]",
            "[('parent_id', '=', False)]",
        ):
            with self.subTest(domain):
                self.pyramid.domain = domain
                self.assertEqual(self.evaluate(self.pyramid).state, "done")

    # ------------------------------------------------------------ scheme and tiers

    def test_an_evaluated_scheme_keeps_its_company(self):
        self.evaluate(self.pyramid)

        with self.refuses("has already been evaluated for Tiering Inc..*Duplicate"):
            self.pyramid.company_id = self.new_company("Elsewhere Inc.")

    def test_an_archived_scheme_is_not_classified(self):
        self.pyramid.active = False

        with self.refuses("is archived. Unarchive it", UserError):
            self.pyramid.action_classify_now()

    def test_a_copy_is_a_scheme_without_history(self):
        self.evaluate(self.pyramid)

        copy = self.pyramid.copy()

        self.assertEqual(copy.name, "Test scheme (copy)")
        self.assertEqual(copy.rule_ids.mapped("threshold"), [1, 4, 15, 0])
        self.assertFalse(copy.evaluation_ids)
        self.assertFalse(copy.last_evaluation_id)

    def test_a_lifecycle_tier_says_whom_it_holds_and_a_ranked_one_does_not(self):
        with self.refuses("“Top”: under “Lifecycle”, choose"):
            self.tier["TOP"].lifecycle = "prospect"
        with self.refuses("“Prospect”: under “Lifecycle”, choose"):
            self.tier["PROSPECT"].lifecycle = False

    def test_codes_and_lifecycles_are_unique(self):
        for values, message in (
            ({"code": "TOP"}, "Another tier has this code already"),
            (
                {"kind": "lifecycle", "lifecycle": "prospect"},
                "Another tier is already used for these customers",
            ),
        ):
            with (
                self.subTest(message),
                self.assertRaises(UniqueViolation) as caught,
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env["customer.tier"].create(
                    {"name": "Copy", "code": "COPY", **values}
                )
            text = self.env["customer.tier"]._sql_error_to_message(caught.exception)
            self.assertIn(message, text)
