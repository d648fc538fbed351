from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user

# The day of all evaluations that do not name another: 12 months to it begin on
# 2024-07-01. Far enough back that every document of it can be posted.
AS_OF = date(2025, 6, 30)
FIRST = date(2024, 7, 1)
REF = "TIERING-TEST"
GROUP = "customer_tiering.group_customer_tier_"


class TieringCase(TransactionCase):
    """A company of its own with the few accounts that an invoice needs.

    Customers carry ``REF`` and schemes are restricted to it, so neither demo data nor
    what else lives in the database matters. The company currency is USD.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.usd = cls.env.ref("base.USD")
        cls.eur = cls.env.ref("base.EUR")
        (cls.usd + cls.eur).active = True
        cls.receivable = {}
        cls.company = cls.new_company("Tiering Inc.")
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Hammer",
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": False,
            }
        )
        cls.tier = {
            tier.code: tier
            for tier in cls.env["customer.tier"]
            .with_context(active_test=False)
            .search([])
        }

    # ------------------------------------------------------------ company

    @classmethod
    def new_company(cls, name, **values):
        """A company that can post an invoice; its currency is USD."""
        values.setdefault("currency_id", cls.usd.id)
        company = cls.env["res.company"].create({"name": name, **values})
        if company.parent_id:
            cls.set_receivable(company, cls.receivable[company.root_id])
            return company
        accounts = cls.env["account.account"].with_company(company)
        receivable, income = accounts.create(
            [
                {
                    "name": f"{kind} of {name}",
                    "code": code,
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                }
                for kind, code in (("asset_receivable", "111"), ("income", "400"))
            ]
        )
        cls.set_receivable(company, receivable)
        cls.env["account.journal"].create(
            {
                "name": f"Sales of {name}",
                "code": "SALE",
                "type": "sale",
                "company_id": company.id,
                "default_account_id": income.id,
            }
        )
        return company

    @classmethod
    def set_receivable(cls, company, account):
        cls.receivable[company] = account
        cls.env["ir.default"].set(
            "res.partner",
            "property_account_receivable_id",
            account.id,
            company_id=company.id,
        )

    @classmethod
    def new_branch(cls, name, company=None):
        return cls.new_company(name, parent_id=(company or cls.company).id)

    @classmethod
    def rate(cls, currency, day, per_usd):
        """From ``day`` on one USD is ``per_usd`` of ``currency``."""
        cls.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "name": day,
                "rate": per_usd,
                "company_id": cls.company.id,
            }
        )

    # ------------------------------------------------------------ people

    @classmethod
    def customer(cls, name, **values):
        values = {"name": name, "is_company": True, "ref": REF, **values}
        return cls.env["res.partner"].create(values)

    @classmethod
    def customers(cls, count, name="Customer"):
        return cls.env["res.partner"].create(
            [
                {"name": f"{name} {number}", "is_company": True, "ref": REF}
                for number in range(1, count + 1)
            ]
        )

    @classmethod
    def contact(cls, parent, name="Contact", **values):
        return cls.env["res.partner"].create(
            {"name": name, "parent_id": parent.id, "type": "contact", **values}
        )

    @classmethod
    def user(cls, role, company=None, groups=None):
        """A user with the role ``user``, ``accountant``, ``manager`` or ``admin``."""
        company = company or cls.company
        return new_test_user(
            cls.env(context={}),
            login=f"tiering_{role}_{company.id}",
            groups=groups or f"base.group_user,{GROUP}{role}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def seen_by(cls, user, records):
        """``records`` as ``user`` works with them, in their own companies."""
        records = records.with_user(user)
        return records.with_context(allowed_company_ids=user.company_ids.ids)

    # ------------------------------------------------------------ documents

    @classmethod
    def invoices(cls, lines, company=None, **values):
        """Post one invoice per ``(customer, amount)``, perhaps with a day."""
        company = company or cls.company
        moves = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": customer.id,
                        "company_id": company.id,
                        "invoice_date": day[0] if day else AS_OF,
                        "invoice_line_ids": [
                            Command.create(
                                {
                                    "name": "Goods",
                                    "quantity": 1,
                                    "price_unit": amount,
                                    "tax_ids": [],
                                }
                            )
                        ],
                        **values,
                    }
                    for customer, amount, *day in lines
                ]
            )
        )
        moves.action_post()
        return moves

    @classmethod
    def invoice(cls, customer, amount, day=AS_OF, **values):
        return cls.invoices([(customer, amount, day)], **values)

    @classmethod
    def refund(cls, customer, amount, day=AS_OF, **values):
        return cls.invoices([(customer, amount, day)], move_type="out_refund", **values)

    @classmethod
    def order(cls, customer, amount=100.0, moment="2025-06-30 10:00:00", confirm=True):
        """An order of that moment (UTC), or a quotation."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "price_unit": amount})
                ],
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = moment
        cls.backdate(order, moment)
        return order

    @classmethod
    def lead(cls, customer=None, moment="2025-06-01 10:00:00", **values):
        lead = cls.env["crm.lead"].create(
            {
                "name": "Asks for hammers",
                "type": "opportunity",
                "partner_id": customer.id if customer else False,
                "company_id": cls.company.id,
                **values,
            }
        )
        cls.backdate(lead, moment)
        return lead

    @classmethod
    def backdate(cls, records, moment):
        cls.update(records, create_date=moment)

    @classmethod
    def update(cls, records, **values):
        """Write columns past the ORM: what it refuses, or computes by itself."""
        cls.env.flush_all()
        for column, value in values.items():
            cls.env.cr.execute(
                f'UPDATE "{records._table}" SET "{column}" = %s WHERE id = ANY(%s)',
                [value, records.ids],
            )
        cls.env.invalidate_all()

    # ------------------------------------------------------------ scheme

    @classmethod
    def scheme(cls, shares=None, **values):
        """A scheme of the test's customers; ``shares``: tier code -> own share.

        Without ``shares`` the pyramid of 1, 4, 15 and the remaining 80 %.
        """
        shares = shares or {"TOP": 1, "BIG": 4, "MEDIUM": 15, "SMALL": 0}
        return cls.env["customer.tier.scheme"].create(
            {
                "name": "Test scheme",
                "company_id": cls.company.id,
                "domain": f"[('ref', '=', '{REF}')]",
                "tz": "UTC",
                "next_date": False,
                "in_force": True,
                "grace_days": 0,
                "one_step": False,
                "refresh_nightly": False,
                "rule_ids": [
                    Command.create({"tier_id": cls.tier[code].id, "threshold": share})
                    for code, share in shares.items()
                ],
                **values,
            }
        )

    @classmethod
    def evaluate(cls, scheme, as_of=AS_OF):
        """Evaluate at once and return the evaluation, which is done."""
        evaluation = scheme._queue_evaluation(as_of)
        evaluation._run()
        cls.env.flush_all()
        return evaluation

    @contextmanager
    def refuses(self, says="", error=UserError):
        """The block raises ``error``, with a message that matches the regex ``says``.

        What it wrote is undone. A ValidationError is a UserError.
        """
        with self.assertRaisesRegex(error, says) as caught, self.cr.savepoint():
            yield caught

    def assert_kept(self, records, says, **values):
        """Not even the superuser writes ``values`` to ``records`` or deletes them.

        ``says``: what they are told, as a regex. Only an uninstall deletes them.
        """
        records = records.sudo()
        # whoever calls over RPC can say that they uninstall
        for kept in (records, records.with_context(_force_unlink=True)):
            with self.refuses(says):
                kept.write(values)
            with self.refuses(says):
                kept.unlink()
        module = self.env["ir.module.module"]._get("customer_tiering")
        with self.cr.savepoint(flush=False) as savepoint:
            self.update(module, state="to remove")
            records.unlink()
            self.assertFalse(records.exists())
            savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(records.exists(), records)

    def standing(self, scheme, customer):
        return self.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id), ("partner_id", "=", customer.id)]
        )

    def tier_code(self, scheme, customer):
        """Code of the customer's tier, None for one who has no standing."""
        return self.standing(scheme, customer).tier_id.code or None

    def tier_codes(self, scheme, customers):
        return [self.tier_code(scheme, customer) for customer in customers]

    def changes(self, scheme, customer):
        return self.env["customer.tier.change"].search(
            [("scheme_id", "=", scheme.id), ("partner_id", "=", customer.id)],
            order="id",
        )

    def versions(self, table, records=None):
        """Where each row's current version lies: any write at all moves it."""
        self.env.flush_all()
        self.env.cr.execute(
            f'SELECT id, ctid::text, xmin::text FROM "{table}"'
            + (" WHERE id = ANY(%s)" if records is not None else "")
            + " ORDER BY id",
            [records.ids] if records is not None else None,
        )
        return self.env.cr.fetchall()
