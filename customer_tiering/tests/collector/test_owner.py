from odoo.tests import tagged

from ..common import AS_OF
from ..metrics import MetricCase


@tagged("post_install", "-at_install", "truth")
class TestOwner(MetricCase):
    """K22: a document belongs to the customer that the ledger gives it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = cls.customer("Old employer"), cls.customer("New employer")
        cls.buyer = cls.contact(cls.old, "Buyer")
        cls.invoices([(cls.old, 100), (cls.buyer, 20), (cls.new, 5)])
        cls.buyer.parent_id = cls.new
        cls.invoice(cls.buyer, 3)

    def opened(self, standing, kind):
        """The documents that a click on a figure lists."""
        action = standing._explanation().documents.open(kind)
        return self.env[action["res_model"]].search(action["domain"])

    def test_what_opens_adds_up_after_a_contact_moved(self):
        scheme = self.scheme()
        self.evaluate(scheme)

        for customer, revenue in ((self.old, 120), (self.new, 8)):
            standing = self.standing(scheme, customer)
            invoices = self.opened(standing, "revenue")
            self.assertEqual(standing.net_revenue, revenue)
            self.assertEqual(sum(invoices.mapped("amount_untaxed_signed")), revenue)
            self.assertEqual(len(self.opened(standing, "purchases")), 2)
            items = self.opened(standing, "revenue_items")
            self.assertEqual(-sum(items.mapped("balance")), revenue)

    def test_the_tier_on_a_document_is_that_of_the_ledger_s_customer(self):
        self.evaluate(self.scheme({"TOP": 50, "SMALL": 0}))
        moved = self.env["account.move"].search([("partner_id", "=", self.buyer.id)])

        self.assertEqual(
            {m.amount_untaxed: m.customer_tier_id.code for m in moved},
            {20: "TOP", 3: "SMALL"},
        )
        top = moved.filtered_domain([("customer_tier_id", "=", self.tier["TOP"].id)])
        self.assertEqual(top.amount_untaxed, 20)
        found = moved.search(
            [("id", "in", moved.ids), ("customer_tier_id", "=", self.tier["TOP"].id)]
        )
        self.assertEqual(found, top)

    def test_one_customer_alone_agrees_after_a_contact_moved(self):
        scheme = self.scheme(domain=f"[('id', 'in', {(self.old + self.new).ids})]")
        evaluation = self.evaluate(scheme)

        for customer, revenue in ((self.old, 120), (self.new, 8)):
            now = self.env["customer.tier.refresher"]._now(scheme, customer, AS_OF)
            self.assertEqual(now["figures"]["net_revenue"], (revenue, revenue))
        self.assertEqual(evaluation.revenue_classified, 128)

    def test_groups_are_formed_of_the_ledger_s_customers(self):
        head = self.customer("Holding")
        self.old.parent_id = head
        scheme = self.scheme(customer_level="group")

        self.evaluate(scheme)

        standing = self.standing(scheme, head)
        self.assertEqual(standing.net_revenue, 120)
        self.assertEqual(len(self.opened(standing, "revenue")), 2)
        self.assertEqual(self.standing(scheme, self.new).net_revenue, 8)

    def test_an_order_belongs_to_whoever_gets_the_invoice(self):
        payer = self.customer("Payer")
        order = self.sell(self.old, (70, 1))
        order.partner_invoice_id = payer
        frame = self.frame("open_orders", "order_count")

        found = frame.loc[[self.old.id, payer.id], ["open_orders", "order_count"]]
        self.assertEqual(found.to_numpy().tolist(), [[0, 0], [70, 1]])
