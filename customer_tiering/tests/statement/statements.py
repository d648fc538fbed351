from odoo import Command
from odoo.tools import html2plaintext

from ..common import TieringCase

# what customers never read, by the code of the tier
NAMES = {"TOP": "Kingfisher", "BIG": "Heron", "MEDIUM": "Wagtail", "SMALL": "Sparrow"}


class StatementCase(TieringCase):
    """Customers ``top``, ``big``, ``medium`` and ``small``, and what their tiers grant.

    Their internal names are birds. Customers read Platinum, Gold, Silver and Customer.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.group_user")._apply_group(
            cls.env.ref("product.group_product_pricelist")
        )
        for code, name in NAMES.items():
            cls.tier[code].name = name
        cls.company.email = "office@example.com"
        cls.product.list_price = 100
        cls.seller = cls.user(
            "user",
            groups="base.group_user,base.group_partner_manager,"
            "sales_team.group_sale_salesman",
        )
        cls.seller.name = "Rita Sample"
        cls.manager = cls.user("manager")
        cls.people = cls.customers(4)
        for number, one in enumerate(cls.people):
            one.write({"email": f"buyer{number}@example.com", "user_id": cls.seller.id})
        cls.top, cls.big, cls.medium, cls.small = cls.people
        cls.invoices(
            [(cls.top, 8317), (cls.big, 4211), (cls.medium, 1234), (cls.small, 57)]
        )
        cls.pyramid = cls.scheme({"TOP": 25, "BIG": 25, "MEDIUM": 25, "SMALL": 0})
        cls.pyramid.name = "Aviary"
        cls.evaluate(cls.pyramid)
        cls._make_benefits()

    @classmethod
    def _make_benefits(cls):
        cls.lists = {
            code: cls.env["product.pricelist"].create(
                {
                    "name": f"{NAMES[code]} list",
                    "company_id": cls.company.id,
                    "currency_id": cls.usd.id,
                    "customer_tier_only": True,
                    "item_ids": [
                        Command.create(
                            {"compute_price": "percentage", "percent_price": percent}
                        )
                    ],
                }
            )
            for code, percent in (("TOP", 20), ("BIG", 10))
        }
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "Kingfisher terms",
                "company_id": cls.company.id,
                "note": False,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 60}
                    )
                ],
            }
        )
        cls.benefit = {
            kind: cls._benefit(kind, **granted)
            for kind, granted in {
                "pricelist": {
                    code: {"pricelist_id": found.id}
                    for code, found in cls.lists.items()
                },
                "payment_term": {"TOP": {"payment_term_id": cls.term.id}},
                "sample": {"TOP": {"amount": 3000}, "BIG": {"amount": 1000}},
                "training": {
                    "TOP": {"interval_months": 3},
                    "BIG": {"interval_months": 6},
                },
                "service": {"TOP": {"response_hours": 4, "priority": "3"}},
                "salesperson": {"TOP": {}},
                "other": {
                    "TOP": {"text": "Ask Rita first", "public_text": "Free moulds"},
                    "BIG": {"text": "Nothing to tell"},
                },
            }.items()
        }

    @classmethod
    def _benefit(cls, kind, **granted):
        return cls.env["customer.tier.benefit"].create(
            {
                "name": f"Nest {kind}",
                "kind": kind,
                "scheme_id": cls.pyramid.id,
                "line_ids": [
                    Command.create({"tier_id": cls.tier[code].id, **values})
                    for code, values in granted.items()
                ],
            }
        )

    # ------------------------------------------------------------ steps

    @classmethod
    def make(cls, customers, state="draft"):
        """Statements of ``customers`` with their content."""
        statements = cls.env["customer.tier.statement"]
        made = statements._open_for(
            cls.pyramid, statements._reach(cls.pyramid, customers), state
        )
        made._make()
        return made

    @classmethod
    def sent(cls, customers):
        made = cls.make(customers, "queued")
        made._send()
        return made

    @classmethod
    def reasons(cls, customers, **options):
        """``{customer: why they are left out}``; None for those who are not."""
        found = cls.env["customer.tier.statement"]._reach(
            cls.pyramid, customers, **options
        )
        return {
            cls.env["res.partner"].browse(one.customer_id): one.reason for one in found
        }

    @classmethod
    def entitle(cls, customer, state="offered", benefit=None, code="TOP"):
        """A training of ``customer``, as the nightly step and people leave it."""
        today = cls.pyramid._today()
        return (
            cls.env["customer.tier.entitlement"]
            .sudo()
            .create(
                {
                    "benefit_id": (benefit or cls.benefit["training"]).id,
                    "partner_id": customer.id,
                    "company_id": cls.company.id,
                    "tier_id": cls.tier[code].id,
                    "state": state,
                    "state_date": today,
                    "due_date": today,
                    "date_from": today,
                    "date_to": today.replace(year=today.year + 1, day=1),
                }
            )
        )

    def text(self, statement):
        return html2plaintext(statement.body)

    def fell(self, customer, day, before="TOP", after="BIG"):
        """A fall of that day, as an evaluation writes it."""
        self.env["customer.tier.change"].create(
            {
                "partner_id": customer.id,
                "scheme_id": self.pyramid.id,
                "company_id": self.company.id,
                "evaluation_id": self.pyramid.last_evaluation_id.id,
                "date": day,
                "from_tier_id": self.tier[before].id,
                "to_tier_id": self.tier[after].id,
                "direction": "down",
            }
        )
        self.env.flush_all()
        self.update(
            self.standing(self.pyramid, customer),
            tier_id=self.tier[after].id,
            since=day,
        )
        self.env["res.partner"]._forget_customer_tiers()
