from odoo import Command
from odoo.fields import Domain

from ..common import AS_OF, TieringCase


class StandingCase(TieringCase):
    """Customers whose standings are written down instead of evaluated.

    ``people`` are the customers and contacts of the test, ``shown`` says by hand which
    tier each of them must show.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pyramid = cls.scheme(name="Pyramid", sequence=1)
        cls.retired = cls.env["customer.tier"].create(
            {"name": "Retired", "code": "RETIRED", "sequence": 25, "active": False}
        )
        cls.tier["RETIRED"] = cls.retired
        cls.shown = {}
        for name, code in (
            ("Ada", "TOP"),
            ("Bob", "BIG"),
            ("Cid", "SMALL"),
            ("Dan", "SMALL"),
            ("Eve", "RETIRED"),
            ("Fay", "INACTIVE"),
            ("Gus", "SUSPECT"),
            ("Hal", None),
        ):
            partner = cls.customer(name)
            contact = cls.contact(partner, f"Contact of {name}")
            deep = cls.contact(contact, f"Assistant at {name}")
            setattr(cls, name.lower(), partner)
            cls.expect(code, partner, contact, deep)
            if code:
                cls.stand(cls.pyramid, partner, code)
        cls.count_customers(cls.pyramid)

    @classmethod
    def expect(cls, code, *partners):
        for partner in partners:
            cls.shown[partner] = cls.tier[code] if code else cls.env["customer.tier"]

    @property
    def people(self):
        return self.env["res.partner"].union(*self.shown)

    @classmethod
    def stand(cls, scheme, partner, code):
        return cls.env["customer.tier.standing"].create(
            {
                "scheme_id": scheme.id,
                "company_id": scheme.company_id.id,
                "partner_id": partner.id,
                "tier_id": cls.tier[code].id,
            }
        )

    @classmethod
    def count_customers(cls, scheme, **counts):
        """What an evaluation says of the sizes of the tiers; by default, the truth.

        It decides which SQL a search takes, never what it finds.
        """
        if not counts:
            groups = cls.env["customer.tier.standing"]._read_group(
                [("scheme_id", "=", scheme.id)], ["tier_id"], ["__count"]
            )
            counts = {tier.code: count for tier, count in groups}
        scheme.last_evaluation_id = cls.env["customer.tier.evaluation"].create(
            {
                "scheme_id": scheme.id,
                "company_id": scheme.company_id.id,
                "as_of": AS_OF,
                "state": "done",
                "result_ids": [
                    Command.create(
                        {"tier_id": cls.tier[code].id, "customer_count": count}
                    )
                    for code, count in counts.items()
                ],
            }
        )

    def found(self, domain, model=None):
        """The people that a search finds; one found twice is there twice."""
        model = model if model is not None else self.env["res.partner"]
        return model.search(Domain("id", "in", self.people.ids) & Domain(domain))

    def assertPeople(self, found, expected):
        self.assertEqual(sorted(found.mapped("name")), sorted(expected.mapped("name")))
