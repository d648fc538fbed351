"""A year in the life of a company that uses 19.0.1.0.0; runs in its `odoo shell`.

It builds on the helpers of that version's own tests, which come with its code and
never change again. Whatever a company may have in its database when it updates should
be here once, and nothing here is asked to be tidy.
"""

from freezegun import freeze_time
from year_of_gifts import YearOfGifts

from odoo.tests import TransactionCase

# here the helpers work for good, in the transactions of the shell
TransactionCase.setUpClass = classmethod(lambda cls: None)


class Year(YearOfGifts):
    @classmethod
    def live(cls, env):
        """Everything, from June to November 2025; returns what is asked again later."""
        cls.env = env
        cls.setUpClass()
        # what people write is tracked, as on their screens
        cls.env = env(context={"allowed_company_ids": cls.company.ids})
        cls.people()
        cls.settings()
        cls.schemes()
        cls.sign()
        cls.manual_tiers()
        cls.before_second = cls.ladder()
        cls.second_evaluation()
        with freeze_time("2025-09-01 09:00:00"):
            cls.plan()
            cls.ends_of_a_plan()
            cls.gifts_by_hand()
            cls.policy()
        # the helpers have let it be 15 October
        cls.samples()
        with freeze_time("2025-11-20 09:00:00"):
            cls.closed_plan._measure()
            cls.env["customer.gift.occasion"]._cron_make_dates()
        return cls.told()

    @classmethod
    def told(cls):
        """What is asked again after the update; commits."""
        gifts = cls.env["customer.gift"]
        numbers = gifts.search(
            [("number", "!=", False), ("company_id", "=", cls.company.id)]
        ).mapped("number")
        result = {
            "ladder": cls.before_second,
            "photos": [
                [gift.id, gift.proof.decode()]
                for gift in gifts.search([("proof", "!=", False)])
            ],
            "next number": max(int(number[-5:]) for number in numbers) + 1,
            "wizards": cls.wizards(),
        }
        cls.env.cr.commit()
        return result

    @classmethod
    def wizards(cls):
        """Tables of what is looked at and thrown away."""
        tables = []
        for model in map(cls.env.__getitem__, cls.env.registry):
            if model._transient:
                tables.append(model._table)
                tables += [
                    field.relation
                    for field in model._fields.values()
                    if field.type == "many2many" and field.store
                ]
        return tables
