from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.customer_tiering.models.evaluation.bridge_steps import Step

from .bridges import PAID_KINDS, SOLD_FATES, after, paid, sold

# after the step of the core that is named: the steps of tills
AFTER = {
    "archived": {
        "till_apart": Step("revenue", "Gift cards, e-wallets and tips", -1),
        "till_rest": Step("revenue", "Booked by tills, but not as sales", -1),
        "till_open": Step("revenue", "Open tills: sold, but booked later", 1),
        "till_earlier": Step("revenue", "Booked by tills, sold before", -1),
        "till_nobody": Step("revenue", "Till sales without a customer", -1),
        "till_excluded": Step(
            "revenue", "Till sales to partners the scheme does not classify", -1
        ),
    },
    "money_vendor": {
        "till_money_later": Step("money", "Put on account at tills, unnamed", -1),
        "till_money_rest": Step("money", "Booked by tills, but not as payments", -1),
        "till_money_open": Step("money", "Open tills: paid, but booked later", 1),
        "till_money_earlier": Step("money", "Booked by tills, paid before", -1),
        "till_money_replaced": Step(
            "money", "Booked once more for till orders invoiced later", 1
        ),
        "till_money_nobody": Step("money", "Paid at tills without a customer", -1),
    },
    "later_exchange": {
        "till_receivable_after": Step(
            "receivables", "Paid for till orders invoiced after the day", -1
        ),
    },
}
STEPS = {kind: step for steps in AFTER.values() for kind, step in steps.items()}
# steps whose fate has another name than the step
FATES = {"till_excluded": "till_customer"}
# journal items are behind it
AFTER_THE_DAY = "till_receivable_after"
# kind of `bridges.books` -> its step
MONEY_STEPS = {
    f"till_{word}": f"till_money_{word}"
    for word in ("later", "open", "earlier", "replaced", "nobody")
}
MONEY_KINDS = {step: kind for kind, step in MONEY_STEPS.items()}


class CustomerTierEvaluationBridge(models.Model):
    """Steps of tills: their entries know no customer, and have days of their own."""

    _inherit = "customer.tier.evaluation.bridge"

    kind = fields.Selection(
        selection_add=[(kind, step.label) for kind, step in STEPS.items()],
        ondelete=dict.fromkeys(STEPS, "cascade"),
    )

    @api.model
    def _steps(self):
        steps = {}
        for kind, step in super()._steps().items():
            steps[kind] = step
            steps.update(AFTER.get(kind, {}))
        return steps

    @api.model
    def _ledger_lines(self):
        lines = super()._ledger_lines() | {
            kind: ("fate", (FATES.get(kind, kind),))
            for kind in AFTER["archived"]
            if kind != "till_rest"
        }
        question, answers = lines["customers"]
        return lines | {"customers": (question, (*answers, "till_customer"))}

    @api.model
    def _kinds_of_customers(self):
        return (*super()._kinds_of_customers(), "till_excluded")

    @api.model
    def _more_revenue(self, ledger):
        """What the entries of tills booked to income, and no line of an order tells."""
        told = ledger.groupby("fate")["amount"].sum()
        rest = told.get("more", 0.0)
        rest -= told.get("till_booked", 0.0) + told.get("till_apart", 0.0)
        return super()._more_revenue(ledger) | {"till_rest": rest}

    @api.model
    def _more_money(self, books, amounts, counts):
        more = super()._more_money(books, amounts, counts)
        for kind, step in MONEY_STEPS.items():
            amounts[step], counts[step] = books.ledger.get(kind, (0.0, 0))
        booked = books.ledger.get("till_booked", (0.0, 0))[0]
        amounts["till_money_rest"] = books.ledger.get("more", (0.0, 0))[0] - booked
        return more + sum(
            step.sign * amounts[kind] for kind, step in AFTER["money_vendor"].items()
        )

    @api.model
    def _more_receivables(self, books, amounts, counts):
        more = super()._more_receivables(books, amounts, counts)
        found = books.ledger.get(AFTER_THE_DAY, (0.0, 0))
        amounts[AFTER_THE_DAY], counts[AFTER_THE_DAY] = found
        return more - amounts[AFTER_THE_DAY]

    # ------------------------------------------------------------ evidence

    def _rows(self):
        if self.kind not in STEPS:
            return super()._rows()
        reading = self.evaluation_id._reading()
        self.env.flush_all()
        if self.kind == AFTER_THE_DAY:
            return SQL("%s lines", after(reading))
        if self.bridge == "money":
            rows, (holds, amount) = paid(reading), PAID_KINDS[MONEY_KINDS[self.kind]]
        else:
            rows = sold(reading)
            holds, amount = SOLD_FATES[FATES.get(self.kind, self.kind)]
        condition = SQL(holds)
        if self.kind == "till_excluded":
            stands = self._is_classified(SQL("orders.customer_id"))
            condition = SQL("%s AND NOT %s", condition, stands)
        return SQL(
            """(SELECT order_id AS id, %(amount)s AS amount FROM %(rows)s orders
                 WHERE %(condition)s AND %(amount)s <> 0) lines""",
            amount=SQL(amount),
            rows=rows,
            condition=condition,
        )

    def _evidence_model(self):
        if self.kind in STEPS and self.kind != AFTER_THE_DAY:
            return "pos.order"
        return super()._evidence_model()

    def _compute_can_open(self):
        result = super()._compute_can_open()
        if not self.env["pos.order"].has_access("read"):
            orders = self.filtered(lambda line: line._evidence_model() == "pos.order")
            orders.can_open = False
        return result

    def _open(self, title):
        if self.kind == "customers" and self._has_till_sales():
            return self._open_standings(title, "net_revenue")
        if self._evidence_model() != "pos.order":
            return super()._open(title)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering_point_of_sale.pos_order_action_bridge"
        )
        action["domain"] = [("customer_tier_bridge_id", "=", self.id)]
        action["context"] = {"create": False, "customer_tier_bridge": self.id}
        action["display_name"] = title
        return action

    def _has_till_sales(self):
        """Whether there is more in the revenue than journal items with a customer."""
        self.env.flush_all()
        ((found,),) = self.env.execute_query(
            SQL(
                "SELECT EXISTS (SELECT FROM %s o WHERE is_sold)",
                sold(self.evaluation_id._reading()),
            )
        )
        return found
