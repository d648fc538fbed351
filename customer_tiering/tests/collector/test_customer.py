from odoo.tests import new_test_user, tagged

from ..common import REF, TieringCase


@tagged("post_install", "-at_install")
class TestCustomer(TieringCase):
    """K01: who is a customer, and which documents are theirs."""

    def test_documents_of_contacts_at_two_depths_roll_up(self):
        company = self.customer("Anvil Ltd.")
        buyer = self.contact(company, "Buyer")
        assistant = self.contact(buyer, "Assistant")
        self.invoices([(company, 100), (buyer, 20), (assistant, 3)])
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        standing = self.standing(scheme, company)
        self.assertEqual(standing.net_revenue, 123)  # 100 + 20 + 3
        self.assertEqual(standing.purchase_count, 3)
        self.assertEqual(self.tier_codes(scheme, buyer + assistant), [None, None])
        self.assertEqual(evaluation.customer_count, 1)

    def test_a_company_under_a_company_is_a_customer_of_its_own(self):
        group = self.customer("Group")
        daughter = self.customer("Daughter", parent_id=group.id)
        self.invoices([(group, 100), (daughter, 30)])
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, group).net_revenue, 100)
        self.assertEqual(self.standing(scheme, daughter).net_revenue, 30)

    def test_a_person_without_a_company_is_a_customer(self):
        person = self.customer("Jane", is_company=False)
        self.invoice(person, 10)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, person).net_revenue, 10)

    def test_documents_of_an_archived_contact_stay_with_the_company(self):
        company = self.customer("Anvil Ltd.")
        buyer = self.contact(company, "Buyer")
        self.invoices([(company, 100), (buyer, 20)])
        buyer.active = False
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, company).net_revenue, 120)
        self.assertFalse(evaluation.issue_ids)

    def test_documents_of_a_contact_who_moved_stay_where_the_ledger_has_them(self):
        old, new = self.customer("Old employer"), self.customer("New employer")
        buyer = self.contact(old, "Buyer")
        self.invoices([(old, 100), (buyer, 20), (new, 5)])
        scheme = self.scheme()
        self.evaluate(scheme)
        self.assertEqual(self.standing(scheme, old).net_revenue, 120)

        buyer.parent_id = new
        self.invoice(buyer, 3)
        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, old).net_revenue, 120)
        self.assertEqual(self.standing(scheme, new).net_revenue, 8)  # 5 + 3

    def test_a_customer_who_becomes_a_contact_leaves_the_ladder(self):
        company, person = self.customer("Anvil Ltd."), self.customer("Jane")
        person.is_company = False
        self.invoices([(company, 100), (person, 20)])
        scheme = self.scheme()
        self.evaluate(scheme)

        person.parent_id = company
        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, company).net_revenue, 120)
        self.assertFalse(self.standing(scheme, person))
        left = self.changes(scheme, person)[-1]
        self.assertEqual((left.direction, left.reason), ("left", "left"))
        self.assertFalse(left.to_tier_id)

    def test_own_company_never_is_a_customer(self):
        own = self.company.partner_id
        own.ref = REF
        self.invoices([(own, 50), (self.customer("Anvil Ltd."), 100)])
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertFalse(self.standing(scheme, own))
        self.assertEqual(evaluation.revenue_excluded, 50)

    def test_internal_user_never_is_a_customer_but_a_portal_user_may_be(self):
        employee = self.user("user").partner_id
        guest = new_test_user(
            self.env(context={}), login="tiering_guest", groups="base.group_portal"
        ).partner_id
        (employee + guest).write({"ref": REF})
        self.invoices([(employee, 7), (guest, 9)])
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertFalse(self.standing(scheme, employee))
        self.assertEqual(self.standing(scheme, guest).net_revenue, 9)
        self.assertEqual(evaluation.revenue_excluded, 7)

    def test_a_customer_whose_contact_is_an_internal_user_stays_a_customer(self):
        customer = self.customer("Anvil Ltd.")
        self.user("user").partner_id.parent_id = customer
        self.invoice(customer, 100)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 100)

    def test_pure_vendor_never_is_a_customer_but_one_who_buys_is(self):
        pure, buying, asking = (
            self.customer(name, supplier_rank=1)
            for name in ("Pure vendor", "Vendor who buys", "Vendor who asks")
        )
        self.invoice(buying, 10)
        self.order(asking, confirm=False)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(
            self.tier_codes(scheme, pure + buying + asking), [None, "TOP", "PROSPECT"]
        )

    def test_only_customers_of_the_domain_are_classified(self):
        french = self.customer("Marteau SA", country_id=self.env.ref("base.fr").id)
        german = self.customer("Hammer AG", country_id=self.env.ref("base.de").id)
        self.invoices([(french, 100), (german, 30)])
        scheme = self.scheme(
            domain=f"[('ref', '=', '{REF}'), ('country_id.code', '=', 'FR')]"
        )

        evaluation = self.evaluate(scheme)

        self.assertEqual(self.tier_codes(scheme, french + german), ["TOP", None])
        self.assertEqual(evaluation.revenue_classified, 100)
        self.assertEqual(evaluation.revenue_excluded, 30)

    def test_customer_of_another_company_alone_is_not_classified(self):
        other = self.new_company("Elsewhere Inc.")
        theirs = self.customer("Theirs", company_id=other.id)
        ours = self.customer("Ours", company_id=self.company.id)
        scheme = self.scheme()

        self.evaluate(scheme)

        self.assertEqual(self.tier_codes(scheme, theirs + ours), [None, "SUSPECT"])

    def test_archived_customer_without_documents_leaves_the_ladder(self):
        customer = self.customer("Anvil Ltd.")
        scheme = self.scheme()
        self.evaluate(scheme)
        self.assertEqual(self.tier_code(scheme, customer), "SUSPECT")

        customer.active = False
        self.evaluate(scheme)

        self.assertFalse(self.standing(scheme, customer))

    def test_archived_customer_stays_out_even_if_the_domain_asks_for_him(self):
        customer = self.customer("Anvil Ltd.", active=False)
        scheme = self.scheme(
            domain=f"[('ref', '=', '{REF}'), ('active', 'in', [True, False])]"
        )

        self.evaluate(scheme)

        self.assertFalse(self.standing(scheme, customer))
