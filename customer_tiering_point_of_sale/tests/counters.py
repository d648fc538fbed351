from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.customer_tiering.tests.benefit.prices import PriceCase

from .tills import TillCase


class CounterCase(PriceCase, TillCase):
    """The four customers of PriceCase at a till that offers the lists of their tiers.

    ``cashier`` works at the till and has no other right.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = new_test_user(
            cls.env(context={}),
            login="tiering_cashier",
            groups="base.group_user,point_of_sale.group_pos_user",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.update(cls.top, name="Tea House", is_company=False)
        cls.update(cls.big, name="Big Barn", is_company=False)
        cls.update(cls.medium, name="Medium Mill")
        cls.update(cls.small, name="Small Stall")
        cls.config.available_pricelist_ids += cls.top_list + cls.big_list
        cls.today = fields.Date.today()

    @classmethod
    def gift_for(cls, customer, state="approved", **values):
        """A gift that is due today."""
        gift = cls.env["customer.gift"].create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "date": cls.today,
                "description": "A box of tea",
                "purpose": "Thanks for the year",
                **values,
            }
        )
        cls.update(gift, state=state)
        return gift

    @classmethod
    def training_for(cls, customer, **values):
        benefit = cls.env["customer.tier.benefit"].create(
            {
                "name": "Knife course",
                "kind": "training",
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create(
                        {"tier_id": cls.tier["TOP"].id, "interval_months": 3}
                    )
                ],
            }
        )
        return cls.env["customer.tier.entitlement"].create(
            {
                "benefit_id": benefit.id,
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "tier_id": cls.tier["TOP"].id,
                "due_date": cls.today,
                "date_from": cls.today,
                "date_to": cls.today + timedelta(days=30),
                **values,
            }
        )

    @classmethod
    def samples(cls, **amounts):
        return cls.env["customer.tier.benefit"].create(
            {
                "name": "Samples",
                "scheme_id": cls.pyramid.id,
                "tier_rule": "now",
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "amount": amount})
                    for code, amount in amounts.items()
                ],
            }
        )

    def at_the_till(self, contacts):
        """Contact id -> what the till of the cashier is told of the contact."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.seen_by(self.cashier, contacts)._load_pos_data_read(
            self.seen_by(self.cashier, contacts),
            self.seen_by(self.cashier, self.config),
        )
        return {row["id"]: row for row in rows}

    def told(self, contact, name):
        return self.at_the_till(contact)[contact.id][f"customer_tier_till_{name}"]

    def loaded(self, since):
        """Contacts that the till loads if it was opened before, at ``since``."""
        self.env.flush_all()
        contacts = self.seen_by(self.cashier, self.env["res.partner"]).with_context(
            pos_last_server_date=fields.Datetime.to_string(since),
            pos_limited_loading=True,
        )
        rows = contacts._load_pos_data_search_read(
            {"pos.order": []}, self.seen_by(self.cashier, self.config)
        )
        found = self.env["res.partner"].browse([row["id"] for row in rows])
        # the till always asks for the cashier too
        return found - self.cashier.partner_id
