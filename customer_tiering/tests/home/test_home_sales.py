from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .homes import HomeCase


@tagged("post_install", "-at_install", "home")
class TestHomeSales(HomeCase):
    """What a salesperson is told to do, counted by hand."""

    def test_lists(self):
        first, quiet, due = (self.buyers[place].name for place in (0, 3, 4))
        self.assertEqual(self.names(self.sam, "falling"), [first])
        self.assertEqual(self.names(self.sam, "quiet"), [quiet])
        self.assertEqual(self.names(self.sam, "close"), [quiet])
        # 400 and 300 since 30 June, and who entered in July
        new = [self.buyers[6].name, self.buyers[7].name, "Entrant"]
        self.assertEqual(self.names(self.sam, "new"), new)
        self.assertEqual(self.names(self.sam, "gift"), [due])

    def test_counts_and_money(self):
        found = self.listed(self.sam, "new")
        self.assertEqual(found["count"]["value"], 3)
        self.assertEqual(found["value"]["value"], 740)

    def test_what_is_said_of_each(self):
        quiet = self.listed(self.sam, "quiet")["rows"][0]
        self.assertEqual(quiet["note"], "Bought 31 days ago; usually every 10 days")
        close = self.listed(self.sam, "close")["rows"][0]
        # 810 of the second Big to go past, and it has 761
        self.assertIn("for Big", close["note"])
        gift = self.listed(self.sam, "gift")["rows"][0]
        self.assertEqual(
            gift["note"], "Gift of $\N{NO-BREAK SPACE}25.00 due on 08/15/2025"
        )
        falling = self.listed(self.sam, "falling")["rows"][0]
        self.assertIn("short of Top", falling["note"])

    def test_too_early_to_tell_with_fewer_than_three_purchases(self):
        page = self.home(self.sam, "sales")
        # all of Sam's nine but the two who bought three times
        self.assertEqual(page["early"]["count"]["value"], 7)

    def test_the_most_at_stake_comes_first(self):
        self.buyers[:6].user_id = self.sam
        rows = self.listed(self.sam, "new")["rows"]
        values = [row["value"] for row in rows]
        self.assertEqual(values, sorted(values, reverse=True))

    def test_portfolio_and_moves(self):
        page = self.home(self.sam, "sales")
        counts = {
            line["tier"]["name"]: line["count"]["value"] for line in page["pyramid"]
        }
        self.assertEqual(sum(counts.values()), 9)
        self.assertEqual(
            page["headline"].split(" ")[:5], ["2", "of", "your", "9", "customers"]
        )
        moves = {line["key"]: line["count"]["value"] for line in page["moves"]["lines"]}
        self.assertEqual(moves["entered"], 1)

    def test_what_a_cadence_needs_of_them(self):
        self.assertFalse(self.home(self.sam, "sales")["pace"])
        kind = self.env.ref("customer_tiering.mail_activity_type_stay_in_touch")
        playbook = self.env["customer.playbook"].create(
            {
                "name": "Stay in touch",
                "trigger": "cadence",
                "scheme_id": self.pyramid.id,
                "daily_cap": 5,
                "pace": {str(self.sam.id): 8.6, "0": 9},
                "step_ids": [Command.create({"activity_type_id": kind.id})],
            }
        )
        playbook.active = True
        self.assertEqual(
            self.home(self.sam, "sales")["pace"],
            "Needs 8.6 steps a day, 5.0 are possible.",
        )

    def test_samples_that_nobody_had(self):
        page = self.home(self.sam, "sales")
        granted = self.env["customer.tier.standing"].search_count(
            [
                ("scheme_id", "=", self.pyramid.id),
                ("tier_id", "in", (self.tier["TOP"] + self.tier["BIG"]).ids),
            ]
        )
        self.assertEqual(page["samples"]["count"]["value"], granted)
        self.product.with_company(self.company).standard_price = 10
        order = self.order(self.buyers[0], confirm=False)
        order.order_line.write({"price_unit": 0, "customer_tier_sample": True})
        order.action_confirm()
        page = self.home(self.sam, "sales")
        self.assertEqual(page["samples"]["count"]["value"], granted - 1)

    def test_benefits_to_offer(self):
        self.assertFalse(self.home(self.sam, "sales")["entitlements"])
        training = self.env["customer.tier.benefit"].create(
            {
                "name": "Training",
                "kind": "training",
                "scheme_id": self.pyramid.id,
                "line_ids": [
                    Command.create(
                        {"tier_id": self.tier["BIG"].id, "interval_months": 3}
                    )
                ],
            }
        )
        self.env["customer.tier.entitlement"]._night(training)
        mine = training.entitlement_ids.filtered(lambda one: one.user_id == self.sam)
        figure = self.home(self.sam, "sales")["entitlements"]["count"]
        self.assertEqual(figure["value"], len(mine))
        self.assertEqual(
            self.env["customer.tier.entitlement"].search(figure["action"]["domain"]),
            mine,
        )
        self.assertTrue(mine)
        self.assertFalse(self.home(self.rival, "sales")["entitlements"])
        mine[:1]._answer("offered", "salesperson")
        again = self.home(self.sam, "sales")["entitlements"]
        self.assertEqual(again["count"]["value"] if again else 0, len(mine) - 1)

    def test_customers_count_once_with_their_contacts(self):
        self.contact(self.buyers[0], user_id=self.sam.id)
        page = self.home(self.sam, "sales")
        self.assertEqual(sum(line["count"]["value"] for line in page["pyramid"]), 9)

    def test_last_contact(self):
        def contact():
            return self.listed(self.sam, "falling")["rows"][0]["contact"]

        first = self.buyers[0]
        self.assertEqual(contact(), "No contact yet")
        # a note for colleagues is no contact
        note = {"message_type": "comment", "subtype_xmlid": "mail.mt_note"}
        text = "Likes tea"
        first.message_post(body=text, **note)
        self.assertEqual(contact(), "No contact yet")
        order = self.order(first, moment="2025-07-01 10:00:00")
        sent = {"message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        mail = order.message_post(body=text, **sent)
        self.update(mail, date="2025-07-11 10:00:00")
        self.assertEqual(contact(), "Last contact 20 days ago")
        self.env["calendar.event"].create(
            {
                "name": "Visit",
                "start": "2025-07-29 10:00:00",
                "stop": "2025-07-29 11:00:00",
                "partner_ids": [Command.link(self.contact(first).id)],
            }
        )
        # one that is still to come is none
        self.env["calendar.event"].create(
            {
                "name": "Next visit",
                "start": "2025-08-29 10:00:00",
                "stop": "2025-08-29 11:00:00",
                "partner_ids": [Command.link(first.id)],
            }
        )
        self.assertEqual(contact(), "Last contact 2 days ago")
        first.activity_schedule("mail.mail_activity_data_call").action_feedback()
        self.assertEqual(contact(), "Last contact today")

    # ------------------------------------------------------------ rights

    def test_everybody_sees_their_own(self):
        self.assertEqual(
            self.names(self.rival, "new"), [one.name for one in self.buyers[8:]]
        )
        self.assertEqual(self.names(self.rival, "falling"), [])

    def test_own_customers_only(self):
        """Of an order that Rita took, but whose customer she may not see."""
        self.entrant.user_id = False
        self.order(self.entrant, moment="2025-07-20 10:00:00").user_id = self.rival
        self.assertIn("Entrant", self.names(self.rival, "new"))
        self.company.customer_tier_own_customers = True
        self.assertNotIn("Entrant", self.names(self.rival, "new"))

    def test_who_has_no_role_is_refused(self):
        plain = self.person("plain", "base.group_user")
        with self.refuses("role in Customer Tiers", AccessError):
            self.home(plain)

    def test_no_button_ends_in_a_refusal(self):
        may = self.home(self.sam, "sales")["may"]
        self.assertTrue(may["mail"] and may["plan"] and may["quote"])
        # reads tiers, but neither edits contacts nor sells
        may = self.home(self.seller, "sales")["may"]
        self.assertFalse(may["mail"] or may["plan"] or may["quote"])

    def test_a_role_of_somebody_else_is_not_shown(self):
        page = self.home(self.sam, "management")
        self.assertEqual(page["role"], "sales")
        self.assertNotIn("movement", page)
        roles = [role["key"] for role in self.home(self.chief)["roles"]]
        self.assertEqual(roles, ["management", "accounting", "sales"])

    def test_a_scheme_that_ranks_by_what_the_user_may_not_read(self):
        """No amount is told of a gap in gross margin to who may not see margins."""
        scheme = self.pyramid
        margin = self.env.ref("customer_tiering.customer_tier_metric_gross_margin")
        scheme.metric_ids += margin
        settings = dict(self.last.settings, value="gross_margin")
        self.last.sudo().settings = settings
        group = self.env.ref("customer_tiering.group_customer_tier_margin")
        group.implied_by_ids = [Command.clear()]
        self.assertEqual(self.listed(self.sam, "close")["rows"][0]["note"], "")
        note = self.listed(self.sam, "falling")["rows"][0]["note"]
        self.assertEqual(note, "Keeps the tier for now")


@tagged("post_install", "-at_install", "home")
class TestHomeEmpty(HomeCase):
    """A company without tiers is led to the set-up."""

    def test_empty_company(self):
        company = self.new_company("Blank Inc.")
        for login, groups, action in (
            ("blank_sales", "sales_team.group_sale_salesman", False),
            (
                "blank_admin",
                "customer_tiering.group_customer_tier_admin",
                "customer_tiering.customer_tier_setup_action",
            ),
        ):
            with self.subTest(login):
                page = self.home(self.person(login, groups, company))
                self.assertEqual(page["empty"]["action"], action)
                self.assertFalse(page["scheme"])
        self.assertTrue(self.env.ref("customer_tiering.customer_tier_setup_action"))

    def test_no_customer_of_mine(self):
        nobody = self.person("nobody", "sales_team.group_sale_salesman")
        page = self.home(nobody)
        self.assertEqual([one["count"]["value"] for one in page["lists"]], [0] * 5)
        self.assertEqual(page["headline"], "No customer of “Test scheme” is yours.")

    def test_first_evaluation(self):
        """Everybody is new, and nothing was before."""
        fresh = self.scheme({"TOP": 10, "SMALL": 0}, sequence=1)
        self.evaluate(fresh, date(2025, 7, 31))
        page = self.home(self.chief, "management", fresh)
        for line in page["movement"]["lines"]:
            self.assertEqual(line["opening"]["value"], 0)
            self.assertEqual(line["in_entered"]["value"], line["closing"]["value"])
            self.assertEqual(line["other"], 0)
