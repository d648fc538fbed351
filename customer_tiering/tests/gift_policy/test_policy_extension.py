import re
from textwrap import dedent
from unittest.mock import patch

from odoo.orm.model_classes import add_to_registry
from odoo.tests import Form, tagged
from odoo.tools.misc import file_open

from ...gifting import policy as rules
from .gift_policies import GiftPolicyCase

FRIDAY, SATURDAY = "2025-06-27", "2025-06-28"
# fields of the group Limit
LIMITS = {"amount", "second_amount", "max_count", "days", "share", "sensitive"}


def example():
    """The code of the paragraph “A policy rule” in DEVELOP.md: rule, then model."""
    with file_open("customer_tiering/readme/DEVELOP.md") as page:
        text = page.read()
    start = text.index("- **A policy rule.**")
    paragraph = text[start : text.index("\n- **", start)]
    return re.findall(r"^  ```python\n(.*?)^  ```$", paragraph, re.M | re.S)


@tagged("post_install", "-at_install", "gift")
class TestPolicyExtension(GiftPolicyCase):
    """Another addon adds a policy rule, as DEVELOP.md says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.startClassPatcher(patch.dict(rules.RULES))
        for code in example():
            space = {"__name__": "odoo.addons.x_weekend.models"}
            exec(dedent(code), space)  # what a file of that addon says
            if extension := space.get("CustomerGiftPolicy"):
                cls.extend(extension)

    @classmethod
    def extend(cls, extension):
        """Make ``extension`` a part of its model until the class is done."""
        model = cls.registry[extension._name]
        cls.addClassCleanup(cls.registry.reset_changes)
        cls.addClassCleanup(setattr, model, "_base_classes__", model._base_classes__)
        add_to_registry(cls.registry, extension)
        cls.registry._setup_models__(cls.cr, [extension._name])

    def shown(self, code):
        """The limits that the form of a policy shows for ``code``."""
        form = Form(self.env["customer.gift.policy"])
        form.code = code
        return {name for name in LIMITS if not form._get_modifier(name, "invisible")}

    def test_it_judges(self):
        limit = self.policy("X01", amount=100)
        gift = self.gift(self.buyer, 100.01, date=SATURDAY)
        self.assertEqual(self.found(gift), [("X01", "approve", "weekend")])
        gift.cost = 100
        self.assertEqual(self.found(gift), [])
        gift.write({"cost": 500, "date": FRIDAY})
        self.assertEqual(self.found(gift), [])
        gift.date = SATURDAY
        self.mode("strict")
        self.assertEqual(self.found(gift), [("X01", "block", "weekend")])
        limit.active = False
        self.assertEqual(self.found(gift), [])

    def test_it_is_told_in_its_words(self):
        self.policy("X01", amount=100)
        gift = self.gift(self.buyer, 120, date=SATURDAY)
        self.assertIn(
            "X01 Weekend: $\xa0120.00 on a weekend, above $\xa0100.00. "
            "Give it on a working day.",
            gift.findings_html,
        )

    def test_its_amount_needs_a_rate(self):
        zloty = self.env.ref("base.PLN")
        zloty.rate_ids.unlink()
        self.policy("X01", amount=100, currency_id=zloty.id)
        gift = self.gift(self.buyer, 1, date=FRIDAY)
        self.assertEqual(self.found(gift), [("X01", "warn", "no_rate")])

    def test_the_form_shows_its_limits(self):
        self.assertEqual(self.shown("X01"), {"amount"})
        form = Form(self.env["customer.gift.policy"])
        form.name, form.code = "No weekend", "X01"
        form.amount = 50
        form.currency_id = self.eur
        self.assertEqual(form.save().limit_fields, ["amount"])
        with patch.dict(rules.RULES):
            rules.register("X01", limits=("count", "days"))(rules.RULES["X01"].judge)
            self.assertEqual(self.shown("X01"), {"max_count", "days"})

    def test_the_form_follows_the_rules_of_this_addon(self):
        for code, limits in (
            ("C02", set()),
            ("C05", {"max_count"}),
            ("C15", {"amount", "second_amount", "days"}),
            ("C17", {"amount", "sensitive"}),
            ("C21", {"amount"}),
            ("C24", {"share"}),
        ):
            with self.subTest(code):
                self.assertEqual(self.shown(code), limits)

    def test_a_fact_from_outside(self):
        policies = type(self.env["customer.gift.policy"])
        facts = policies._facts

        def with_moon(records, reading, frame):
            gifts = facts(records, reading, frame)
            return gifts.assign(
                x_moon=[day == SATURDAY for day in frame["date"].map(str)]
            )

        def moon(gifts, policy, setting):
            yield rules.Hits(gifts["x_moon"].to_numpy(), policy.level, "x_moon")

        self.startPatcher(patch.object(policies, "_facts", with_moon))
        self.startPatcher(patch.dict(rules.RULES))
        rules.register("X01")(moon)
        self.policy("X01", severity="warn")
        gift = self.gift(self.buyer, date=SATURDAY)
        self.assertEqual(self.found(gift), [("X01", "warn", "x_moon")])
        gift.date = FRIDAY
        self.assertEqual(self.found(gift), [])

    def test_no_shipped_policy_hides_a_limit(self):
        policies = self.env["customer.gift.policy"].with_context(active_test=False)
        for policy in policies.search([("template", "!=", False)]):
            with self.subTest(policy.name):
                used = {name for name in LIMITS if policy[name]}
                self.assertLessEqual(used, set(policy.limit_fields or []))

    def test_every_code_has_a_rule(self):
        codes = dict(self.env["customer.gift.policy"]._fields["code"].selection)
        self.assertEqual(codes.keys(), rules.RULES.keys())
