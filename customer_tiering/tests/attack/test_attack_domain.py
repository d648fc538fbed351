import base64
import json

from odoo.exceptions import UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..common import GROUP
from ..gifts import GiftCase

CLASSIFIES = f"base.group_user,{GROUP}admin"
# of no use to anybody, and each must end in a sentence
NONSENSE = (
    "",
    "[",
    "None",
    "0",
    "{}",
    "'name'",
    "['|']",
    "['!']",
    "[('name',)]",
    "[('name', '=')]",
    "[('name', 'frobnicate', 'x')]",
    "[('no_such_field', '=', 1)]",
    "[('name.name', '=', 1)]",
    "[('name; DROP TABLE res_partner', '=', 1)]",
    "[('id', 'any', [('no_such_field', '=', 1)])]",
    "[('user_ids', 'any!', [('login', '!=', False)])]",
    "[('user_ids', 'not any!', [('login', '!=', False)])]",
    "[('ref', '=', open('/etc/passwd').read())]",
    "__import__('os').system('true')",
    "[('ref', '=', x) for x in ().__class__.__base__.__subclasses__()]",
    "[('ref', 'in', [uid])]",
    "[('ref', '=', '1'), *env['res.users'].search([])]",
    "[" * 500 + "]" * 500,
    "(" * 100000,
)
# usable, however it looks; it may find somebody or nobody
ODD = (
    "[('ref', '=', \"'; DROP TABLE customer_tier_scheme; --\")]",
    "[('ref', 'ilike', '%s %(x)s %% {{7*7}} ${7*7}')]",
    "[('ref', '=like', '%')]",
    "[('id', 'child_of', [0, -1])]",
    "[('parent_id', 'child_of', \"' OR 1=1 --\")]",
    "[('create_date', '>', '2020-01-01')]",
    "[('id', 'in', [])]",
    "[(1, '=', 1)]",
    "['!', '!', ('ref', '=', 'TIERING-TEST')]",
    str(["|"] * 200 + [("ref", "=", str(n)) for n in range(201)]),
)
# what a tier administrator without further roles may not read
HIDDEN = (
    "[('user_ids.password', '!=', False)]",
    "[('user_ids', 'any', [('password', 'like', 'a%')])]",
    "[('child_ids.user_ids.password', '!=', False)]",
    "[('invoice_ids.amount_total', '>', 1)]",
    "[('credit', '>', 1)]",
    "[('signup_type', '!=', False)]",
    "[('sale_order_ids.order_line.price_unit', '>', 1)]",
    "[('opportunity_ids.expected_revenue', '>', 1)]",
)


@tagged("post_install", "-at_install")
class TestAttackDomain(GiftCase):
    """What somebody writes reads no more than they may, though the engine runs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.user("only", groups=CLASSIFIES)
        cls.other = cls.new_company("Elsewhere Inc.")
        cls.theirs = cls.invoices([(cls.buyers[3], 777)], company=cls.other)

    def matching(self, record):
        """The test's customers that the engine finds by the condition."""
        self.env.flush_all()
        rows = self.env.execute_query(record.sudo()._contacts_query().select())
        return self.buyers & self.buyers.browse(id_ for (id_,) in rows)

    def written(self, user, domain):
        """The condition on a scheme of ``user``'s own, by RPC."""
        env = self.seen_by(user, self.pyramid).env
        values = self.pyramid.copy_data()[0] | {"name": "His own", "domain": domain}
        made = call_kw(env["customer.tier.scheme"], "create", [values], {})
        return self.pyramid.browse(made)

    def places(self, user):
        """Everywhere a condition is kept: function that writes it there."""
        scheme, plan = self.seen_by(user, self.pyramid), self.new_plan()
        plan = self.seen_by(user, plan)
        file = self.pyramid._export_dict()

        def imported(domain):
            data = file | {"scheme": file["scheme"] | {"domain": domain}}
            content = base64.b64encode(json.dumps(data).encode())
            wizards = scheme.env["customer.tier.scheme.transfer"]
            wizards.create({"content": content.decode()}).action_import()

        return {
            "created": lambda domain: self.written(user, domain),
            "written": lambda domain: scheme.write({"domain": domain}),
            "plan": lambda domain: plan.write({"domain": domain}),
            "imported": imported,
        }

    # ------------------------------------------------------------ refused

    def test_what_the_writer_may_not_read_is_refused(self):
        calls = 0
        for place, write in self.places(self.admin).items():
            for domain in HIDDEN:
                calls += 1
                with self.subTest(place=place, domain=domain):
                    with self.assertRaises(UserError) as refused:
                        write(domain)
                    self.assertIn("cannot be found with", str(refused.exception))
        self.assertEqual(calls, 32)

    def test_nonsense_is_refused_with_a_sentence(self):
        for place, write in self.places(self.admin).items():
            for domain in NONSENSE:
                with self.subTest(place=place, domain=domain[:60]):
                    with self.assertRaises(UserError):
                        write(domain)

    def test_odd_is_harmless(self):
        for domain in ODD:
            with self.subTest(domain[:60]):
                self.pyramid.domain = domain
                self.matching(self.pyramid)
                self.assertEqual(self.evaluate(self.pyramid).state, "done")
        self.assertTrue(self.env["customer.tier.scheme"].search_count([]))

    def test_a_loop_of_parents_ends(self):
        first, second = self.buyers[:2]
        self.update(first, parent_id=second.id)
        self.update(second, parent_id=first.id)
        self.pyramid.domain = str([("id", "child_of", first.id)])
        self.assertEqual(self.matching(self.pyramid), first + second)

    # ------------------------------------------------------------ no oracle

    def test_another_company_is_not_told_by_who_is_found(self):
        """Neither by an amount nor by whether there is any document at all."""
        user = self.user("acc", groups=f"{CLASSIFIES},account.group_account_manager")
        oracle = [("invoice_ids.amount_total", "=", 777)]
        for record in (self.pyramid, self.new_plan()):
            with self.subTest(record._name):
                his = self.seen_by(user, record)
                his.domain = str(oracle)
                self.assertFalse(self.matching(record))
                his.domain = str([("invoice_ids.company_id", "=", self.other.id)])
                self.assertFalse(self.matching(record))
                # while their own company's are found
                his.domain = str([("invoice_ids.amount_total", "=", 700)])
                self.assertEqual(self.matching(record), self.buyers[3])

    def test_nor_in_a_form_that_is_not_saved(self):
        user = self.user("acc", groups=f"{CLASSIFIES},account.group_account_manager")
        schemes = self.seen_by(user, self.env["customer.tier.scheme"])
        values = {
            "company_id": self.company.id,
            "domain": str([("invoice_ids.company_id", "=", self.other.id)]),
            "rule_ids": [[0, 0, {"tier_id": self.tier["TOP"].id, "threshold": 1}]],
            "period_months": 24,
        }
        spec = dict.fromkeys([*values, "warning"], {})
        arguments = [[], values, list(values), spec]
        found = call_kw(schemes, "onchange", arguments, {})["value"]["warning"]
        self.assertIn("(0)", found)
        values["domain"] = "[]"
        found = call_kw(schemes, "onchange", arguments, {})["value"]["warning"]
        self.assertIn("(10)", found)

    def test_a_colleagues_records_are_not_told(self):
        """Own documents only: so the condition finds by one's own documents only."""
        user = self.user("own", groups=f"{CLASSIFIES},sales_team.group_sale_salesman")
        order = self.order(self.buyers[5], 123)
        order.user_id = self.seller
        plan = self.seen_by(user, self.new_plan())
        plan.domain = str([("sale_order_ids.amount_untaxed", "=", 123)])
        self.assertFalse(self.matching(plan))
        order.user_id = user
        self.assertEqual(self.matching(plan), self.buyers[5])

    def test_whose_condition_it_is_cannot_be_forged(self):
        chief = self.user("chief", groups=f"{CLASSIFIES},base.group_system")
        scheme = self.seen_by(self.admin, self.pyramid)
        self.assertFalse(self.pyramid.domain_user_id)
        scheme.write({"domain": "[]", "domain_user_id": chief.id})
        self.assertEqual(self.pyramid.domain_user_id, self.admin)
        scheme.write({"domain_user_id": False})
        self.assertEqual(self.pyramid.domain_user_id, self.admin)
        copied = self.seen_by(chief, self.pyramid).copy({"domain_user_id": False})
        self.assertEqual(copied.domain_user_id, chief)

    def test_who_lost_the_right_leaves_the_ladder_as_it_was(self):
        user = self.user("acc", groups=f"{CLASSIFIES},account.group_account_manager")
        self.seen_by(user, self.pyramid).domain = str(
            [("ref", "=", "TIERING-TEST"), ("invoice_ids.amount_total", ">", 0)]
        )
        self.evaluate(self.pyramid)
        before = self.versions("customer_tier_standing")
        user.group_ids -= self.env.ref("account.group_account_manager")
        with self.assertRaisesRegex(ValidationError, "Select them again"):
            self.pyramid._queue_evaluation()._run()
        self.assertEqual(self.versions("customer_tier_standing"), before)
