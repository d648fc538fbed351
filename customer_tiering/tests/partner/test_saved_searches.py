import ast
import json

from odoo.tests import tagged

from ..common import TieringCase


@tagged("post_install", "-at_install", "home")
class TestSavedSearches(TieringCase):
    """The saved searches that come with the list of customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.action = cls.env.ref("customer_tiering.res_partner_action_customers")
        cls.shipped = {
            key: cls.env.ref(f"customer_tiering.ir_filters_{key}")
            for key in ("my_customers", "at_stake", "close")
        }

    def found(self, user, action=None):
        filters = self.seen_by(user, self.env["ir.filters"])
        found = filters.get_filters("res.partner", (action or self.action).id)
        ids = {record.id: key for key, record in self.shipped.items()}
        return {ids[one["id"]]: one for one in found if one["id"] in ids}

    def test_everybody_has_them_and_none_is_the_default(self):
        for role in ("user", "accountant", "manager", "admin"):
            found = self.found(self.user(role))
            self.assertEqual(found.keys(), self.shipped.keys(), role)
            for one in found.values():
                self.assertFalse(one["is_default"])
                self.assertFalse(one["user_ids"])

    def test_in_no_other_list_of_contacts(self):
        contacts = self.env.ref("contacts.action_contacts")
        self.assertFalse(self.found(self.user("user"), contacts))

    def test_each_finds_and_sorts(self):
        buyer = self.customer("Buyer")
        self.invoice(buyer, 10)
        self.evaluate(self.scheme())
        partners = self.seen_by(self.user("user"), self.env["res.partner"])
        for key, one in self.found(self.user("manager")).items():
            with self.subTest(key):
                order = ", ".join(json.loads(one["sort"])) or None
                partners.search(ast.literal_eval(one["domain"]), order=order)
                groups = ast.literal_eval(one["context"])["group_by"]
                if groups:
                    partners._read_group([], groups, ["__count"])

    def test_in_the_words_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        user = self.user("user")
        user.lang = "zh_CN"
        mine = self.shipped["my_customers"]
        names = self.env["ir.filters"].with_user(user).with_context(lang="zh_CN")
        self.assertEqual(names._customer_tier_names()[mine.id][0], mine.name)
        # what somebody called it stays
        mine.name = "Ours"
        self.assertEqual(self.found(user)["my_customers"]["name"], "Ours")
