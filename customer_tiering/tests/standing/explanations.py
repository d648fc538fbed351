from datetime import date

from odoo import Command

from ..common import TieringCase


class ExplanationCase(TieringCase):
    """Ann bought for 1,000 in two invoices, Ben for 400 in one, both on 1 June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ann, cls.ben = cls.customer("Ann"), cls.customer("Ben")
        june = date(2025, 6, 1)
        cls.invoices([(cls.ann, 600, june), (cls.ann, 400, june), (cls.ben, 400, june)])
        cls.metric = {
            metric.code: metric for metric in cls.env["customer.tier.metric"].search([])
        }

    def ladder(self, rule=None, **values):
        """An evaluated scheme whose only better tier is Top, by ``rule``."""
        scheme = self.scheme(
            rule_ids=[
                Command.create({"tier_id": self.tier["TOP"].id, **(rule or {})}),
                Command.create({"tier_id": self.tier["SMALL"].id}),
            ],
            **values,
        )
        self.evaluate(scheme)
        return scheme

    def details(self, scheme, customer, **context):
        standing = self.standing(scheme, customer).with_context(lang="en_US", **context)
        return standing.explanation_details

    def why(self, scheme, customer, **context):
        return plain(self.details(scheme, customer, **context)["why"])

    def sentences(self, scheme, customer, **context):
        return [
            plain(s) for s in self.details(scheme, customer, **context)["sentences"]
        ]


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")
