from functools import cached_property

import pandas as pd

from odoo import fields

from .facts import add_people, add_products, add_rates
from .records import add_debts, add_standings, add_tenders, given_before

# columns of the gifts that a caller may leave out
OPTIONAL = ("id", "contact_id", "scheme_id", "product_id", "plan_id")


class PolicyReading:
    """What the database knows about gifts of one company, for the rules on them.

    ``facts(frame)`` gives the gifts with the columns of `gifting.policy.FACTS`,
    ``given_before(gifts)`` what the same recipients received before. Each fact is read
    for all gifts at once by one statement, never gift by gift.

    :param policies: the policies that apply; facts that none of them asks for are not
        read. By default all that the company is under.
    """

    def __init__(self, env, company, policies=None):
        self.env = env
        self.company = company
        if policies is None:
            policies = env["customer.gift.policy"]._applying(company)
        self.policies = policies
        self.mode = company._customer_gift_mode()

    def facts(self, frame):
        """``frame``, one row per gift, with what is known about each."""
        gifts = frame.reset_index(drop=True)
        gifts = gifts.assign(**{n: None for n in OPTIONAL if n not in gifts})
        gifts = add_people(self, gifts)
        gifts = add_products(self, gifts)
        gifts["as_of"] = pd.to_datetime(gifts["date"]).clip(upper=self.today)
        gifts = add_standings(self, gifts)
        if self.asks("C18"):
            gifts = add_debts(self, gifts)
        if self.asks("C08"):
            gifts = add_tenders(self, gifts)
        return add_rates(self, gifts)

    def given_before(self, gifts):
        """Frame of earlier gifts for `gifting.policy.Setting`, None if nobody asks.

        ``gifts`` are those with their facts.
        """
        return given_before(self, gifts) if self.policies and len(gifts) else None

    def asks(self, code):
        """Whether a policy with ``code`` applies."""
        return code in self.policies.mapped("code")

    @property
    def today(self):
        return pd.Timestamp(fields.Date.context_today(self.env.user))

    @cached_property
    def companies(self):
        """All companies under the same root as the company, archived ones too."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return companies.search([("id", "child_of", self.company.root_id.ids)])
