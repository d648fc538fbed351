from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestStandIn(TransactionCase):
    def test_there(self):
        self.assertFalse(self.env["customer.tier.evaluation"].search([]))


class TestAtInstall(TransactionCase):
    def test_there_too(self):
        self.assertIn("customer.tier.evaluation", self.env)
