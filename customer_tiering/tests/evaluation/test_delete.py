from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import TieringCase


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

    def test_deleting_an_evaluation_takes_its_changes_and_leaves_the_ladder(self):
        newcomer = self.customer("Newcomer")
        self.invoice(newcomer, 10)
        evaluation = self.evaluate(self.pyramid)
        undo = self.env["customer.tier.standing.undo"]
        self.assertTrue(undo.search([("replaced_by_id", "=", evaluation.id)]))
        code = self.tier_code(self.pyramid, self.buyer)

        evaluation.unlink()

        self.assertFalse(self.changes(self.pyramid, newcomer))
        self.assertFalse(undo.search([("scheme_id", "=", self.pyramid.id)]))
        standing = self.standing(self.pyramid, self.buyer)
        self.assertEqual(standing.tier_id.code, code)
        self.assertFalse(standing.evaluation_id)

    def test_a_tier_that_customers_stand_in_or_stood_in_is_refused(self):
        spare = self.tier["TOP"].copy({"code": "SPARE", "name": "Spare"})
        other = self.tier["TOP"].copy({"code": "OTHER", "name": "Other"})
        standing = self.standing(self.pyramid, self.buyer)
        line = self.changes(self.pyramid, self.buyer)
        for record, column in (
            (standing, "tier_id"),
            (standing, "computed_tier_id"),
            (standing, "earned_tier_id"),
            (standing, "automatic_tier_id"),
            (line, "from_tier_id"),
            (line, "to_tier_id"),
        ):
            before = record[column].id or None
            with self.subTest(column):
                self.update(record, **{column: spare.id})
                with self.assertRaisesRegex(UserError, "“Spare”"):
                    (spare + other).unlink()
                self.update(record, **{column: before})
        (spare + other).unlink()
        self.assertFalse((spare + other).exists())
