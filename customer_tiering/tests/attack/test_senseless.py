import math

from odoo.exceptions import UserError, ValidationError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from ..gift_plan.test_gift_plan import PlanCase

NUMBERS = ("float", "monetary")
SENSELESS = {
    "float": (math.nan, math.inf, -math.inf),
    "monetary": (math.nan, math.inf),
    "integer": (2**31, -(2**40)),
    "date": ("0001-01-01", "9999-12-31"),
    "datetime": ("0001-01-01 00:00:00",),
    "char": ("a\0b",),
    "text": ("\0",),
}


@tagged("post_install", "-at_install", "control")
class TestSenseless(PlanCase):
    """Values that nothing can be calculated with are answered by a sentence."""

    def fields_of(self):
        """``(model, field)`` of all that somebody may write: our models and fields."""
        rights = self.env["ir.model.access"].search([("perm_write", "=", True)])
        written = set(rights.filtered("group_id").mapped("model_id.model"))
        for model in sorted(written):
            if model not in self.env:
                continue
            for name, field in self.env[model]._fields.items():
                ours = (field._module or "").startswith("customer_tiering")
                ours &= name not in MAGIC_COLUMNS
                if ours and field.store and field.type in SENSELESS:
                    yield self.env[model], field

    def test_every_field_that_somebody_may_write(self):
        tried = 0
        for model, field in self.fields_of():
            for value in SENSELESS[field.type]:
                tried += 1
                with self.subTest(model=model._name, field=field.name, value=value):
                    with self.assertRaises(ValidationError) as caught:
                        model._refuse_senseless({field.name: value})
                    label = field._description_string(self.env)
                    self.assertIn(f"“{label}”", str(caught.exception))
        self.assertGreater(tried, 300)

    def test_written_on_what_is_there(self):
        gift = self.gift(self.buyers[0])
        partner = self.buyers[0]
        for record, values, words in (
            (gift, {"cost": math.nan}, "nan is not a number. Enter a figure."),
            (gift, {"date": "0001-01-01"}, "the year 1 is not possible"),
            (gift, {"description": "\0"}, "cannot be stored. Type it again."),
            (
                self.budget,
                {"line_ids": [(1, self.budget.line_ids[0].id, {"amount": math.inf})]},
                "inf is not a number",
            ),
            (partner, {"customer_tier_gift_max": math.nan}, "“Accepts up to”"),
            (partner, {"customer_tier_influence_reach": 2**40}, "is too large"),
        ):
            with self.subTest(values=values):
                with self.assertRaises(ValidationError) as caught:
                    record.write(values)
                self.assertIn(words, str(caught.exception))

    def test_what_is_possible_passes(self):
        gift = self.gift(self.buyers[0])
        gift.write({"cost": 1e12, "description": "茶 \U0001f375"})
        self.assertEqual(gift.cost, 1e12)
        # fields of others are left to them
        self.buyers[0].write({"comment": False, "color": 0})


@tagged("post_install", "-at_install", "control")
class TestHiddenStandings(PlanCase):
    """The id of a standing tells another company nothing, not even that it exists."""

    def test_like_one_that_does_not_exist(self):
        other = self.new_company("Another Inc.")
        stranger = self.user("admin", company=other)
        standing = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", self.pyramid.id)], limit=1
        )
        missing = standing.browse(max(standing.search([]).ids) + 1000)
        answers = []
        for record in (standing, missing):
            record = self.seen_by(stranger, record)
            answers.append(
                [
                    self.answer(record, do)
                    for do in (
                        lambda r: r.read(["tier_id"]),
                        lambda r: r.read(),
                        lambda r: r.web_read({"tier_id": {}}),
                        lambda r: r.export_data(["tier_id/name"]),
                        lambda r: r.copy_data(),
                        lambda r: r.write({"tier_id": self.tier["TOP"].id}),
                        lambda r: r.unlink(),
                        lambda r: r.search([("id", "in", r.ids)]).ids,
                        lambda r: r.search_count([("id", "in", r.ids)]),
                        lambda r: r.action_view_documents(),
                        lambda r: r.action_view_figure("net_revenue"),
                    )
                ]
            )
        self.assertEqual(answers[0], answers[1])
        own = self.seen_by(self.manager, standing)
        self.assertTrue(own.read(["tier_id"])[0]["tier_id"])

    def answer(self, record, do):
        """As a request of its own: nothing is cached."""
        self.env.invalidate_all()
        try:
            return do(record)
        except UserError as error:
            return f"{type(error).__name__}: {error}"


@tagged("post_install", "-at_install", "control", "gift")
class TestDeletedUser(PlanCase):
    def test_gifts_can_be_grouped_by_who_created_them(self):
        clerk = self.user("compliance")
        gift = self.seen_by(clerk, self.env["customer.gift"]).create(
            {
                "partner_id": self.buyers[0].id,
                "date": "2025-09-01",
                "description": "Tea",
            }
        )
        self.assertEqual(gift.create_uid, clerk)
        self.env.flush_all()
        clerk.unlink()
        self.env.invalidate_all()
        groups = self.env["customer.gift"].formatted_read_group(
            [("id", "=", gift.id)], ["create_uid", "write_uid"], ["__count"]
        )
        self.assertEqual(groups[0]["create_uid"], False)
        self.assertEqual(groups[0]["__count"], 1)
