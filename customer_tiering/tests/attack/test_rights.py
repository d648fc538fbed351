from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from ..common import GROUP, TieringCase

ROLES = ("user", "accountant", "manager", "admin")
ENGINE = (
    "customer.tier.evaluation",
    "customer.tier.evaluation.tier",
    "customer.tier.insight",
    "customer.tier.evaluation.issue",
    "customer.tier.evaluation.bridge",
    "customer.tier.evaluation.figure",
    "customer.tier.evaluation.signature",
    "customer.tier.evaluation.difference",
    "customer.tier.standing",
    "customer.tier.change",
    "customer.tier.follower",
)
SETUP = ("customer.tier", "customer.tier.scheme", "customer.tier.rule")
OURS = (*ENGINE, *SETUP, "customer.tier.no.need")
GIFTS = (
    "customer.gift",
    "customer.gift.budget",
    "customer.gift.budget.cap",
    "customer.gift.budget.line",
    "customer.gift.comparison",
    "customer.gift.delegation",
    "customer.gift.effect",
    "customer.gift.entry",
    "customer.gift.give",
    "customer.gift.hold",
    "customer.gift.occasion",
    "customer.gift.occasion.date",
    "customer.gift.plan",
    "customer.gift.plan.add",
    "customer.gift.policy",
    "customer.gift.pseudonym",
    "customer.gift.pseudonym.request",
    "customer.gift.pseudonymise",
    "customer.gift.reassign",
    "customer.gift.register.print",
    "customer.gift.request",
    "customer.gift.setup",
    "customer.gift.spot.check",
    "customer.gift.tag",
    "customer.tier.benefit",
    "customer.tier.benefit.balance",
    "customer.tier.benefit.cost",
    "customer.tier.benefit.line",
    "customer.tier.benefit.saving",
    "customer.tier.benefit.setup",
    "customer.tier.benefit.usage",
    "customer.tier.inversion",
    "customer.tier.inversion.check",
    "customer.tier.entitlement",
    "customer.tier.entitlement.answer",
    "customer.tier.entitlement.close",
    "customer.tier.statement",
    "customer.tier.statement.send",
    "product.template",
    "res.config.settings",
    "sale.order.line",
)
PLAYBOOKS = (
    "customer.playbook",
    "customer.playbook.answer",
    "customer.playbook.ask",
    "customer.playbook.play",
    "customer.playbook.play.step",
    "customer.playbook.proof",
    "customer.playbook.start",
    "customer.playbook.start.wizard",
    "customer.playbook.step",
    "customer.product.feedback",
    "crm.lead.lost",
    "customer.tier.segment",
    "mail.activity",
)
PROFILES = (
    "customer.preference",
    "customer.professional",
    "customer.quality.review",
    "customer.sensitive.topic",
    "customer.style",
    "customer.trait",
)
GROUPS = ("customer.group", "customer.group.member")
OTHERS = (
    "customer.tier.first.use",
    "customer.tier.payment.line",
    "customer.tier.sales.line",
    "customer.tier.refresh",
    "customer.tier.refresher",
    "res.partner",
    "sale.order",
    "account.move",
    "account.move.line",
    "crm.lead",
)
# model -> its public methods; each is tried below. A new one needs a test of its own.
PUBLIC = {
    "customer.tier.scheme": {
        "action_apply",
        "action_classify_now",
        "action_export",
        "action_view_standings",
        # TestPreview, TestDraft
        "action_preview",
        "action_preview_changes",
        "action_apply_draft",
        "action_discard_draft",
        # test_cutoffs.py
        "get_cutoffs",
        # test_benefit_catalogue.py
        "action_open_benefit_cell",
        "action_set_benefit_cell",
        "action_view_benefit_matrix",
        # test_segment_screen.py
        "action_view_segments",
    },
    "customer.tier.evaluation": {
        "action_retry",
        # TestUndo
        "action_ask_undo",
        "action_undo",
        "action_view_changes",
        "action_view_issues",
        "action_view_standings",
        # test_checked.py
        "action_ask_check",
        "action_check",
        "action_ask_uncheck",
        "action_uncheck",
        # test_compare.py
        "action_compare",
        "action_view_differences",
        "action_view_changed_documents",
    },
    # test_home_sales.py, test_home_year.py
    "customer.tier.home": {"get_cohorts", "get_home", "get_year"},
    # test_first_use.py
    "customer.tier.first.use": {"get_first_use"},
    # test_gift_setup.py, test_samples_setup.py
    "customer.gift.setup": {"action_set_up"},
    "customer.tier.benefit.setup": {"action_set_up"},
    # test_signature.py
    "customer.tier.evaluation.signature": {"action_download"},
    # test_bridge.py
    "customer.tier.evaluation.bridge": {"action_view_items"},
    "customer.tier.standing": {
        "action_view_documents",
        "action_view_changes",
        # test_metrics_payment_evidence.py
        "action_view_collected",
        "action_view_days_late",
        "action_view_overdue",
        "action_view_revenue_items",
        # test_explanation_full, test_override
        "action_view_figure",
        "action_set_manual",
        "action_remove_manual",
        # test_refresh_rights.py
        "action_refresh",
        # test_next_step.py
        "action_view_leads",
        "action_view_quotations",
        "action_new_quotation",
        "action_plan_activity",
    },
    "customer.tier.payment.line": {"action_view_items"},
    "customer.tier.sales.line": {"action_view_items"},
    "res.partner": {
        "action_view_customer_tier",
        "action_set_customer_tier_manual",
        "action_remove_customer_tier_manual",
        # test_refresh_rights.py
        "action_refresh_customer_tier",
        # test_gift_wizards.py, test_gift_samples.py
        "action_view_customer_tier_gifts",
        "action_add_to_gift_plan",
        "action_view_customer_tier_samples",
        # test_playbook_rights.py
        "action_view_customer_tier_plays",
        # test_benefit_prices.py
        "action_view_customer_tier_pricelist",
        # test_entitlement_actions.py
        "action_view_customer_tier_entitlements",
        # test_peers.py
        "action_quote_customer_tier_product",
        "get_customer_tier_peers",
        # test_profile_habits.py, test_relationship.py, test_quality_review.py
        "get_customer_tier_reply_habits",
        "action_view_customer_tier_referred",
        "action_view_customer_tier_reviews",
    },
    "sale.order": {
        # test_peers.py
        "action_add_customer_tier_product",
        # test_benefit_why.py
        "action_update_customer_tier_prices",
    },
    # test_playbook_rights.py, test_playbook_answers.py
    "customer.playbook": {"action_view_plays", "action_view_steps"},
    "customer.playbook.play": {"action_open_document", "action_resume"},
    "customer.playbook.play.step": {"action_open_document"},
    "customer.playbook.ask": {"action_answer", "action_not_useful"},
    # test_playbook_proof.py
    "customer.playbook.proof": {"action_view_held_out", "action_view_treated"},
    # test_intention.py, test_intention_playbooks.py
    "crm.lead": {
        "action_customer_tier_next_stage",
        "action_set_customer_tier_intention",
        "action_unarchive",
        "action_view_customer_tier_plays",
    },
    # test_product_feedback.py
    "crm.lead.lost": {"action_lost_reason_apply"},
    "customer.product.feedback": {"action_view_leads"},
    "product.template": {"action_view_customer_tier_feedback"},
    # test_segment_start.py, test_segment_screen.py
    "customer.playbook.start.wizard": {"action_start"},
    "customer.tier.segment": {
        "action_customers",
        "action_peers",
        "action_start_playbook",
    },
    # test_profile_notes.py, test_quality_review.py
    "customer.preference": {"action_still_true"},
    "customer.quality.review": {
        "action_decide",
        "action_finish",
        "action_reopen",
        "action_view_activities",
        "action_view_costs",
        "action_view_ratings",
        "action_view_refunds",
    },
    # test_group_rights.py
    "customer.group": {"action_step", "action_view_members"},
    "mail.activity": {
        "action_answer_playbook",
        "action_done",
        "action_playbook_not_useful",
    },
    # test_gift_rights.py, test_gift_policy.py, test_gift_correction.py
    "customer.gift": {
        "action_approve",
        "action_order",
        "action_give",
        "action_decline",
        "action_return",
        "action_cancel",
        "action_reset",
        "action_hold",
        "action_release",
        "action_check_policy",
        "action_correct",
        "action_view_corrections",
        # test_gift_give.py, test_gift_blocked.py
        "action_ask_give",
        "action_view_register_entry",
        "action_ask_compliance",
    },
    # test_gift_rights.py, test_gift_budget.py, test_gift_comparison.py
    "customer.gift.plan": {
        "action_make",
        "action_open",
        "action_close",
        "action_order_gifts",
        "action_view_gifts",
        "action_view_held",
        "action_view_to_approve",
        "action_preview_budget",
        "action_view_comparison",
        "action_view_effect",
        "action_view_effect_graph",
        "action_measure",
    },
    "customer.gift.budget": {"action_set_cell", "action_open_cell"},
    "customer.gift.entry": {"action_enter"},
    "customer.gift.give": {"action_give"},
    "customer.gift.hold": {"action_confirm"},
    "customer.gift.occasion": {"action_view_dates"},
    "customer.gift.occasion.date": {
        "action_merge",
        "action_unmerge",
        "action_view_plans",
    },
    "customer.gift.plan.add": {"action_add"},
    "customer.gift.pseudonymise": {"action_pseudonymise"},
    # test_attack_pseudonym.py
    "customer.gift.pseudonym.request": {"action_confirm", "action_refuse"},
    "customer.gift.reassign": {"action_reassign"},
    "customer.gift.register.print": {"action_print"},
    "customer.gift.spot.check": {"action_fine", "action_problem"},
    # test_benefit_catalogue.py
    "customer.tier.benefit": {
        "action_use_example",
        "action_view_matrix",
        # test_benefit_prices.py
        "action_turn_on_pricelists",
    },
    "customer.tier.benefit.balance": {"action_view_usage"},
    # test_benefit_cost.py
    "customer.tier.benefit.cost": {
        "action_open_costs",
        "action_read_again",
        "action_view_customers",
    },
    # test_benefit_inversion.py
    "customer.tier.inversion": {"action_open_lower"},
    "customer.tier.inversion.check": {"action_check", "action_open_check"},
    # test_entitlement_actions.py
    "customer.tier.entitlement": {
        "action_offer",
        "action_accept",
        "action_decline",
        "action_use",
        "action_reopen",
    },
    "customer.tier.entitlement.close": {"action_confirm"},
    # test_statement.py, test_statement_send.py
    "customer.tier.statement": {
        "action_preview",
        "action_send",
        "action_view_savings",
    },
    "customer.tier.statement.send": {"action_draft", "action_send"},
    "res.config.settings": {"action_load_gift_template"},
}
# the figures that are kept are those of a standing
PUBLIC["customer.tier.evaluation.figure"] = PUBLIC["customer.tier.standing"]
ORM = {"create", "read", "write", "unlink", "copy", "copy_data", "default_get"}


@tagged("post_install", "-at_install")
class TestRights(TieringCase):
    """Who may see, start and set up what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer, gone = cls.customers(2)
        cls.invoices([(cls.buyer, 100), (gone, 20)])
        gone.active = False
        cls.pyramid = cls.scheme()
        cls.evaluation = cls.evaluate(cls.pyramid)
        cls.evaluation.action_check()
        # a difference from what was checked
        cls.invoice(cls.buyer, 1)
        cls.evaluation._compare()
        cls.users = {role: cls.user(role) for role in ROLES}
        cls.users["plain"] = cls.user("plain", groups="base.group_user")
        cls.users["portal"] = cls.user("portal", groups="base.group_portal")
        cls.strangers = (cls.users["plain"], cls.users["portal"])

    def records(self, model, user):
        """What ``user`` sees of this test's company, by an ordinary search."""
        domain = (
            [] if model == "customer.tier" else [("company_id", "=", self.company.id)]
        )
        return self.seen_by(user, self.env[model]).search(domain)

    # ------------------------------------------------------------ reading

    def test_who_sees_what(self):
        issue = "customer.tier.evaluation.issue"
        bridge = "customer.tier.evaluation.bridge"
        difference = "customer.tier.evaluation.difference"
        insight = "customer.tier.insight"
        hidden = {
            "user": {issue, bridge, difference, insight, "customer.tier.follower"},
            "accountant": {insight, "customer.tier.follower"},
            "manager": {"customer.tier.follower"},
            "admin": set(),
        }
        for role in ROLES:
            for model in (*ENGINE, *SETUP):
                with self.subTest(role=role, model=model):
                    if model in hidden[role]:
                        with self.assertRaises(AccessError):
                            self.records(model, self.users[role])
                    else:
                        self.assertTrue(self.records(model, self.users[role]))

    def test_strangers_see_nothing(self):
        for user in self.strangers:
            for model in OURS:
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        self.seen_by(user, self.env[model]).search([])

    def test_strangers_read_no_tier_of_a_contact(self):
        fields = ("customer_tier_id", "customer_tier_standing_id")
        for user in self.strangers:
            partner = self.seen_by(user, user.partner_id)
            for name in fields:
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(AccessError):
                        partner.read([name])

    def test_the_groups_of_sales_and_accounting_bring_ours(self):
        for theirs, ours in (
            ("sales_team.group_sale_salesman", "user"),
            ("sales_team.group_sale_manager", "manager"),
            ("account.group_account_invoice", "accountant"),
        ):
            user = self.user(ours, self.new_company(theirs), groups=theirs)
            with self.subTest(theirs):
                self.assertTrue(user.has_group(f"{GROUP}{ours}"))
                self.assertFalse(user.has_group(f"{GROUP}admin"))

    # ------------------------------------------------------------ companies

    def test_other_companies_see_nothing_of_ours(self):
        other = self.new_company("Elsewhere Inc.")
        for role in ROLES:
            user = self.user(role, other)
            for model in OURS:
                if model == "customer.tier" or not self.may_read(user, model):
                    continue
                with self.subTest(role=role, model=model):
                    self.assertFalse(self.records(model, user))
        with self.assertRaises(AccessError):
            self.seen_by(user, self.pyramid).name = "Ours"

    def may_read(self, user, model):
        return self.seen_by(user, self.env[model]).has_access("read")

    def test_users_of_a_branch_see_what_the_company_decided(self):
        branch = self.new_branch("Tiering North")
        user = self.user("admin", branch)
        for model in (*ENGINE, *SETUP):
            with self.subTest(model):
                self.assertTrue(self.records(model, user))
        partner = self.seen_by(user, self.buyer)
        self.assertEqual(partner.customer_tier_id, self.tier["TOP"])
        self.assertEqual(partner.customer_tier_standing_id.net_revenue, 100)

    def test_a_company_does_not_see_the_scheme_of_a_branch(self):
        branch = self.new_branch("Tiering North")
        scheme = self.scheme(company_id=branch.id)
        self.evaluate(scheme)

        self.assertNotIn(scheme, self.records(scheme._name, self.users["admin"]))
        user = self.user("admin", branch)
        schemes = self.seen_by(user, scheme).search([])
        self.assertIn(scheme, schemes)

    # ------------------------------------------------------------ writing

    def test_nobody_touches_what_the_engine_writes(self):
        system = self.user("system", groups=f"base.group_system,{GROUP}admin")
        for user in (*self.users.values(), system):
            for model in ENGINE:
                records = self.env[model].search(
                    [("company_id", "=", self.company.id)], limit=1
                )
                self.assertTrue(records, model)
                mine = self.seen_by(user, records)
                with self.subTest(user=user.login, model=model):
                    with self.assertRaises(AccessError):
                        mine.create({})
                    with self.assertRaises(AccessError):
                        mine.write({"company_id": self.company.id})
                    with self.assertRaises(AccessError):
                        mine.unlink()

    def test_only_an_administrator_sets_up(self):
        rule = self.pyramid.rule_ids[0]
        for role, user in self.users.items():
            with self.subTest(role):
                if role == "admin":
                    self.seen_by(user, rule).threshold = 2
                    self.seen_by(user, self.pyramid).copy()
                    continue
                with self.assertRaises(AccessError):
                    self.seen_by(user, rule).write({"threshold": 3})
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.pyramid).write({"name": "Mine"})
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.tier["TOP"]).write({"name": "Mine"})
        self.assertEqual(rule.threshold, 2)

    def test_marks_belong_to_who_sets_them_and_to_the_manager(self):
        marks = self.env["customer.tier.no.need"]
        mark = self.seen_by(self.users["user"], marks).create(
            {"partner_id": self.buyer.id, "reason": "Has no workshop"}
        )
        mark.reason = "Sold his workshop"
        colleague = self.user("colleague", groups=f"base.group_user,{GROUP}user")

        with self.assertRaises(AccessError):
            self.seen_by(colleague, mark).reason = "Not true"
        with self.assertRaises(AccessError):
            self.seen_by(colleague, mark).unlink()
        self.seen_by(self.users["manager"], mark).unlink()

    # ------------------------------------------------------------ public methods

    def test_every_public_method_is_known(self):
        for model in OURS + OTHERS + PLAYBOOKS + PROFILES + GROUPS + GIFTS:
            found = {
                name
                for model_class in type(self.env[model]).mro()
                if model_class.__module__.startswith("odoo.addons.customer_tiering.")
                for name, member in vars(model_class).items()
                if callable(member) and not name.startswith("_")
            }
            found = {name for name in found - ORM if self.is_public(model, name)}
            with self.subTest(model):
                self.assertEqual(found, PUBLIC.get(model, set()))

    def is_public(self, model, name):
        try:
            return bool(get_public_method(self.env[model], name))
        except AccessError:
            return False

    def test_only_a_manager_starts_a_classification(self):
        failed = self.pyramid._queue_evaluation()
        failed.state = "failed"
        for role in ("user", "accountant", "plain", "portal"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.seen_by(user, self.pyramid).action_classify_now()
                with self.assertRaises(AccessError):
                    self.seen_by(user, failed).action_retry()
        self.assertEqual(failed.state, "failed")
        for role in ("manager", "admin"):
            self.seen_by(self.users[role], self.pyramid).action_classify_now()
            self.seen_by(self.users[role], failed).action_retry()
            failed.state = "failed"

    def test_nor_for_another_company(self):
        manager = self.user("manager", self.new_company("Elsewhere Inc."))
        failed = self.pyramid._queue_evaluation()
        failed.state = "failed"

        with self.assertRaises(AccessError):
            self.seen_by(manager, self.pyramid).action_classify_now()
        with self.assertRaises(AccessError):
            self.seen_by(manager, failed).action_retry()

    def test_strangers_open_nothing(self):
        standing = self.standing(self.pyramid, self.buyer)
        views = [
            (self.pyramid, "action_view_standings"),
            (self.evaluation, "action_view_standings"),
            (self.evaluation, "action_view_changes"),
            (self.evaluation, "action_view_issues"),
            (self.evaluation.signature_ids, "action_download"),
            (standing, "action_view_documents"),
            (standing, "action_view_changes"),
            (self.buyer, "action_view_customer_tier"),
        ]
        user, manager = self.users["plain"], self.users["manager"]
        for records, method in views:
            with self.subTest(method=method, model=records._name):
                self.assertTrue(getattr(self.seen_by(manager, records), method)())
                with self.assertRaises(AccessError):
                    getattr(self.seen_by(user, records), method)()
