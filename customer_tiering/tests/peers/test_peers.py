from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..common import AS_OF, GROUP, TieringCase


class PeersCase(TieringCase):
    """Seven customers of one tier, the first six of them wholesalers.

    ======= ====================================== =======================
    product bought by                              so it
    ======= ====================================== =======================
    hammer  0 to 4 for 100                         is frequent
    drill   0 to 4 and 6 for 50                    is frequent
    nail    0 to 3                                 has too few buyers
    glue    0 to 5; 1 and 2 sent it back           has too few buyers
    saw     0 to 5, not for sale any more          is left out
    rope    0 to 5, two years ago                  is left out
    ======= ====================================== =======================
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wholesale = cls.env["res.partner.industry"].create({"name": "Wholesale"})
        cls.seller = cls.user(
            "seller", groups="base.group_user,sales_team.group_sale_salesman"
        )
        cls.peers = cls.customers(7, "Peer")
        cls.peers.user_id = cls.seller
        cls.peers[:6].industry_id = cls.wholesale
        names = ("drill", "nail", "glue", "saw", "rope")
        products = cls.env["product.product"].create(
            [{"name": name, "type": "consu", "taxes_id": False} for name in names]
        )
        cls.drill, cls.nail, cls.glue, cls.saw, cls.rope = products
        cls.saw.sale_ok = False
        cls.product.taxes_id = False
        cls.sell(cls.peers[:5], cls.product, 100)
        cls.sell(cls.peers[:5] + cls.peers[6], cls.drill, 50)
        cls.sell(cls.peers[:4], cls.nail, 10)
        cls.sell(cls.peers[:6], cls.glue, 5)
        cls.sell(cls.peers[1:3], cls.glue, 5, move_type="out_refund")
        cls.sell(cls.peers[:6], cls.saw, 5)
        cls.sell(cls.peers[:6], cls.rope, 500, day=date(2023, 5, 1))
        cls.one = cls.scheme({"SMALL": 0})
        cls.evaluation = cls.evaluate(cls.one)
        cls.follow()

    @classmethod
    def sell(cls, customers, product, amount, day=AS_OF, **values):
        moves = cls.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": customer.id,
                    "company_id": cls.company.id,
                    "invoice_date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price_unit": amount,
                                "tax_ids": [],
                            }
                        )
                    ],
                    **values,
                }
                for customer in customers
            ]
        )
        moves.action_post()

    @classmethod
    def follow(cls, evaluation=None):
        """Let the follow-ups of the evaluation do their work."""
        followers = cls.env["customer.tier.follower"].search(
            [("evaluation_id", "=", (evaluation or cls.evaluation).id)]
        )
        for follower in followers:
            while follower._work_batch():
                pass
        cls.env.flush_all()
        cls.env.invalidate_all()

    def rows(self):
        found = self.env["customer.tier.product"].search(
            [("scheme_id", "=", self.one.id)]
        )
        return {(row.industry_id.name, row.product_tmpl_id.name): row for row in found}

    def told(self, customer, user=None):
        partner = self.seen_by(user or self.seller, customer)
        return partner.get_customer_tier_peers()


@tagged("post_install", "-at_install", "home")
class TestPeers(PeersCase):
    """What the customers of a tier and an industry buy."""

    def test_the_table_by_hand(self):
        rows = self.rows()
        self.assertEqual(
            {key: (row.buyers, row.customers) for key, row in rows.items()},
            {
                (False, "Hammer"): (5, 7),
                ("Wholesale", "Hammer"): (5, 6),
                (False, "drill"): (6, 7),
                ("Wholesale", "drill"): (5, 6),
            },
        )
        hammer = rows["Wholesale", "Hammer"]
        self.assertAlmostEqual(hammer.share, 5 / 6)
        self.assertAlmostEqual(hammer.lift, (5 / 6) / (5 / 7))
        self.assertEqual((hammer.spend, hammer.worth), (100, 83.33))
        self.assertAlmostEqual(rows[False, "Hammer"].lift, 1)

    def test_another_company_does_not_count(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        sell = self.env["account.move"].with_company(elsewhere)
        sell.create(
            {
                "move_type": "out_invoice",
                "partner_id": self.peers[4].id,
                "company_id": elsewhere.id,
                "invoice_date": AS_OF,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.nail.id,
                            "price_unit": 10,
                            "tax_ids": [],
                        }
                    )
                ],
            }
        ).action_post()
        self.env["customer.tier.product"]._refresh(self.one)
        self.assertNotIn((False, "nail"), self.rows())

    def test_a_tenth_of_the_peers(self):
        """Five of fifty-seven are no habit of the tier, but one of the wholesalers."""
        more = self.customers(50, "More")
        self.invoices([(one, 20) for one in more])
        evaluation = self.evaluate(self.one)
        self.follow(evaluation)
        self.assertEqual(
            set(self.rows()),
            {(False, "drill"), ("Wholesale", "Hammer"), ("Wholesale", "drill")},
        )

    def test_two_statements_for_any_number_of_customers(self):
        products = self.env["customer.tier.product"]

        def statements():
            self.env.flush_all()
            before = self.cr.sql_log_count
            products._refresh(self.one)
            return self.cr.sql_log_count - before

        statements()
        few = statements()
        more = self.customers(40, "More")
        self.sell(more, self.drill, 20)
        self.evaluate(self.one)
        statements()
        self.assertEqual(statements(), few)
        self.assertLess(few, 6)

    # ------------------------------------------------------------ follow-up

    def test_the_evaluation_itself_writes_no_row(self):
        self.env["customer.tier.product"].search([]).sudo().unlink()
        evaluation = self.evaluate(self.one)
        self.assertFalse(self.rows())
        self.follow(evaluation)
        self.assertTrue(self.rows())

    def test_what_was_overtaken_and_a_manual_tier_change_nothing(self):
        self.sell(self.peers[4], self.nail, 10)
        self.evaluate(self.one, date(2025, 7, 1))
        self.follow(self.evaluation)
        self.env["customer.tier.follower"].search(
            [("evaluation_id", "=", self.evaluation.id)]
        ).state = "pending"
        self.follow(self.evaluation)
        self.assertNotIn((False, "nail"), self.rows())
        self.follow(self.one.last_evaluation_id)
        self.assertIn((False, "nail"), self.rows())

    # ------------------------------------------------------------ one customer

    def test_what_a_customer_is_told(self):
        found = self.told(self.peers[5])
        self.assertFalse(found["nothing"])
        self.assertEqual(
            [(one["name"], one["told"]) for one in found["products"]],
            [
                ("Hammer", "Of 6 Small customers in Wholesale, 5 buy this."),
                ("drill", "Of 6 Small customers in Wholesale, 5 buy this."),
            ],
        )

    def test_of_a_contact_too(self):
        contact = self.contact(self.peers[5], "Ann")
        self.assertEqual(len(self.told(contact)["products"]), 2)

    def test_without_an_industry_the_tier_as_a_whole(self):
        (hammer,) = self.told(self.peers[6])["products"]
        self.assertEqual(hammer["told"], "Of 7 Small customers, 5 buy this.")

    def test_who_buys_all_of_it(self):
        found = self.told(self.peers[0])
        self.assertEqual(found["products"], [])
        self.assertIn("Nothing to offer", found["nothing"])

    def test_what_is_returned_offered_or_ordered_is_not_offered(self):
        buyer = self.peers[5]
        self.sell(buyer, self.product, 100, move_type="out_refund")
        self.assertEqual([p["name"] for p in self.told(buyer)["products"]], ["drill"])
        self.order(self.peers[6], confirm=False)
        self.assertEqual(self.told(self.peers[6])["products"], [])

    def test_what_is_not_for_sale_any_more(self):
        self.drill.product_tmpl_id.sale_ok = False
        self.product.active = False
        self.assertEqual(self.told(self.peers[5])["products"], [])

    def test_a_product_of_another_company(self):
        elsewhere = self.new_company("Elsewhere Inc.")
        self.update(self.drill.product_tmpl_id, company_id=elsewhere.id)
        names = [one["name"] for one in self.told(self.peers[5])["products"]]
        self.assertEqual(names, ["Hammer"])

    # ------------------------------------------------------------ rights

    def test_shares_of_peers_but_no_names(self):
        """Who sees own customers only sees what the peers buy, not who they are."""
        rival = self.user(
            "rival", groups="base.group_user,sales_team.group_sale_salesman"
        )
        self.company.customer_tier_own_customers = True
        self.peers[5].user_id = rival
        self.env.invalidate_all()
        mine = self.told(self.peers[5], rival)
        self.assertEqual(len(mine["products"]), 2)
        self.assertNotIn("Peer", str(mine))
        self.assertEqual(self.told(self.peers[6], rival)["products"], [])

    def test_nobody_of_another_company_and_no_stranger(self):
        other = self.new_company("Elsewhere Inc.")
        stranger = self.user("plain", groups="base.group_user")
        foreign = self.user(
            "foreign", other, groups=f"sales_team.group_sale_manager,{GROUP}admin"
        )
        with self.refuses(error=AccessError):
            self.told(self.peers[5], stranger)
        with self.refuses(error=AccessError):
            self.seen_by(stranger, self.env["customer.tier.product"]).search([])
        self.assertFalse(
            self.seen_by(foreign, self.env["customer.tier.product"]).search(
                [("scheme_id", "=", self.one.id)]
            )
        )
        self.assertEqual(self.told(self.peers[5], foreign)["products"], [])

    def test_the_engine_alone_writes(self):
        row = self.rows()[False, "drill"]
        admin = self.user("admin", groups=f"base.group_system,{GROUP}admin")
        for values in ({"share": 1}, {"buyers": 99}):
            with self.refuses(error=AccessError):
                self.seen_by(admin, row).write(values)
        with self.refuses(error=AccessError):
            self.seen_by(admin, row).unlink()

    # ------------------------------------------------------------ one click

    def test_a_line_on_a_quotation(self):
        order = self.order(self.peers[5], confirm=False)
        mine = self.seen_by(self.seller, order)
        order.user_id = self.seller
        mine.action_add_customer_tier_product(self.drill.product_tmpl_id.id)
        self.assertEqual(order.order_line[-1].product_id, self.drill)
        self.assertEqual(self.told(self.peers[5])["products"], [])
        order.action_confirm()
        with self.refuses("Only a quotation", UserError):
            mine.action_add_customer_tier_product(self.drill.product_tmpl_id.id)

    def test_a_line_needs_the_right_to_edit_the_quotation(self):
        order = self.order(self.peers[5], confirm=False)
        books = new_test_user(
            self.env(context={}),
            login="peers_books",
            groups="base.group_user,account.group_account_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.refuses(error=AccessError):
            self.seen_by(books, order).action_add_customer_tier_product(
                self.drill.product_tmpl_id.id
            )

    def test_a_new_quotation_with_it(self):
        partner = self.seen_by(self.seller, self.peers[5])
        action = partner.action_quote_customer_tier_product(
            self.drill.product_tmpl_id.id
        )
        orders = partner.env["sale.order"].with_context(**action["context"])
        order = orders.create({})
        self.assertEqual(order.partner_id, self.peers[5])
        self.assertEqual(order.order_line.product_id, self.drill)
        # in a form, nobody computes a quantity
        form = Form(orders)
        with form.order_line.edit(0) as line:
            self.assertEqual(line.product_uom_qty, 1)

    def test_of_several_variants_the_one_sold_most(self):
        colour = self.env["product.attribute"].create(
            {
                "name": "Colour",
                "value_ids": [
                    Command.create({"name": name}) for name in ("red", "blue")
                ],
            }
        )
        template = self.env["product.template"].create(
            {
                "name": "Paint",
                "taxes_id": False,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": colour.id,
                            "value_ids": [Command.set(colour.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        red, blue = template.product_variant_ids
        order = self.order(self.peers[0], confirm=False)
        order.order_line.product_id = blue
        order.action_confirm()
        self.assertEqual(template._customer_tier_variant(), blue)
        self.assertNotEqual(red, blue)
