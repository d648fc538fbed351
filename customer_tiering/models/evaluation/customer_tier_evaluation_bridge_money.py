from odoo import api, models
from odoo.tools import SQL

from ...classification.frame import CUSTOMER
from ..collector.books import money_items, receivable_items
from ..collector.payment_parts import credit_parts, payment_parts

# step -> kinds of `money_items` or `receivable_items` that it adds up
OF_LEDGER = {
    "money": ("received", "paid_out", "moved", "more"),
    "paid_out": ("paid_out",),
    "received": ("received", "more"),
    "money_other": ("money_other",),
    "money_suspense": ("money_suspense",),
    "money_vendor": ("money_vendor",),
    "returned": ("returned",),
    "receivable": ("receivable",),
    "later_exchange": ("later_exchange",),
}
# figures of the customers, summed up from what was published
PUBLISHED = (
    "collected",
    "overdue_over_90",
    "overdue_to_90",
    "overdue_to_60",
    "overdue_to_30",
    "not_due_amount",
    "open_credits",
    "unmatched_money",
)
OTHERS = (
    "money_nobody",
    "money_excluded",
    "receivable_nobody",
    "receivable_excluded",
)


class CustomerTierEvaluationBridge(models.Model):
    """From the bank to what was collected, from the receivables to what is owed.

    One side is read from the bank accounts and the receivable accounts, without any
    match; the other is the sum of the customers' figures, from the database.
    """

    _inherit = "customer.tier.evaluation.bridge"

    @api.model
    def _write_books(self, evaluation, books, customers):
        """Write the bridges of money and of receivables from `Books`.

        :param customers: ids of the classified customers
        """
        amounts, counts = {}, {}
        for step, kinds in OF_LEDGER.items():
            found = [books.ledger.get(kind, (0.0, 0)) for kind in kinds]
            amounts[step] = sum(amount for amount, _count in found)
            counts[step] = sum(count for _amount, count in found)
        figures = books.figures
        figures = figures.assign(
            receivable=figures.overdue_amount
            + figures.not_due_amount
            - figures.unmatched_money
            - figures.open_credits
        )
        amounts["waiting_money"] = float(figures.waiting_money.sum())
        counts["waiting_money"] = int((figures.waiting_money != 0).sum())
        nobody = figures[CUSTOMER].isna()
        excluded = ~nobody & ~figures[CUSTOMER].isin(customers)
        for group, chosen in (("nobody", nobody), ("excluded", excluded)):
            for bridge, column in (("money", "collected"), ("receivable",) * 2):
                values = figures.loc[chosen, column]
                amounts[f"{bridge}_{group}"] = float(values.sum())
                counts[f"{bridge}_{group}"] = int((values != 0).sum())
        published, customers_with = self._published(evaluation, PUBLISHED)
        amounts |= published
        counts |= customers_with
        amounts["more"] = self._more_money(books, amounts, counts)
        amounts["more_receivable"] = self._more_receivables(books, amounts, counts)
        self._write_steps(evaluation, "money", _closed_money(amounts), counts)
        self._write_steps(
            evaluation, "receivables", _closed_receivables(amounts), counts
        )

    @api.model
    def _more_money(self, books, amounts, counts):
        """What the steps of another addon add to the money, in all.

        It writes each of them into ``amounts`` and ``counts``.
        """
        return 0.0

    @api.model
    def _more_receivables(self, books, amounts, counts):
        """The same for the receivables."""
        return 0.0

    # ------------------------------------------------------------ evidence

    @api.model
    def _kinds_of_customers(self):
        return (*super()._kinds_of_customers(), *PUBLISHED, *OTHERS)

    def _items(self):
        rows = self._rows()
        return SQL("(SELECT id FROM %s)", rows) if rows else super()._items()

    def _rows(self):
        """FROM item: ``id`` of a journal item and its ``amount`` in this line.

        None for the lines of the revenue, where the amount is the item's balance.
        """
        reading = self.evaluation_id._reading()
        self.env.flush_all()
        if self.kind in OF_LEDGER:
            return SQL(
                "(SELECT id, amount FROM %s items WHERE kind = ANY(%s)) lines",
                money_items(reading)
                if self.bridge == "money"
                else receivable_items(reading),
                list(OF_LEDGER[self.kind]),
            )
        if self.kind == "waiting_money":
            return SQL("(%s) lines", _money_lines(reading, SQL("kind = 'waiting'")))
        if self.kind in OTHERS:
            return self._rows_of_others(reading)
        return None

    def _rows_of_others(self, reading):
        """What belongs to nobody, or to partners that are no customers."""
        whose = SQL("customer_id IS NULL")
        if self.kind.endswith("excluded"):
            stands = self._is_classified(SQL("parts.customer_id"))
            whose = SQL("customer_id IS NOT NULL AND NOT %s", stands)
        if self.bridge == "money":
            collected = SQL("kind = 'collected' AND %s", whose)
            return SQL("(%s) lines", _money_lines(reading, collected))
        return SQL(
            """(
            SELECT line_id AS id, amount FROM %(payments)s parts
             WHERE kind IN ('overdue', 'not_due') AND %(whose)s
         UNION ALL
            SELECT line_id, -amount FROM %(credits)s parts WHERE %(whose)s) lines""",
            payments=payment_parts(reading),
            credits=credit_parts(reading),
            whose=whose,
        )

    def _amounts_of(self, items):
        """``{id: amount}`` of the journal ``items`` in this line, as added up."""
        self.ensure_one()
        self.check_access("read")
        rows = self._rows() if self.can_open else None
        if not rows:
            return {}
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, SUM(amount) FROM %s WHERE id = ANY(%s) GROUP BY id",
                    rows,
                    items.ids,
                )
            )
        )

    def _open(self, title):
        if self.kind not in PUBLISHED:
            action = super()._open(title)
            if self.bridge != "revenue":
                # no pivot: amounts that are not stored cannot be summed up there
                view = self.env.ref(
                    "customer_tiering.account_move_line_view_list_bridge"
                )
                action |= {"view_mode": "list", "views": [(view.id, "list")]}
                action["context"] |= {"customer_tier_bridge": self.id}
            return action
        return self._open_standings(title, self.kind)

    def _open_standings(self, title, column):
        """The action that lists the customers whose figure ``column`` is not 0."""
        evaluation = self.evaluation_id
        if evaluation.figures_kept:
            action = evaluation.action_view_standings()
            own = [("evaluation_id", "=", evaluation.id)]
        else:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "customer_tiering.customer_tier_standing_action_payment"
            )
            own = [("scheme_id", "=", evaluation.scheme_id.id)]
        action["domain"] = [*own, (column, "!=", 0)]
        action["context"] = {}
        action["display_name"] = title
        return action


def _money_lines(reading, condition):
    return SQL(
        "SELECT money_line_id AS id, amount FROM %s parts WHERE %s",
        payment_parts(reading),
        condition,
    )


def _closed_money(amounts):
    """``amounts`` with the difference of the bridge of money."""
    expected = (
        amounts["received"]
        - amounts["money_other"]
        - amounts["money_suspense"]
        - amounts["money_vendor"]
        - amounts["waiting_money"]
        + amounts["returned"]
        - amounts["money_nobody"]
        - amounts["money_excluded"]
        + amounts["more"]
    )
    return amounts | {"difference": expected - amounts["collected"]}


def _closed_receivables(amounts):
    """``amounts`` with the subtotal and the difference of that of receivables."""
    expected = (
        amounts["receivable"]
        + amounts["later_exchange"]
        - amounts["receivable_nobody"]
        - amounts["receivable_excluded"]
        + amounts["more_receivable"]
    )
    overdue = sum(amounts[kind] for kind in PUBLISHED if kind.startswith("overdue"))
    published = (
        overdue
        + amounts["not_due_amount"]
        - amounts["open_credits"]
        - amounts["unmatched_money"]
    )
    return amounts | {
        "receivable_customers": published,
        "difference": expected - published,
    }
