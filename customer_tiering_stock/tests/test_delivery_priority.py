from odoo import Command
from odoo.tests import tagged

from odoo.addons.customer_tiering.tests.common import TieringCase


@tagged("post_install", "-at_install", "benefit")
class TestDeliveryPriority(TieringCase):
    """Top has the priority *Very High*, Big *High*, Medium *Medium*, Small none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(4)
        cls.top, cls.big, cls.medium, cls.small = cls.people
        cls.invoices([(one, 400 - 100 * n) for n, one in enumerate(cls.people)])
        cls.pyramid = cls.scheme({"TOP": 25, "BIG": 25, "MEDIUM": 25, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.service = cls.env["customer.tier.benefit"].create(
            {
                "name": "Service",
                "kind": "service",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "priority": priority})
                    for code, priority in (("TOP", "3"), ("BIG", "2"), ("MEDIUM", "1"))
                ],
            }
        )
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )

    def picking(self, partner, kind="out_type_id", **values):
        kind = self.warehouse[kind]
        return self.env["stock.picking"].create(
            {
                "partner_id": partner.id,
                "picking_type_id": kind.id,
                "location_id": kind.default_location_src_id.id,
                "location_dest_id": kind.default_location_dest_id.id,
                **values,
            }
        )

    def test_deliveries_by_tier(self):
        found = [self.picking(one).priority for one in self.people]
        self.assertEqual(found, ["1", "1", "0", "0"])
        self.assertEqual(self.picking(self.contact(self.top)).priority, "1")

    def test_receipts_are_not_deliveries(self):
        self.assertEqual(self.picking(self.top, "in_type_id").priority, "0")

    def test_what_somebody_made_urgent_stays_urgent(self):
        self.assertEqual(self.picking(self.small, priority="1").priority, "1")

    def test_without_the_benefit(self):
        self.service.active = False
        self.assertEqual(self.picking(self.top).priority, "0")

    def test_a_change_of_tier_changes_no_delivery(self):
        picking = self.picking(self.top)
        self.service.line_ids.priority = "0"
        picking.invalidate_recordset()
        self.assertEqual(picking.priority, "1")
        self.assertEqual(self.picking(self.top).priority, "0")

    def test_another_company(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", elsewhere.id)], limit=1
        )
        self.warehouse = warehouse
        picking = self.picking(self.top)
        self.assertEqual(picking.company_id, elsewhere)
        self.assertEqual(picking.priority, "0")

    def test_many_deliveries_take_no_more_statements(self):
        def statements(count):
            pickings = self.env["stock.picking"].union(
                *(self.picking(self.top) for _ in range(count))
            )
            self.update(pickings, priority="0")
            before = self.cr.sql_log_count
            pickings._take_customer_tier_priority()
            return self.cr.sql_log_count - before

        statements(1)
        self.assertEqual(statements(1), statements(10))
