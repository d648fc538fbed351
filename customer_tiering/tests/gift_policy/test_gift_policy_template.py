from odoo.tests import tagged

from .gift_policies import GiftPolicyCase


@tagged("post_install", "-at_install", "gift")
class TestGiftPolicyTemplate(GiftPolicyCase):
    def applying(self, template=False):
        self.company.customer_gift_policy_template = template
        return self.env["customer.gift.policy"]._applying(self.company)

    def test_by_the_country_of_the_company(self):
        self.company.country_id = False
        self.assertEqual(set(self.applying().mapped("template")), {"general"})
        self.company.country_id = self.env.ref("base.cn")
        self.assertEqual(set(self.applying().mapped("template")), {"china"})
        self.assertEqual(set(self.applying("own").mapped("template")), set())

    def test_every_rule_is_shipped(self):
        policies = self.env["customer.gift.policy"].with_context(active_test=False)
        codes = {code for code, _name in policies._fields["code"].selection}
        china = set(self.applying("china").mapped("code"))
        # season and country rules are those of the countries
        self.assertEqual(codes - china, {"C22", "C25"})
        general = set(self.applying("general").mapped("code"))
        self.assertEqual(china - general, {"C10"})
        for policy in self.applying("china") + self.applying("general"):
            if policy.code != "C24":
                self.assertIn("This is not legal advice", policy.note)

    def test_countries_are_shipped_inactive(self):
        policies = self.env["customer.gift.policy"].with_context(active_test=False)
        others = policies.search([("template", "not in", (False, "china", "general"))])
        self.assertEqual(
            set(others.mapped("template")), {"us", "uk", "de", "fr", "in", "jp", "kr"}
        )
        self.assertFalse(any(others.mapped("active")))
        german = others.filtered(lambda p: p.template == "de" and p.code == "C25")
        german.active = True
        self.assertIn(german, self.applying("china"))

    def test_chinas_figures(self):
        """A tea box of 411 for an employee, as in the case of 2025."""
        self.rate(self.env.ref("base.CNY"), "2025-01-01", 1.0)
        self.company.customer_gift_policy_template = "china"
        contact = self.official("no")
        gift = self.gift(
            self.buyer, 411, contact_id=contact.id, amount=411,
            budget_line_id=self.budget.line_ids[0].id,
        )  # fmt: skip
        found = self.found(gift)
        self.assertIn(("C03", "approve", "value"), found)
        self.assertIn(("C10", "approve", "employee"), found)
        self.assertEqual(gift.severity, "approve")
        self.mode("strict")
        self.assertIn(("C03", "block", "value"), self.found(gift))
        self.mode("normal")
        gift.write({"cost": 50, "form": "goods"})
        self.assertEqual(self.found(gift), [])

    def test_general_is_the_same_figure_in_euro(self):
        self.eur.rate_ids.unlink()
        self.usd.rate_ids.unlink()
        europe = self.new_company("Europe", currency_id=self.eur.id)
        gift = self.gift(self.buyer, 50.01, company_id=europe.id, scheme_id=False)
        found = [line for line in gift.findings if line["code"] == "C03"]
        self.assertEqual([line["limit"] for line in found], [50])

    def test_load_a_template(self):
        self.rate(self.env.ref("base.CNY"), "2025-01-01", 7.2)
        shipped = self.env["customer.gift.policy"].search([("template", "=", "china")])
        copies = self.company._load_customer_gift_template("china")
        self.assertEqual(len(copies), len(shipped))
        self.assertEqual(self.company.customer_gift_policy_template, "own")
        self.assertEqual(
            copies, self.env["customer.gift.policy"]._applying(self.company)
        )
        c03 = copies.filtered(lambda policy: policy.code == "C03")
        # 200 and 400 CNY at 7.2 are 27.78 and 55.56
        self.assertEqual(
            (c03.currency_id, c03.amount, c03.second_amount), (self.usd, 28, 56)
        )
        tiers = copies.filtered(lambda policy: policy.code == "C06").tier_ids
        self.assertIn(self.tier["TOP"], tiers)

    def test_settings(self):
        admin = self.user(
            "admin",
            groups="base.group_system,customer_tiering.group_customer_tier_admin",
        )
        settings = self.seen_by(admin, self.env["res.config.settings"]).create({})
        self.assertEqual(settings.customer_gift_policy_mode, "normal")
        settings.customer_gift_policy_mode = "strict"
        settings.customer_gift_policy_template = "general"
        settings.execute()
        self.assertEqual(self.company.customer_gift_policy_mode, "strict")
        action = settings.action_load_gift_template()
        self.assertEqual(action["res_model"], "customer.gift.policy")
        policies = self.env["customer.gift.policy"].search(action["domain"])
        self.assertIn("C03", policies.mapped("code"))

    def test_tax_note(self):
        self.company.customer_gift_policy_template = "china"
        gift = self.gift(self.buyer)
        self.assertIn("60 %", gift.tax_note)
        self.company.customer_gift_policy_template = "own"
        gift.invalidate_recordset(["tax_note"])
        self.assertFalse(gift.tax_note)

    def test_views(self):
        for model, kinds in (
            ("customer.gift.policy", ("list", "form", "search")),
            ("customer.gift.delegation", ("list", "form", "search")),
            ("customer.gift.spot.check", ("list", "form", "search")),
            ("res.partner", ("form",)),
            ("crm.lead", ("form", "search")),
            ("sale.order", ("form",)),
            ("product.template", ("form",)),
            ("res.config.settings", ("form",)),
        ):
            views = self.env[model].get_views([(False, kind) for kind in kinds])
            self.assertEqual(set(views["views"]), set(kinds))
        arch = self.env["res.partner"].get_views([(False, "form")])
        self.assertIn("customer_tier_official", arch["views"]["form"]["arch"])
