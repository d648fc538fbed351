import json
from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..common import AS_OF
from ..intention.intentions import INTENTIONS
from .homes import NEXT, ROLES, HomeCase, figures


@tagged("post_install", "-at_install", "home")
class TestHomeFigures(HomeCase):
    """Every figure opens exactly the records that add up to it, for every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a manual tier since the last evaluation, and one before it
        cls.env["customer.tier.override"].create(
            {
                "partner_id": cls.buyers[7].id,
                "scheme_id": cls.pyramid.id,
                "kind": "fix",
                "tier_id": cls.tier["BIG"].id,
                "reason": "Opens three shops",
            }
        )
        cls._make_intentions()
        cls._make_steps()
        cls.euro = cls.new_company("Euro Inc.", currency_id=cls.eur.id)
        for user in cls.chief + cls.books:
            user.company_ids += cls.euro
        abroad = cls.customer("Abroad", user_id=cls.chief.id)
        cls.invoices([(abroad, 77, date(2025, 7, 2))], company=cls.euro)
        cls.other = cls.scheme({"A": 20, "B": 0}, company_id=cls.euro.id, sequence=99)
        cls.evaluate(cls.other, NEXT)
        cls.env.invalidate_all()

    @classmethod
    def _make_intentions(cls):
        """What the customers of Sam's opportunities want, one of each."""
        for place, intention in enumerate(INTENTIONS):
            lead = cls.lead(
                cls.buyers[place], "2025-05-01 10:00:00", user_id=cls.sam.id
            )
            if intention == "quoted":
                order = cls.order(cls.buyers[place], confirm=False)
                order.opportunity_id = lead
                order.action_quotation_sent()
            else:
                lead.customer_tier_intention_said = intention

    @classmethod
    def _make_steps(cls):
        """Of Sam: one step of today, one overdue, one later, one done. One of Rita."""
        playbook = cls.env["customer.playbook"].create(
            {
                "name": "Keep in touch",
                "trigger": "inactive",
                "company_id": cls.company.id,
                "active": False,
            }
        )
        for place, (user, due, state) in enumerate(
            (
                (cls.sam, NEXT, "open"),
                (cls.sam, date(2025, 7, 1), "open"),
                (cls.sam, date(2025, 8, 1), "open"),
                (cls.sam, NEXT, "done"),
                (cls.rival, NEXT, "open"),
            )
        ):
            cls.env["customer.playbook.play"].create(
                {
                    "playbook_id": playbook.id,
                    "company_id": cls.company.id,
                    "partner_id": cls.buyers[place].id,
                    "occurrence": f"inactive:{place}",
                    "user_id": user.id,
                    "opened_on": due,
                    "opened_at": due,
                    "step_ids": [
                        Command.create(
                            {
                                "company_id": cls.company.id,
                                "user_id": user.id,
                                "due": due,
                                "state": state,
                            }
                        )
                    ],
                }
            )

    def pages(self):
        for user in (self.chief, self.books, self.sam, self.rival):
            for role in ROLES:
                for scheme in (self.pyramid, self.other):
                    page = self.home(user, role, scheme)
                    if page["role"] == role and page["scheme"] == scheme.id:
                        yield user, role, scheme, json.loads(json.dumps(page))

    def test_walk_all_figures(self):
        seen = {role: 0 for role in ROLES}
        for user, role, scheme, page in self.pages():
            self.assertEqual(page["currency"], scheme.currency_id.id)
            with self.subTest(user=user.login, scheme=scheme.name):
                seen[role] += self.check_figures(user, page)
        self.assertGreater(min(seen.values()), 10, seen)

    def test_purchase_intentions_are_on_the_page(self):
        """Walked above, if they are there: each of Sam's is one."""
        page = self.home(self.sam, "sales", self.pyramid)
        counts = {one["key"]: one["count"]["value"] for one in page["intentions"]}
        self.assertEqual(counts, dict.fromkeys(INTENTIONS, 1))
        page = self.home(self.rival, "sales", self.pyramid)
        counts = {one["key"]: one["count"]["value"] for one in page["intentions"]}
        self.assertEqual(counts, dict.fromkeys(INTENTIONS, 0))
        # who may not read opportunities is told nothing of them
        self.assertFalse(self.home(self.books, "sales", self.pyramid)["intentions"])

    def test_steps_of_playbooks_are_on_the_page(self):
        """Walked above, if they are there."""
        counts = {
            user: self.home(user, "sales", self.pyramid)["steps"]["count"]["value"]
            for user in (self.sam, self.rival)
        }
        self.assertEqual(counts, {self.sam: 2, self.rival: 1})
        # who has no step planned needs no figure
        self.assertFalse(self.home(self.chief, "sales", self.pyramid)["steps"])
        later = self.env["customer.playbook.play.step"].search(
            [("user_id", "=", self.sam.id), ("due", "<=", NEXT)]
        )
        later.state = "done"
        page = self.home(self.sam, "sales", self.pyramid)
        self.assertEqual(page["steps"]["count"]["value"], 0)

    def test_every_list_can_be_shown(self):
        """Nobody is led to a view that they may not open."""
        shown = set()
        for user, _role, _scheme, page in self.pages():
            for _path, figure in figures(page):
                action = figure["action"]
                key = (user.id, action["res_model"], str(action["views"]))
                if key not in shown:
                    shown.add(key)
                    records, _domain = self.opened(user, action)
                    records.get_views(action["views"])
        self.assertGreater(len(shown), 8)

    def test_bridge_lines_open_their_items(self):
        page = self.home(self.books, "accounting", self.pyramid)
        opened = 0
        for bridge in page["bridges"]:
            self.assertTrue(bridge["closes"], bridge)
            for step in bridge["steps"]:
                button = step["button"]
                if not button:
                    continue
                line = self.seen_by(self.books, self.env[button["model"]])
                line = line.browse(button["id"])
                action = getattr(line, button["method"])()
                records, domain = self.opened(self.books, action)
                with self.subTest(step["name"]):
                    found = records.search(domain)
                    self.assertEqual(len(found), step["items"])
                    if line.bridge == "revenue":
                        total = sum(found.mapped("balance"))
                        self.assertAlmostEqual(abs(total), abs(step["amount"]), 2)
                opened += 1
        self.assertGreater(opened, 3)

    # ------------------------------------------------------------ by hand

    def test_movement_account_to_the_unit(self):
        page = self.home(self.chief, "management", self.pyramid)
        results = {
            line.tier_id.name: line.customer_count
            for line in self.evaluation.result_ids
        }
        lines = {line["tier"]["name"]: line for line in page["movement"]["lines"]}
        standings = self.env["customer.tier.standing"]
        for name, line in lines.items():
            value = {
                key: line[key]["value"] for key in line if key not in ("tier", "other")
            }
            with self.subTest(name):
                self.assertEqual(value["opening"], results.get(name, 0))
                self.assertEqual(line["other"], 0)
                self.assertEqual(
                    value["opening"]
                    + value["in_entered"]
                    + value["in_up"]
                    + value["in_down"]
                    - value["out_up"]
                    - value["out_down"]
                    - value["out_left"],
                    value["closing"],
                )
                self.assertEqual(
                    value["closing"],
                    standings.search_count(
                        [
                            ("scheme_id", "=", self.pyramid.id),
                            ("tier_id", "=", line["tier"]["id"]),
                        ]
                    ),
                )
        # the new customer, and the manual tier of 300 up to Big
        self.assertEqual(lines["Small"]["in_entered"]["value"], 1)
        self.assertEqual(lines["Small"]["out_up"]["value"], 1)
        self.assertEqual(lines["Big"]["in_up"]["value"], 1)

    def test_the_account_after_an_undo(self):
        self.last.action_undo()
        page = self.home(self.chief, "management", self.pyramid)
        self.assertEqual(
            [line["other"] for line in page["movement"]["lines"] if line["other"]], []
        )

    def test_a_merged_customer_is_told_apart(self):
        """No line of the history says that two customers became one."""
        self.cr.execute(
            "DELETE FROM customer_tier_standing"
            " WHERE partner_id = %s AND scheme_id = %s",
            [self.buyers[9].id, self.pyramid.id],
        )
        page = self.home(self.chief, "management", self.pyramid)
        others = {
            line["tier"]["name"]: line["other"]
            for line in page["movement"]["lines"]
            if line["other"]
        }
        self.assertEqual(others, {"Small": -1})

    def test_risk_counts_each_customer_once(self):
        self.env["customer.tier.override"].search(
            [("scheme_id", "=", self.pyramid.id)]
        ).unlink()
        page = self.home(self.chief, "management", self.pyramid)
        risk = {part["key"]: part for part in page["risk"]}
        # 1,010 falling, 761 quiet
        self.assertEqual(risk["falling"]["value"]["value"], 1010)
        self.assertEqual(risk["quiet"]["value"]["value"], 761)
        self.assertEqual(risk["risk"]["value"]["value"], 1771)
        self.assertEqual(risk["risk"]["count"]["value"], 2)
        self.assertIn("at risk", page["headline"])

    def test_concentration(self):
        page = self.home(self.chief, "management", self.pyramid)
        found = page["concentration"]
        # 5,500 + 60 in January + 300 + 51 + 40
        best = 1210 / 5951
        first = {one["percent"]: one for one in found["first"]}
        self.assertAlmostEqual(first[1]["share"], best, 5)
        self.assertEqual(first[1]["count"]["value"], 1)
        # 20 % of eleven are three
        self.assertEqual(first[20]["value"]["value"], 1210 + 1010 + 810)

    def loyalty(self):
        """``{line: (share, the values of its figures)}``."""
        page = self.home(self.chief, "management", self.pyramid)
        return {
            line["key"]: (
                line["share"],
                [part["figure"]["value"] for part in line["figures"]],
            )
            for line in page["loyalty"]
        }

    def test_loyalty_and_leads(self):
        loyalty = self.loyalty()
        # the first six bought in January and in June
        self.assertEqual(loyalty["loyal"], (6 / 11, [6]))
        # one of them lost, none of May; the target of a new shop
        self.assertEqual(loyalty["leads"], (0.05, [2]))
        self.assertNotIn("retention", loyalty)

    def test_retention(self):
        """Of two who bought before the period, one did so again."""
        january = date(2024, 1, 5)
        gone = self.customer("Gone")
        self.invoices([(self.buyers[0], 5, january), (gone, 5, january)])
        self.evaluate(self.pyramid, NEXT)
        self.assertEqual(self.loyalty()["retention"], (0.5, [1, 1]))

    def test_budgets(self):
        page = self.home(self.chief, "management", self.pyramid)
        gifts = next(line for line in page["budgets"] if line["key"] == "gifts")
        # the planned one is not approved
        self.assertEqual(gifts["value"]["value"], 60)
        self.assertEqual(gifts["count"]["value"], 1)

    def test_overdue_by_age(self):
        page = self.home(self.books, "accounting", self.pyramid)
        total = sum(line["total"]["value"] for line in page["overdue"]["lines"])
        # nothing is paid, all is due at once
        self.assertAlmostEqual(total, 5951)
        ages = [
            sum(line["ages"][place]["value"] for line in page["overdue"]["lines"])
            for place in range(4)
        ]
        # by 30 days from 1 July: 300 + 40; by 60: 5,500 + 51; January is older
        self.assertEqual(ages, [340, 5551, 0, 60])

    def test_who_may_not_see_payments(self):
        group = self.env.ref("customer_tiering.group_customer_tier_payment")
        group.implied_by_ids = [Command.clear()]
        self.assertFalse(self.home(self.books, "accounting", self.pyramid)["overdue"])

    def test_signatures(self):
        def page():
            return self.home(self.books, "accounting", self.pyramid)

        waiting = page()["waiting"]["value"]
        self.seen_by(self.books, self.last).action_check("Seen")
        after = page()
        self.assertEqual(after["waiting"]["value"], waiting - 1)
        self.assertIn("Checked by", after["evaluation"]["signed"])
        self.assertEqual(after["changed"]["value"], 0)
        self.invoice(self.buyers[0], 3, AS_OF)
        self.last._compare()
        self.assertEqual(page()["changed"]["value"], 1)


@tagged("post_install", "-at_install", "home")
class TestHomeStatements(HomeCase):
    """One call, answered from the replica, whatever the number of customers."""

    def statements(self, user, role):
        self.env.flush_all()
        self.env.invalidate_all()
        home = self.seen_by(user, self.env["customer.tier.home"])
        before = self.cr.sql_log_count
        home.get_home(role, self.pyramid.id)
        return self.cr.sql_log_count - before

    def test_the_same_number_for_eleven_and_for_sixty_customers(self):
        people = ((self.chief, "management"), (self.books, "accounting"))
        people += ((self.sam, "sales"),)
        few = []
        for user, role in people:
            self.statements(user, role)
            few.append(self.statements(user, role))
        more = self.customers(50, "More")
        more.user_id = self.sam
        self.invoices([(one, 20 + place, NEXT) for place, one in enumerate(more)])
        self.evaluate(self.pyramid, NEXT)
        for user, role in people:
            self.statements(user, role)
        many = [self.statements(user, role) for user, role in people]
        self.assertEqual(many, few)
        self.assertLess(max(many), 60)

    def test_nothing_is_written(self):
        self.assertTrue(self.env["customer.tier.home"].get_home._readonly)
        self.env.flush_all()
        for role in ROLES:
            with self.cr.savepoint() as savepoint:
                self.cr.execute("SET TRANSACTION READ ONLY")
                self.home(self.chief, role)
                savepoint.rollback()
