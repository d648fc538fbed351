from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TieringCase


@tagged("post_install", "-at_install")
class TestDelete(TieringCase):
    """Who never bought may be deleted; history keeps who once stood on the ladder."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme()
        cls.imported = cls.customer("Imported address")
        cls.buyer = cls.customer("Buyer")
        cls.purchase = cls.invoice(cls.buyer, 100)
        cls.evaluate(cls.pyramid)

    def test_an_imported_address_can_be_deleted(self):
        self.env["customer.tier.no.need"].create(
            {"partner_id": self.imported.id, "reason": "Has no workshop"}
        )
        self.evaluate(self.pyramid)
        changes = self.changes(self.pyramid, self.imported)
        self.assertEqual(changes.to_tier_id, self.tier["SUSPECT"] + self.tier["NONEED"])

        self.imported.unlink()

        self.assertFalse(changes.exists())
        self.assertEqual(len(self.pyramid.last_evaluation_id.result_ids), 2)
        self.assertEqual(self.evaluate(self.pyramid).customer_count, 1)

    def forget_purchase(self):
        """Nothing but our own history keeps the buyer from being deleted."""
        self.purchase.button_draft()
        self.purchase.unlink()
        self.evaluate(self.pyramid)

    def test_one_with_a_ranked_history_is_refused(self):
        self.forget_purchase()
        self.assertEqual(self.tier_code(self.pyramid, self.buyer), "SUSPECT")

        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.buyer.unlink()

        self.assertEqual(len(self.changes(self.pyramid, self.buyer)), 2)

    def test_both_together_are_refused_and_nothing_is_forgotten(self):
        self.forget_purchase()
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            (self.imported + self.buyer).unlink()

        self.assertTrue(self.changes(self.pyramid, self.imported))

    def test_who_may_not_delete_contacts_forgets_nothing(self):
        reader = self.user("reader", groups="base.group_user")

        with self.assertRaises(AccessError):
            self.imported.with_user(reader).unlink()

        self.assertTrue(self.changes(self.pyramid, self.imported))

    def test_a_contact_manager_without_our_rights_can_delete(self):
        groups = "base.group_user,base.group_partner_manager"
        clerk = self.user("clerk", groups=groups)

        self.imported.with_user(clerk).unlink()

        self.assertFalse(self.imported.exists())

    def test_deleting_a_scheme_takes_its_results_along(self):
        evaluation = self.pyramid.last_evaluation_id

        self.pyramid.unlink()

        self.assertFalse(evaluation.exists())
        self.assertFalse(self.changes(self.pyramid, self.buyer))
        self.assertFalse(self.standing(self.pyramid, self.buyer))
