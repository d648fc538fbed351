from datetime import timedelta

from odoo import fields
from odoo.service.model import call_kw

from ..gift_plan.test_gift_plan import PlanCase

OWN = "nobody may approve their own request"


class ApprovalCase(PlanCase):
    """A manager, a colleague with the same rights, a salesperson, an officer, a deputy.

    They work through RPC, as the web client does. There are no policies, so that only
    the four eyes stand between a request and its approval.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.customer_gift_policy_template = "own"
        cls.env["customer.gift.policy"].search(
            [("template", "=", False)]
        ).active = False
        cls.mode("normal")
        cls.people = {
            "seller": cls.seller,
            "manager": cls.manager,
            "colleague": cls.colleague_of(cls.manager, "colleague"),
            "officer": cls.user("compliance"),
            "deputy": cls.colleague_of(cls.seller, "deputy"),
        }

    @classmethod
    def colleague_of(cls, user, name):
        return cls.env["res.users"].create(
            {
                "name": name.title(),
                "login": f"tiering_{name}",
                "group_ids": user.group_ids.ids,
                "company_id": cls.company.id,
                "company_ids": cls.company.ids,
            }
        )

    @classmethod
    def mode(cls, mode):
        cls.company.customer_gift_policy_mode = mode

    @classmethod
    def delegation(cls, manager="manager", deputy="deputy"):
        return cls.env["customer.gift.delegation"].create(
            {
                "user_id": cls.people[manager].id,
                "deputy_id": cls.people[deputy].id,
                "date_from": fields.Date.today() - timedelta(1),
                "date_to": fields.Date.today() + timedelta(1),
                "company_id": cls.company.id,
            }
        )

    def rpc(self, who, records, method, *args):
        """Call ``method`` on ``records`` as the web client of ``who`` does."""
        user = self.people[who]
        env = self.env(user=user, context={"allowed_company_ids": self.company.ids})
        model = env[records._name]
        ids = [records.ids] if records else []
        result = call_kw(model, method, [*ids, *args], {})
        self.env.flush_all()
        self.env.invalidate_all()
        return result

    def made_by(self, who, records, values):
        return records.browse(self.rpc(who, records.browse(), "create", values))

    def gift_by(self, who, place=0, salesperson="seller", **values):
        """A gift that ``who`` enters by hand."""
        return self.made_by(
            who,
            self.env["customer.gift"],
            {
                "partner_id": self.buyers[place].id,
                "occasion_id": self.occasion.id,
                "user_id": self.people[salesperson].id,
                "scheme_id": self.pyramid.id,
                "date": "2025-06-30",
                "description": "A box of tea",
                "cost": 100,
                "purpose": "Thanks for the year",
                **values,
            },
        )

    def plan_by(self, who, **values):
        """An open plan that ``who`` made, with its gifts."""
        plan = self.made_by(
            who,
            self.env["customer.gift.plan"],
            {
                "occasion_date_id": self.feast.id,
                "budget_id": self.budget.id,
                "purpose": "Thanks for the year",
                **values,
            },
        )
        self.rpc(who, plan, "action_make")
        self.rpc(who, plan, "action_open")
        return plan

    def approves(self, who, gift):
        self.rpc(who, gift, "action_approve")
        self.assertEqual(gift.state, "approved")
        self.assertEqual(gift.approver_id, self.people[who])

    def may_not_approve(self, who, gift, says=OWN):
        """Neither by the button, nor as a dragged card, nor among others."""
        approve = {"state": "approved"}
        for method, *args in (("action_approve",), ("write", approve)):
            with self.refuses(says):
                self.rpc(who, gift, method, *args)
        self.assertEqual(gift.state, "proposed")
        self.assertFalse(gift.approver_id)
