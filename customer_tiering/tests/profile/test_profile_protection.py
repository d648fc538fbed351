from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ...models.collector.reading import Reading
from ...tools.groups import PROFILE_GROUP
from ..common import AS_OF
from .people import NOTED, PeopleCase


@tagged("post_install", "-at_install", "playbook", "control")
class TestProfileProtection(PeopleCase):
    """What is noted about a person reaches nobody but those who may read it."""

    def setUp(self):
        super().setUp()
        self.as_sue(self.lin).write(
            {
                "customer_tier_style_id": self.shipped("style_analytical").id,
                "customer_tier_temperament_id": self.shipped("temperament_peaceful").id,
                "customer_tier_trait_ids": self.shipped("trait_picky").ids,
            }
        )
        self.noted = self.note()

    def rpc(self, user, model, method, *args, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        context = {"allowed_company_ids": user.company_ids.ids}
        return call_kw(
            self.env[model].with_user(user),
            method,
            args,
            {**kwargs, "context": context},
        )

    # ------------------------------------------------------------ who reads it

    def test_every_field_on_contacts_has_the_group(self):
        fields = self.env["res.partner"]._fields
        grouped = {n for n in fields if PROFILE_GROUP in (fields[n].groups or "")}
        self.assertEqual(grouped, NOTED)
        for name in NOTED:
            self.assertEqual(fields[name].groups, PROFILE_GROUP, name)
        # whatever leads to what is noted is one of them
        models = {"customer.style", "customer.trait", "customer.preference"}
        for name, field in fields.items():
            if field.comodel_name in models:
                self.assertIn(name, NOTED)

    def test_nobody_has_the_group_by_another_one(self):
        group = self.env.ref(PROFILE_GROUP)
        self.assertFalse(group.all_implied_by_ids - group)
        for user in (self.tom, self.manager, self.user("admin")):
            self.assertFalse(user.has_group(PROFILE_GROUP))

    def test_it_is_read_with_the_group(self):
        (row,) = self.rpc(self.sue, "res.partner", "read", self.lin.ids, list(NOTED))
        self.assertEqual(row["customer_tier_style_id"][1], "Analytical")
        self.assertIn("exact", row["customer_tier_trait_advice"])

    def test_it_is_not_read_without_the_group(self):
        portal = self.user("portal", groups="base.group_portal")
        portal.partner_id.parent_id = self.anvil
        own = portal.partner_id
        self.as_sue(own).customer_tier_style_id = self.shipped("style_friendly")
        for user, person in (
            (self.tom, self.lin),
            (self.manager, self.lin),
            (portal, own),
        ):
            for name in NOTED:
                for method, args in (
                    ("read", (person.ids, [name])),
                    ("search_read", ([("id", "=", person.id)], [name])),
                    ("search", ([(name, "!=", False)],)),
                    ("web_read", (person.ids, {name: {}})),
                    ("export_data", (person.ids, [name])),
                    ("write", (person.ids, {name: False})),
                ):
                    with (
                        self.subTest(f"{user.login} {method} {name}"),
                        # whoever may not export at all is refused for that
                        self.assertRaises(UserError),
                    ):
                        self.rpc(user, "res.partner", method, *args)
            for name in ("customer_tier_style_id", "customer_tier_trait_ids"):
                with self.assertRaises(AccessError):
                    self.rpc(
                        user, "res.partner", "formatted_read_group", [], [name], []
                    )
            found = self.rpc(user, "res.partner", "fields_get")
            self.assertFalse(NOTED & found.keys())

    def test_no_way_round_through_other_records(self):
        """Conditions, groups and orders of what hangs on a contact."""
        self.order(self.lin, confirm=False)
        name = "customer_tier_style_id"
        style = self.shipped("style_analytical").id
        for model, path in (("sale.order", "partner_id"), ("res.users", "partner_id")):
            for method, args in (
                ("search", ([(f"{path}.{name}", "=", style)],)),
                ("search", ([(f"{path}.{name}.name", "ilike", "ana")],)),
                ("search_count", ([(path, "any", [(name, "=", style)])],)),
                ("search_read", ([], ["id"], 0, 1, f"{path}.{name}")),
                ("formatted_read_group", ([], [f"{path}.{name}"], ["__count"])),
                ("web_read", (self.tom.ids, {path: {"fields": {name: {}}}})),
            ):
                if method == "web_read" and model != "res.users":
                    continue
                with self.subTest(f"{model} {method} {args}"):
                    self.assertTrue(self.is_refused(model, method, *args))

    def is_refused(self, *call):
        """By a right, or because nothing can be sorted or grouped in this way."""
        try:
            self.rpc(self.tom, *call)
        except (AccessError, ValueError):
            return True
        return False

    def test_the_records_are_not_read_without_the_group(self):
        for user in (self.tom, self.manager, self.user("admin")):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.seen_by(user, self.env["customer.preference"]).search([])
        with self.assertRaises(AccessError):
            self.as_tom(self.env["customer.style"]).search([])

    def test_views_show_it_with_the_group_only(self):
        for user, shown in ((self.sue, True), (self.tom, False)):
            arch = self.rpc(user, "res.partner", "get_view", None, "form")["arch"]
            self.assertEqual("customer_tier_preference_ids" in arch, shown)
            self.assertEqual("customer_tier_reply_habits" in arch, shown)

    def test_mails_and_reports_of_others_do_not_have_it(self):
        """Templates are rendered with the rights of whoever writes the mail."""
        body = '<t t-out="object.customer_tier_style_id.name"/>'
        template = self.env["mail.template"].create(
            {
                "name": "Note",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "body_html": body,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.as_sue(template)._render_field("body_html", self.lin.ids)
        self.assertIn("Analytical", found[self.lin.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "enough rights to access the field"):
            self.as_tom(template)._render_field("body_html", self.lin.ids)

    def test_a_note_is_of_its_company(self):
        other = self.user(
            "far", self.new_company("Elsewhere Inc."), groups=PROFILE_GROUP
        )
        self.assertFalse(
            self.seen_by(other, self.env["customer.preference"]).search([])
        )

    def test_own_customers_only_if_the_company_says_so(self):
        self.tom.group_ids += self.env.ref(PROFILE_GROUP)
        notes = self.as_tom(self.env["customer.preference"])
        self.assertIn(self.noted, notes.search([]))
        self.company.customer_tier_own_customers = True
        self.env.flush_all()
        self.assertFalse(notes.search([]))
        self.assertIn(self.noted, self.as_sue(notes).search([]))

    # ------------------------------------------------------------ where it goes

    def test_it_is_no_commercial_and_no_portal_field(self):
        """Commercial fields are copied to colleagues, address fields to the portal."""
        partners = self.env["res.partner"]
        for fields in (
            partners._commercial_fields(),
            partners._synced_commercial_fields(),
            partners._address_fields(),
            partners._formatting_address_fields(),
            partners._get_frontend_writable_fields()
            if hasattr(partners, "_get_frontend_writable_fields")
            else (),
        ):
            self.assertFalse(NOTED & set(fields))
        self.assertFalse(self.max.customer_tier_style_id)
        self.assertFalse(self.anvil.customer_tier_style_id)

    def test_a_copy_is_somebody_else(self):
        other = self.as_sue(self.lin).copy()
        self.assertFalse(any(other[name] for name in NOTED))

    def test_contacts_neither_compute_nor_track_it(self):
        """A stored compute on contacts is one of every contact at the next update."""
        for name, field in self.env["res.partner"]._fields.items():
            if name.startswith("customer_tier_"):
                with self.subTest(name):
                    self.assertFalse(field.compute and field.store)
                    if name in NOTED:
                        self.assertFalse(getattr(field, "tracking", None))

    def test_a_list_of_contacts_asks_for_nothing(self):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(__system__=3):
            (self.lin + self.max).mapped("name")

    # ------------------------------------------------------------ no figure of it

    def test_no_metric_is_made_of_it(self):
        columns = {
            column.name
            for source in self.env["customer.tier.collector"]
            ._sources(self.reading())
            .values()
            for column in source.columns
        }
        told = " ".join(columns) + " ".join(self.env["customer.tier.standing"]._fields)
        for word in ("style", "temperament", "trait", "preference", "review_count"):
            self.assertNotIn(word, told)

    def reading(self):
        return Reading(self.env, self.scheme(), AS_OF)

    def test_no_condition_of_a_scheme_reads_it(self):
        style = self.shipped("style_analytical").id
        scheme = self.scheme()
        user = self.user("admin")
        user.group_ids += self.env.ref(PROFILE_GROUP)
        for domain in (
            f"[('customer_tier_style_id', '=', {style})]",
            f"[('child_ids.customer_tier_style_id', '=', {style})]",
            "[('child_ids', 'any', [('customer_tier_trait_ids.name', '=', 'x')])]",
            "[('customer_tier_preference_ids.text', 'ilike', 'tea')]",
            "['!', ('customer_tier_temperament_id', '=', False)]",
        ):
            for someone in (self.env.user, user):
                with (
                    self.subTest(f"{someone.login} {domain}"),
                    self.refuses("sorts no customers|access", ValidationError),
                ):
                    self.seen_by(someone, scheme).domain = domain

    # ------------------------------------------------------------ merge

    def merge(self, *partners):
        wizard = self.env["base.partner.merge.automatic.wizard"].create(
            {
                "state": "selection",
                "dst_partner_id": partners[0].id,
                "partner_ids": [partner.id for partner in partners],
            }
        )
        wizard.action_merge()

    def test_a_merge_keeps_every_note(self):
        twin = self.contact(self.anvil, "Lin Y.")
        self.as_sue(twin).write(
            {
                "customer_tier_style_id": self.shipped("style_friendly").id,
                "customer_tier_trait_ids": (
                    self.shipped("trait_picky") + self.shipped("trait_slow")
                ).ids,
            }
        )
        other = self.note(twin, "Speaks French")
        self.merge(self.lin, twin)
        self.assertFalse(twin.exists())
        self.assertEqual((self.noted + other).mapped("partner_id"), self.lin)
        self.assertEqual(other.author_id, self.sue)
        self.assertEqual(
            self.lin.customer_tier_trait_ids,
            self.shipped("trait_slow") + self.shipped("trait_picky"),
        )
        self.assertEqual(self.lin.customer_tier_style_id.name, "Analytical")

    def test_a_merge_by_somebody_who_may_not_read_it_keeps_it(self):
        twin = self.contact(self.anvil, "Lin Y.", email=self.lin.email)
        user = self.user("merges", groups="base.group_user,base.group_partner_manager")
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(user)
        wizard.create({})._merge((twin + self.lin).ids, twin.with_user(user))
        self.assertEqual(twin.customer_tier_style_id.name, "Analytical")
        self.assertEqual(twin.customer_tier_noted_by_id, self.sue)
        self.assertEqual(self.noted.partner_id, twin)

    def test_what_is_noted_goes_with_the_person(self):
        self.lin.unlink()
        self.assertFalse(self.noted.exists())
