import io
import re
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo.models import MetaModel
from odoo.orm.model_classes import add_to_registry
from odoo.tests import Form, tagged
from odoo.tools import convert_xml_import

from ...classification import cuts
from ..common import AS_OF, TieringCase

DEVELOP = Path(__file__).parents[2] / "readme" / "DEVELOP.md"


def example(title):
    """Name of the addon and ``{language: code}`` of an example of DEVELOP."""
    _before, part = DEVELOP.read_text(encoding="utf-8").split(f"**{title}.**")
    part = re.split(r"^\*\*", part, flags=re.M)[0]
    addon = re.search(r"customer_tiering_\w+", part)[0]
    return addon, dict(re.findall(r"```(\w+)\n(.*?)```", part, re.DOTALL))


@tagged("post_install", "-at_install")
class TestDevelop(TieringCase):
    """What DEVELOP tells other addons to write does what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anvil, cls.hammer = cls.customers(2)
        cls.invoices([(cls.anvil, 100), (cls.hammer, 60)])
        for customer in (cls.hammer, cls.contact(cls.hammer), cls.anvil):
            cls.lead(customer)

    def install(self, title):
        """Extend the registry by the models of an example, and load its data.

        All of it is gone when the test ends. Returns the name of its addon.
        """
        addon, files = example(title)
        registry = self.registry
        self.registry_enter_test_mode()
        definitions = MetaModel._module_to_models__
        self.addCleanup(definitions.pop, addon, None)
        self.startPatcher(patch.dict(cuts.METHODS))
        exec(files["python"], {"__name__": f"odoo.addons.{addon}.models.example"})
        names = [definition._name for definition in definitions[addon]]
        before = {name: registry[name]._base_classes__ for name in names}
        self.addCleanup(self.restore, before)
        for definition in definitions[addon]:
            add_to_registry(registry, definition)
        registry._setup_models__(self.cr, names)
        tables = registry.descendants(names, "_inherit")
        tables = [name for name in tables if registry[name]._auto]
        registry.init_models(self.cr, tables, {"module": addon}, install=False)
        if "xml" in files:
            file = io.BytesIO(files["xml"].encode())
            file.name = "example.xml"
            convert_xml_import(self.env, addon, file, {}, "init")
        return addon

    def restore(self, before):
        for name, bases in before.items():
            self.registry[name]._base_classes__ = bases
            self.registry[name]._setup_done__ = False
        self.registry._setup_models__(self.cr, before)

    def test_a_metric_of_another_addon(self):
        addon = self.install("A metric")
        metric = self.env.ref(f"{addon}.metric_visits")
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, value_metric_id=metric.id)
        other = self.scheme({"TOP": 50, "SMALL": 0})

        self.evaluate(scheme)
        self.evaluate(other)

        customers = self.anvil + self.hammer
        visits = [self.standing(scheme, one).x_visits for one in customers]
        self.assertEqual(visits, [1, 2])
        # by revenue it is the other way round
        self.assertEqual(self.tier_codes(scheme, customers), ["SMALL", "TOP"])
        self.assertEqual(self.tier_codes(other, customers), ["TOP", "SMALL"])
        # not read for a scheme that does not use it
        self.assertEqual(self.standing(other, self.hammer).x_visits, 0)

    def test_one_customer_now_knows_it_too(self):
        addon = self.install("A metric")
        metric = self.env.ref(f"{addon}.metric_visits")
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, metric_ids=metric.ids)
        self.evaluate(scheme)
        self.lead(self.anvil)

        found = self.anvil._customer_tier_now(scheme)

        self.assertEqual(found["figures"]["x_visits"], (1, 2))

    def test_a_cut_off_method_of_another_addon(self):
        self.install("A cut-off method")
        others = self.customers(3)
        self.invoices(zip(others, (90, 59, 10), strict=True))
        scheme = self.scheme({"TOP": 60, "SMALL": 0})
        scheme.rule_ids[0].method = "x_share_of_best"

        self.evaluate(scheme)

        # at least 60 of 100: two of 100, 90, 60, 59 and 10 would be places, not shares
        customers = self.anvil + self.hammer + others
        codes = self.tier_codes(scheme, customers)
        self.assertEqual(codes, ["TOP", "TOP", "TOP", "SMALL", "SMALL"])
        standing = self.standing(scheme, others[1])
        # ahead of the third by a cent
        self.assertAlmostEqual(standing.gap_up, 1.01)
        hammer = self.standing(scheme, self.hammer)
        self.assertAlmostEqual(hammer.margin_to_keep, 0.99)
        self.assertEqual(hammer.reason, "x_share_of_best")
        self.assertEqual(hammer.explanation, "Close to the best customer: Top.")
        self.assertFalse(scheme.rule_ids[0].threshold_unit)
        self.invoice(others[1], 2)
        now = self.env["customer.tier.refresher"]._now
        found = now(scheme, others[1], scheme.last_evaluation_id.as_of)
        self.assertEqual(found["tier"], self.tier["TOP"].id)
        change = self.env["customer.tier.change"].search(
            [("scheme_id", "=", scheme.id), ("partner_id", "=", self.hammer.id)]
        )
        self.assertEqual(change.reason, "x_share_of_best")

    def test_a_scheme_field_of_another_addon(self):
        self.install("A scheme field")
        customer = self.customer("Chisel Inc.")
        self.invoice(customer, 10, AS_OF - timedelta(days=100))
        scheme = self.scheme({"TOP": 50, "SMALL": 0})
        self.evaluate(scheme)
        self.assertFalse(self.standing(scheme, customer).is_new)

        with Form(scheme) as form:
            form.x_season_days = 100
        self.evaluate(scheme)

        self.assertTrue(self.standing(scheme, customer).is_new)
        self.assertEqual(scheme.last_evaluation_id.settings["new_days"], 100)
        self.assertEqual(scheme.copy().x_season_days, 100)
        self.assertEqual(scheme._export_dict()["scheme"]["x_season_days"], 100)
