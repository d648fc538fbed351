import io
import re
from pathlib import Path

from odoo.models import MetaModel
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged
from odoo.tools import convert_xml_import

from ..common import TieringCase

DEVELOP = Path(__file__).parents[2] / "readme" / "DEVELOP.md"
ADDON = "customer_tiering_visits"


def example(title):
    """``{language: code}`` of the worked example ``title`` of DEVELOP."""
    _before, part = DEVELOP.read_text(encoding="utf-8").split(f"**{title}.**")
    return dict(re.findall(r"```(\w+)\n(.*?)```", part, re.DOTALL)[:2])


@tagged("post_install", "-at_install")
class TestDevelop(TieringCase):
    """What DEVELOP tells other addons to write does what it says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.example = example("A metric")
        cls.anvil, cls.hammer = cls.customers(2)
        cls.invoices([(cls.anvil, 100), (cls.hammer, 60)])
        for customer in (cls.hammer, cls.contact(cls.hammer), cls.anvil):
            cls.lead(customer)

    def install(self, code, data):
        """Extend the registry by the models of ``code``, and load ``data``.

        All of it is gone when the test ends.
        """
        registry = self.registry
        self.registry_enter_test_mode()
        definitions = MetaModel._module_to_models__
        self.addCleanup(definitions.pop, ADDON, None)
        exec(code, {"__name__": f"odoo.addons.{ADDON}.models.visits"})
        names = [definition._name for definition in definitions[ADDON]]
        before = {name: registry[name]._base_classes__ for name in names}
        self.addCleanup(self.restore, before)
        for definition in definitions[ADDON]:
            add_to_registry(registry, definition)
        registry._setup_models__(self.cr, names)
        tables = registry.descendants(names, "_inherit")
        tables = [name for name in tables if registry[name]._auto]
        registry.init_models(self.cr, tables, {"module": ADDON}, install=False)
        file = io.BytesIO(data.encode())
        file.name = "metric.xml"
        convert_xml_import(self.env, ADDON, file, {}, "init")

    def restore(self, before):
        for name, bases in before.items():
            self.registry[name]._base_classes__ = bases
            self.registry[name]._setup_done__ = False
        self.registry._setup_models__(self.cr, before)

    def test_a_metric_of_another_addon(self):
        self.install(self.example["python"], self.example["xml"])
        metric = self.env.ref(f"{ADDON}.metric_visits")
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
        self.install(self.example["python"], self.example["xml"])
        metric = self.env.ref(f"{ADDON}.metric_visits")
        scheme = self.scheme({"TOP": 50, "SMALL": 0}, metric_ids=metric.ids)
        self.evaluate(scheme)
        self.lead(self.anvil)

        found = self.anvil._customer_tier_now(scheme)

        self.assertEqual(found["figures"]["x_visits"], (1, 2))
