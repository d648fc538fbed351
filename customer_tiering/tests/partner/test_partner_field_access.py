from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .standings import StandingCase

FIELD = "customer_tier_id"


@tagged("post_install", "-at_install")
class TestPartnerFieldAccess(StandingCase):
    """Who sees tiers: users of the addon, in the company and in its branches."""

    def as_user(self, user, model="res.partner"):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return self.env[model].with_user(user).with_context(**companies)

    def top(self):
        return [(FIELD, "=", self.tier["TOP"].id), ("id", "in", self.people.ids)]

    # ------------------------------------------------------------ right

    def test_with_right(self):
        partners = self.as_user(self.user("user"))
        tops = self.people.filtered(lambda p: self.shown[p].code == "TOP")
        self.assertPeople(partners.search(self.top()), tops)
        self.assertEqual(self.ada.with_env(partners.env)[FIELD].code, "TOP")
        standing = self.ada.with_env(partners.env).customer_tier_standing_id
        self.assertEqual(standing.tier_id.code, "TOP")
        self.assertIn(FIELD, partners.fields_get())
        self.assertTrue(partners._read_group(self.top(), [FIELD], ["__count"]))

    def test_salesperson_and_invoicing_have_the_right(self):
        for group in (
            "sales_team.group_sale_salesman",
            "account.group_account_invoice",
        ):
            user = self.user(group, groups=f"base.group_user,{group}")
            self.assertTrue(self.as_user(user).search(self.top()), group)

    def test_without_right(self):
        groups = "base.group_user,base.group_allow_export"
        partners = self.as_user(self.user("stranger", groups=groups))
        ada = self.ada.with_env(partners.env)
        ada.check_access("read")
        tier = [(FIELD, "=", self.tier["TOP"].id)]
        attempts = {
            "read": lambda: ada[FIELD],
            "read()": lambda: ada.read([FIELD]),
            "color": lambda: ada.customer_tier_color,
            "standing": lambda: ada.customer_tier_standing_id,
            "export": lambda: ada.export_data([FIELD]),
            "search": lambda: partners.search(tier),
            "negation": lambda: partners.search(["!", *tier]),
            "unset": lambda: partners.search([(FIELD, "=", False)]),
            "path": lambda: partners.search([(f"{FIELD}.code", "=", "TOP")]),
            "count": lambda: partners.search_count(tier),
            "filter": lambda: ada.filtered_domain(tier),
            "of a parent": lambda: partners.search([("parent_id", "any", tier)]),
            "sort": lambda: partners.search([], order=FIELD, limit=1),
            "group": lambda: partners._read_group([], [FIELD], ["__count"]),
            "client group": lambda: partners.formatted_read_group([], [FIELD], []),
        }
        for name, attempt in attempts.items():
            with self.subTest(attempt=name), self.assertRaises(AccessError):
                attempt()
                self.env.flush_all()

    def test_invisible_without_right(self):
        partners = self.as_user(self.user("stranger", groups="base.group_user"))
        self.assertNotIn(FIELD, partners.fields_get())
        for view in ("list", "kanban", "form", "search"):
            arch = partners.get_view(view_type=view)["arch"]
            # names only: Odoo notes in an attribute for whom it added a field
            names = [node.get("name") or "" for node in etree.fromstring(arch).iter()]
            self.assertFalse([name for name in names if "customer_tier" in name], view)

    # ------------------------------------------------------------ companies

    def test_branch_sees_the_tiers_of_its_company(self):
        branch = self.new_branch("Branch")
        partners = self.as_user(self.user("user", branch))
        tops = self.people.filtered(lambda p: self.shown[p].code == "TOP")
        self.assertPeople(partners.search(self.top()), tops)
        ada = self.ada.with_env(partners.env)
        self.assertEqual(ada[FIELD].code, "TOP")
        self.assertEqual(ada.customer_tier_standing_id.tier_id.code, "TOP")

    def test_company_does_not_see_the_tiers_of_its_branch(self):
        branch = self.new_branch("Branch")
        own = self.scheme(name="Own", company_id=branch.id, sequence=0)
        self.stand(own, self.ada, "MEDIUM")
        here = self.as_user(self.user("user"))
        there = self.as_user(self.user("user", branch))
        self.assertEqual(self.ada.with_env(here.env)[FIELD].code, "TOP")
        self.assertEqual(self.ada.with_env(there.env)[FIELD].code, "MEDIUM")
        self.assertEqual(self.bob.with_env(there.env)[FIELD].code, "BIG")
        self.assertFalse(there.search([*self.top(), ("id", "=", self.ada.id)]))

    def test_other_company_sees_none(self):
        other = self.new_company("Other")
        partners = self.as_user(self.user("user", other))
        self.assertFalse(partners.search(self.top()))
        self.assertFalse(self.ada.with_env(partners.env)[FIELD])
        domain = [("id", "in", self.people.ids)]
        unset = partners.search([*domain, (FIELD, "=", False)])
        self.assertEqual(len(unset), len(self.people))
        groups = partners._read_group(domain, [FIELD], ["__count"])
        self.assertEqual([(bool(t), c) for t, c in groups], [(False, len(self.people))])

    def test_company_at_work_decides(self):
        """In two companies, the tier follows the one that is switched to."""
        other = self.new_company("Other")
        theirs = self.scheme(name="Theirs", company_id=other.id)
        self.stand(theirs, self.ada, "SMALL")
        both = [(self.company, "TOP"), (other, "SMALL")]
        for company, code in [*both, *both]:
            context = {"allowed_company_ids": [company.id]}
            ada = self.ada.with_context(**context)
            self.assertEqual(ada[FIELD].code, code)
            tier = (FIELD, "=", self.tier[code].id)
            self.assertEqual(ada.search([("id", "=", ada.id), tier]), ada)
