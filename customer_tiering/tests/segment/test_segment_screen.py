from odoo.exceptions import AccessError
from odoo.tests import tagged

from .segments import SegmentCase


@tagged("post_install", "-at_install", "playbook")
class TestSegmentScreen(SegmentCase):
    """The screen of segments: every figure opens what it counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.six = cls.preset()
        cls.evaluate(cls.six)
        cls.manager = cls.user("manager", groups="sales_team.group_sale_manager")

    def rows(self, user):
        segments = self.env["customer.tier.segment"].with_user(user)
        return segments.with_context(allowed_company_ids=self.company.ids).search(
            [("scheme_id", "=", self.six.id)]
        )

    def test_customers_revenue_and_shares_by_hand(self):
        """Of 45,400 the champions bring 14,300, the four at risk 17,100."""
        shown = {
            row.tier_id.code: (
                row.customer_count,
                row.net_revenue,
                round(row.customer_share, 4),
                round(row.revenue_share, 4),
            )
            for row in self.rows(self.manager)
        }
        self.assertEqual(
            shown,
            {
                "SEG_CHAMPIONS": (2, 14_300, 0.1667, 0.315),
                "SEG_LOYAL": (2, 13_200, 0.1667, 0.2907),
                "SEG_RECENT": (2, 600, 0.1667, 0.0132),
                "SEG_AT_RISK": (4, 17_100, 0.3333, 0.3767),
                "SEG_COOLING": (2, 200, 0.1667, 0.0044),
                "SEG_DORMANT": (0, 0, 0, 0),
            },
        )

    def test_every_count_opens_its_customers(self):
        for row in self.rows(self.manager):
            action = row.action_customers()
            found = self.env["customer.tier.standing"].search(action["domain"])
            self.assertEqual(len(found), row.customer_count)
            self.assertEqual(sum(found.mapped("net_revenue")), row.net_revenue)

    def test_another_company_sees_nothing(self):
        foreign = self.user("admin", self.new_company("Other Inc."))
        segments = self.env["customer.tier.segment"].with_user(foreign)
        segments = segments.with_context(allowed_company_ids=foreign.company_ids.ids)
        self.assertFalse(segments.search([]))
        with self.assertRaises(AccessError):
            self.segment(self.six, "AT_RISK").with_env(segments.env).action_customers()

    def test_nobody_without_a_role_opens_it(self):
        plain = self.user("plain", groups="base.group_user")
        row = self.segment(self.six, "AT_RISK").with_user(plain)
        for action in ("action_customers", "action_peers", "action_start_playbook"):
            with self.assertRaises(AccessError):
                getattr(row, action)()

    def test_the_doubt_is_said_once(self):
        rows = self.rows(self.manager)
        self.assertIn("Based on 12 buyers: coarse.", rows[0].doubt)
        self.assertFalse(any(row.doubt for row in rows[1:]))

    def test_what_peers_buy_is_of_this_segment(self):
        action = self.segment(self.six, "AT_RISK").action_peers()
        self.assertEqual(action["res_model"], "customer.tier.product")
        self.assertIn(("tier_id", "=", self.tier["SEG_AT_RISK"].id), action["domain"])
        self.assertIn(("scheme_id", "=", self.six.id), action["domain"])

    def test_a_scheme_leads_to_its_segments(self):
        action = self.six.with_user(self.manager).action_view_segments()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.rows(self.manager))

    def test_only_schemes_of_segments_are_on_it(self):
        self.evaluate(self.scheme())
        self.preset("eight_segments")
        segments = self.env["customer.tier.segment"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(segments.scheme_id, self.six)

    def test_the_number_of_statements_is_constant(self):
        def statements():
            self.env.invalidate_all()
            rows = self.rows(self.manager)
            before = self.cr.sql_log_count
            rows.read(["customer_count", "net_revenue", "revenue_share", "advice"])
            return self.cr.sql_log_count - before

        statements()
        few = statements()
        eleven = self.preset("eleven_segments")
        self.evaluate(eleven)
        self.six = eleven
        statements()
        self.assertEqual(statements(), few)
