from odoo.tests import tagged
from odoo.tools import SQL

from ...models.touch.recipients import recipients
from ..statement.statements import StatementCase


@tagged("post_install", "-at_install", "playbook")
class TestRecipients(StatementCase):
    """Which one contact of a customer is written to."""

    def recipient(self, customer, among=None):
        """The contact and the address."""
        ids = SQL("SELECT UNNEST(%s)", (among or customer).ids)
        asked = {"among": ids} if among else {"customers": ids}
        rows = self.env.execute_query(recipients(self.env, **asked))
        self.assertEqual([row[0] for row in rows], customer.ids)
        return self.env["res.partner"].browse(rows[0][1]), rows[0][2]

    def test_the_order(self):
        own = self.top
        self.assertEqual(self.recipient(own), (own, "buyer0@example.com"))
        first = self.contact(own, "First", email="First@Example.com")
        second = self.contact(own, "Second", email="second@example.com")
        self.contact(own, "Mute")
        invoice = self.contact(own, "Bills", email="b@example.com", type="invoice")
        self.assertEqual(self.recipient(own), (first, "first@example.com"))
        self.env["mail.message"].create(
            {
                "model": "res.partner",
                "res_id": own.id,
                "author_id": second.id,
                "message_type": "comment",
                "body": "Hello",
            }
        )
        self.assertEqual(self.recipient(own)[0], second)
        own.customer_tier_recipient_id = invoice
        self.assertEqual(self.recipient(own)[0], invoice)
        invoice.active = False
        self.assertEqual(self.recipient(own)[0], second)

    def test_nobody_has_an_address(self):
        self.top.email = False
        self.contact(self.top, "Mute")
        self.assertEqual(self.recipient(self.top), (self.top, None))

    def test_of_those_asked(self):
        bills = self.contact(self.top, "Bills", email="b@example.com", type="invoice")
        someone = self.contact(self.top, "Someone")
        self.assertEqual(self.recipient(self.top, bills + someone)[0], bills)
        self.assertEqual(self.recipient(self.top, someone), (someone, None))

    def test_statements_go_to_who_is_chosen(self):
        statements = self.env["customer.tier.statement"]
        bills = self.contact(self.top, "Bills", email="b@example.com", type="invoice")
        found = statements._reach(self.pyramid, self.top)[0]
        self.assertEqual(found.contact_id, self.top.id)
        self.top.customer_tier_recipient_id = bills
        found = statements._reach(self.pyramid, self.top)[0]
        self.assertEqual(found.contact_id, bills.id)
