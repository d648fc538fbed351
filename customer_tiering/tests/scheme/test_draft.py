from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..common import AS_OF
from ..evaluation.test_preview import PreviewCase
from ..evaluation.test_queue import CRON


@tagged("post_install", "-at_install")
class TestDraft(PreviewCase, CronMixinCase):
    """Changes are made on a copy that counts for nobody."""

    def test_a_draft_is_a_copy_out_of_sight(self):
        action = self.pyramid.action_preview_changes()

        draft = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(draft.draft_of_id, self.pyramid)
        self.assertEqual(draft.name, self.pyramid.name)
        self.assertFalse(draft.active or draft.in_force or draft.last_evaluation_id)
        self.assertEqual(draft.rule_ids.mapped("threshold"), [25, 0])
        # pressed again, it is the same one
        self.assertEqual(self.pyramid.action_preview_changes()["res_id"], draft.id)
        self.assertEqual(draft.action_preview_changes()["res_id"], draft.id)
        listed = self.env.ref("customer_tiering.customer_tier_scheme_action")
        schemes = self.env["customer.tier.scheme"].with_context(active_test=False)
        self.assertEqual(listed.domain, '[("draft_of_id", "=", False)]')
        self.assertNotIn(draft, schemes.search([("draft_of_id", "=", False)]))
        self.assertNotIn(draft.id, self.pyramid._shown_ids(self.company.id))

    def test_a_draft_is_never_in_force(self):
        draft = self.draft()
        for values in ({"active": True}, {"in_force": True}):
            with self.subTest(values), self.assertRaises(ValidationError):
                draft.write(values)
        draft.next_date = AS_OF
        self.env["customer.tier.scheme"]._queue_due()
        self.assertFalse(draft.evaluation_ids)

    def test_applying_writes_back_deletes_the_draft_and_queues(self):
        draft = self.draft(50)
        draft.write({"ties": "up", "grace_days": 30, "sequence": 99})
        cap = {
            "tier_id": self.tier["SMALL"].id,
            "metric_id": draft.value_metric_id.id,
            "above": 90,
        }
        draft.cap_ids = [(0, 0, cap)]
        sequence = self.pyramid.sequence

        with self.capture_triggers(CRON) as triggers:
            action = self.preview(draft).action_apply()

        self.assertFalse(draft.exists())
        self.assertEqual((self.pyramid.ties, self.pyramid.grace_days), ("up", 30))
        self.assertEqual(self.pyramid.rule_ids.mapped("threshold"), [50, 0])
        self.assertEqual(self.pyramid.cap_ids.above, 90)
        self.assertEqual(self.pyramid.sequence, sequence)
        self.assertTrue(self.pyramid.active and self.pyramid.in_force)
        evaluation = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            (evaluation.scheme_id, evaluation.state), (self.pyramid, "queued")
        )
        self.assertTrue(triggers.records)
        self.assertIn(
            "before: Top 25, Small. Cut-offs now: Top 50, Small",
            self.pyramid.message_ids[0].body,
        )

    def test_lines_that_did_not_change_stay_the_same_records(self):
        rules = self.pyramid.rule_ids
        draft = self.pyramid._the_draft()
        draft.ties = "up"

        draft.action_apply_draft()

        self.assertEqual(self.pyramid.rule_ids, rules)
        self.assertEqual(self.pyramid.ties, "up")

    def test_discarding_leaves_the_scheme_as_it_was(self):
        draft = self.draft(50)

        action = draft.action_discard_draft()

        self.assertFalse(draft.exists())
        self.assertEqual(action["res_id"], self.pyramid.id)
        self.assertEqual(self.pyramid.rule_ids.mapped("threshold"), [25, 0])
        for method in ("action_discard_draft", "action_apply_draft"):
            with self.assertRaisesRegex(UserError, "Only a draft"):
                getattr(self.pyramid, method)()

    def test_a_scheme_not_in_force_is_applied_itself(self):
        fresh = self.scheme({"TOP": 25, "SMALL": 0}, in_force=False)

        action = self.preview(fresh).action_apply()

        self.assertTrue(fresh.in_force)
        self.assertEqual(
            self.env[action["res_model"]].browse(action["res_id"]).scheme_id, fresh
        )

    def test_managers_who_set_up_nothing_apply_nothing(self):
        draft = self.draft()
        for role in ("user", "manager"):
            mine = self.seen_by(self.user(role), draft)
            for method in ("action_apply_draft", "action_discard_draft"):
                with self.subTest(role=role, method=method):
                    with self.assertRaises(AccessError):
                        getattr(mine, method)()
        self.assertTrue(draft.exists())
