from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...gifting.flow import COMMITTED
from ...gifting.rules import ALL, COMPANY, CUSTOMER
from .customer_gift_budget_sums import GROUPS


class CustomerGiftBudget(models.Model):
    _inherit = "customer.gift.budget"

    def _lock_for_reservation(self):
        """Update the row of every budget that counts the same gifts as these.

        An UPDATE instead of a lock: under REPEATABLE READ only a changed row makes the
        second transaction start again. The write date stays, since the budget itself
        did not change. In the order of ids, so that there is no deadlock.
        """
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE customer_gift_budget
                   SET reservation_count = COALESCE(reservation_count, 0) + 1
                 WHERE id IN (
                       SELECT id FROM customer_gift_budget
                        WHERE company_id = ANY(%s) ORDER BY id FOR UPDATE)
                """,
                self.company_id.ids,
            )
        )
        self.invalidate_model(["reservation_count"])

    def _check_left(self, gifts, caps_only=False):
        """Raise UserError if ``gifts`` exceed a pool or a cap.

        Gifts that cost nothing pass, whoever has overspent the budget.

        :param caps_only: only the caps, for gifts that another budget pays for
        """
        self.ensure_one()
        customers = Domain("partner_id", "in", gifts.partner_id.ids)
        limits_at = self._caps_at if caps_only else self._limits_at
        for limit, occasion in limits_at(gifts.occasion_id, customers=customers):
            claims = gifts
            if occasion:
                claims = gifts.filtered(lambda g, at=occasion: g.occasion_id == at)
            for key, (need, ids, asked) in self._per_key(limit, claims).items():
                if not need:
                    continue
                taken = limit.used.get(key, 0.0)
                after = taken + asked
                if self.currency_id.compare_amounts(after, limit.amount) > 0:
                    self._refuse(
                        self._limit_name(limit, key, occasion),
                        limit.amount - (after - need),
                        need,
                        claims.browse(ids),
                    )

    @staticmethod
    def _per_key(limit, gifts):
        """``{key: [cost, gift ids, cost of gifts not approved yet]}`` for a limit."""
        keys = defaultdict(lambda: [0.0, [], 0.0])
        for gift in gifts:
            key = ALL if limit.scope == COMPANY else gift[GROUPS[limit.scope]].id
            whose = gift.tier_id.id if limit.scope == CUSTOMER else key
            if key is False or limit.only not in (None, whose):
                continue
            found = keys[key]
            found[0] += gift.cost
            found[1].append(gift.id)
            if gift.state not in COMMITTED:
                found[2] += gift.cost
        return keys

    def _limit_name(self, limit, key, occasion):
        """The name of a limit in a sentence."""
        if limit.scope == COMPANY:
            if limit.note:
                return self.env._("The pool “%s”", self.name)
            if occasion:
                return self.env._("The cap for “%s”", occasion.name)
            return self.env._("The company's cap in “%s”", self.name)
        model = self.env["customer.gift"]._fields[GROUPS[limit.scope]].comodel_name
        name = self.env[model].sudo().browse(key).display_name
        names = {
            "line": self.env._("The pool of the line “%s”", name),
            "customer": self.env._("The cap for the customer “%s”", name),
            "tier": self.env._("The cap for the tier “%s”", name),
            "salesperson": self.env._("The sum of the salesperson “%s”", name),
        }
        return names[limit.scope]

    def _check_sellers(self, gifts):
        """Raise UserError if a salesperson exceeds the amounts of their customers."""
        self.ensure_one()
        plans = gifts.plan_id
        rows = (
            self.env["customer.gift"]
            .sudo()
            ._read_group(
                [
                    ("plan_id", "in", plans.ids),
                    ("direction", "=", "given"),
                    ("corrected", "=", False),
                    ("state", "in", ("proposed", *COMMITTED)),
                    ("user_id", "in", gifts.user_id.ids),
                ],
                ["plan_id", "user_id", "state"],
                ["amount:sum", "cost:sum"],
            )
        )
        sums = defaultdict(lambda: [0.0, 0.0])
        for plan, user, state, amount, cost in rows:
            sums[plan, user][0] += amount or 0.0
            sums[plan, user][1] += (cost or 0.0) if state in COMMITTED else 0.0
        for (plan, user), some in gifts.grouped(
            lambda g: (g.plan_id, g.user_id)
        ).items():
            if not plan or not user:
                continue
            asked = some.filtered(lambda gift: gift.state not in COMMITTED)
            need = sum(some.mapped("cost"))
            if not need:
                continue
            amount, taken = sums[plan, user]
            after = taken + sum(asked.mapped("cost"))
            if self.currency_id.compare_amounts(after, amount) > 0:
                self._refuse(
                    self.env._("The sum of the salesperson “%s”", user.name),
                    amount - (after - need),
                    need,
                    some,
                )

    def _refuse(self, what, left, need, gifts):
        values = {
            "what": what,
            "left": self.currency_id.format(max(left, 0.0)),
            "need": self.currency_id.format(need),
            "customer": gifts[:1].partner_id.display_name,
            "count": len(gifts),
        }
        if len(gifts) == 1:
            text = self.env._(
                "%(what)s has %(left)s left, but this gift to “%(customer)s” needs "
                "%(need)s. Choose a gift that costs less, or ask for more budget.",
                **values,
            )
        else:
            text = self.env._(
                "%(what)s has %(left)s left, but these %(count)s gifts need "
                "%(need)s. Approve fewer of them, choose gifts that cost less, or "
                "ask for more budget.",
                **values,
            )
        raise UserError(text)
