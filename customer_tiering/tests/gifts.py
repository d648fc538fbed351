from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from .common import AS_OF, GROUP, TieringCase

# In the year of the company's budget, after the evaluation's day
FEAST = date(2025, 10, 6)
# Of one pixel, as a binary field takes it
PHOTO = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    b"WjR9awAAAABJRU5ErkJggg=="
)


class GiftCase(TieringCase):
    """Ten customers in a pyramid, an occasion, a budget of fixed amounts.

    Revenue 1,000, 900 … 100, cut by 10, 20 and 30 %: one Top, two Big, three Medium,
    four Small. A gift is 400, 300, 200, nothing for Small.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the policy is another part's test: here nothing is worse than a warning
        cls.company.customer_gift_policy_mode = "record"
        cls.seller = cls.user("user")
        cls.manager = cls.user("manager")
        cls.buyers = cls.customers(10)
        cls.buyers.user_id = cls.seller
        cls.invoices(
            [(buyer, 1000 - 100 * place) for place, buyer in enumerate(cls.buyers)]
        )
        cls.pyramid = cls.scheme({"TOP": 10, "BIG": 20, "MEDIUM": 30, "SMALL": 0})
        cls.evaluate(cls.pyramid)
        cls.occasion = cls.env["customer.gift.occasion"].create(
            {"name": "Mid-Autumn of the test", "company_id": cls.company.id}
        )
        cls.feast = cls.env["customer.gift.occasion.date"].create(
            {"occasion_id": cls.occasion.id, "date": FEAST}
        )
        cls.budget = cls.new_budget({"TOP": 400, "BIG": 300, "MEDIUM": 200})

    @classmethod
    def new_budget(cls, amounts, **values):
        """A budget of fixed amounts per tier code, at any occasion, for 2025."""
        return cls.env["customer.gift.budget"].create(
            {
                "name": "Gifts 2025",
                "scheme_id": cls.pyramid.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "amount": amount})
                    for code, amount in amounts.items()
                ],
                **values,
            }
        )

    @classmethod
    def new_plan(cls, **values):
        return cls.env["customer.gift.plan"].create(
            {
                "name": "Mid-Autumn 2025",
                "occasion_date_id": cls.feast.id,
                "budget_id": cls.budget.id,
                "purpose": "Thanks for the year",
                **values,
            }
        )

    @classmethod
    def gift(cls, customer, cost=100.0, **values):
        """A proposed gift of goods, entered by hand."""
        return cls.env["customer.gift"].create(
            {
                "partner_id": customer.id,
                "occasion_id": cls.occasion.id,
                "company_id": cls.company.id,
                "user_id": cls.seller.id,
                "scheme_id": cls.pyramid.id,
                "date": AS_OF,
                "description": "A box of tea",
                "cost": cost,
                "purpose": "Thanks for the year",
                **values,
            }
        )

    @classmethod
    def pseudonymised(cls, contact, by, confirmed_by=None, reason="Asked for it"):
        """Pseudonymise ``contact``, confirmed by a second officer; returns the log."""
        requests = cls.seen_by(by, cls.env["customer.gift.pseudonym.request"])
        request = requests._ask(contact.with_user(by), reason).sudo()
        cls.seen_by(
            confirmed_by or cls.second_officer(by.company_ids), request.sudo(False)
        ).action_confirm()
        return request.pseudonym_id

    @classmethod
    def second_officer(cls, companies):
        return new_test_user(
            cls.env(context={}),
            login=f"tiering_second_officer_{companies.ids}",
            groups=f"base.group_user,{GROUP}compliance",
            company_id=companies[0].id,
            company_ids=[Command.set(companies.ids)],
        )

    @classmethod
    def kept_long_enough(cls, gifts):
        """As if these entries need not be kept any more; it breaks their seals."""
        cls.update(gifts, keep_until="2000-01-01")


class RegisterCase(GiftCase):
    """A gift of 80 to Lin, of the first customer, given and in the register."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.contact(cls.buyers[0], "Lin", function="Buyer")
        cls.given = cls.gift(cls.buyers[0], 80, contact_id=cls.person.id)
        cls.given.state = "ordered"
        cls.given.state = "given"
