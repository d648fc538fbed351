from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification.frame import CUSTOMER
from ..collector.ledger import LINES, ledger_items
from ..collector.statistics import ensure_statistics
from .bridge_steps import BRIDGES, STEPS

OF_CUSTOMERS = ("excluded", "customers")


class CustomerTierEvaluationBridge(models.Model):
    """One step from the books to the total of the customers.

    There are three bridges: from the income to the net revenue, from the bank to what
    was collected, from the receivables to what is owed. The amounts between two
    subtotals add up: income + following steps = net revenue of the documents; this +
    following steps = customers + difference.
    """

    _name = "customer.tier.evaluation.bridge"
    _description = "Bridge from the Books"
    _order = "evaluation_id desc, sequence, id"
    _rec_name = "kind"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    bridge = fields.Selection(
        [
            ("revenue", "Revenue"),
            ("money", "Money"),
            ("receivables", "Receivables"),
        ],
        required=True,
        default="revenue",
    )
    sequence = fields.Integer(required=True)
    kind = fields.Selection(
        [(kind, step.label) for kind, step in STEPS.items()],
        string="Step",
        required=True,
    )
    amount = fields.Monetary(
        help="Amounts that do not belong to the customers are deducted."
    )
    item_count = fields.Integer(
        string="Items",
        aggregator=None,
        help="How many journal items the line opens, or customers where its amount is "
        "a figure of theirs.",
    )
    is_sum = fields.Boolean(compute="_compute_is_sum")
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.model
    def _steps(self):
        """``{kind: Step}`` in their order; another addon may add its own.

        It adds them to the selection of ``kind`` too.
        """
        return STEPS

    @api.model
    def _ledger_lines(self):
        """``{kind: (question, answers)}`` of the steps of the revenue, see `LINES`."""
        return LINES

    @api.depends("kind")
    def _compute_is_sum(self):
        steps = self._steps()
        for line in self:
            line.is_sum = not steps[line.kind].sign

    @api.depends(
        "kind",
        "item_count",
        "evaluation_id.figures_kept",
        "evaluation_id.scheme_id.last_evaluation_id",
    )
    def _compute_can_open(self):
        for line in self:
            evaluation = line.evaluation_id
            last = evaluation.scheme_id.last_evaluation_id == evaluation
            # the customers of earlier evaluations are stored only if they were kept
            known = last or evaluation.figures_kept
            line.can_open = line.item_count and (known or not line._of_customers())

    @api.model
    def _kinds_of_customers(self):
        """Kinds of steps whose content depends on who is a customer."""
        return OF_CUSTOMERS

    def _of_customers(self):
        """Whether what is in the line depends on who is a customer."""
        self.ensure_one()
        return self.kind in self._kinds_of_customers()

    @api.model
    def _write_bridge(self, evaluation, ledger, customers):
        """Write the bridge of ``evaluation`` and return ``{kind: amount}``.

        ``ledger`` is the frame of `read_ledger`, from the same moment as the figures
        of ``customers`` (ids); their sum is read from what was published.
        """
        classified = ledger[CUSTOMER].isin(customers)
        amounts, counts, apart = {}, {}, self._kinds_of_customers()
        for kind, (question, answers) in self._ledger_lines().items():
            chosen = ledger[question].isin(answers)
            if kind in apart:
                chosen &= classified if kind == "customers" else ~classified
            amounts[kind] = float(ledger.loc[chosen, "amount"].sum())
            counts[kind] = int(ledger.loc[chosen, "items"].sum())
        amounts |= self._more_revenue(ledger)
        published, _counts = self._published(evaluation, ["net_revenue"])
        amounts["difference"] = amounts["customers"] - published["net_revenue"]
        amounts["customers"] = published["net_revenue"]
        return self._write_steps(evaluation, "revenue", amounts, counts)

    @api.model
    def _more_revenue(self, ledger):
        """``{kind: amount}`` of steps of another addon that no answer adds up."""
        return {}

    @api.model
    def _write_steps(self, evaluation, bridge, amounts, counts):
        """Write one bridge anew; returns ``{kind: amount}``, signed as the steps.

        :param amounts: ``{kind: amount}``, before it is added or deducted
        :param counts: ``{kind: number of items}``
        """
        self.search(
            [("evaluation_id", "=", evaluation.id), ("bridge", "=", bridge)]
        ).unlink()
        round_amount = evaluation.currency_id.round
        steps = {
            kind: step
            for kind, step in self._steps().items()
            if step.bridge in (bridge, "")
        }
        amounts = {
            kind: round_amount((step.sign or 1) * amounts.get(kind, 0.0))
            for kind, step in steps.items()
        }
        start = 100 * BRIDGES.index(bridge) + 1
        self.create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "bridge": bridge,
                    "sequence": sequence,
                    "kind": kind,
                    "amount": amounts[kind],
                    "item_count": counts.get(kind, 0),
                }
                for sequence, (kind, step) in enumerate(steps.items(), start)
                if step.always or counts.get(kind) or amounts[kind]
            ]
        )
        return amounts

    @api.model
    def _published(self, evaluation, columns):
        """``({column: sum}, {column: count})`` of all its customers, from the database.

        A count is that of the customers who have another figure than zero.
        """
        (found,) = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s customers",
                SQL(", ").join(
                    SQL(
                        "COALESCE(SUM(%(column)s), 0),"
                        " COUNT(*) FILTER (WHERE %(column)s <> 0)",
                        column=SQL.identifier(column),
                    )
                    for column in columns
                ),
                evaluation._customer_rows(),
            )
        )
        sums = dict(zip(columns, map(float, found[::2]), strict=True))
        return sums, dict(zip(columns, found[1::2], strict=True))

    # ------------------------------------------------------------ evidence

    def _evidence_model(self):
        """The name of the model whose records this line adds up."""
        self.ensure_one()
        return "account.move.line"

    def _items_domain(self):
        """Domain of the journal items in this line, as they are now."""
        self.ensure_one()
        return self._by_ids(self._items())

    def _by_ids(self, items):
        """Domain of the records whose ids the SELECT ``items`` finds."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), items
            )
        )

    def _is_classified(self, partner):
        """Condition that ``partner`` (SQL) is a customer of the evaluation."""
        return SQL(
            "EXISTS (SELECT FROM %s s WHERE s.partner_id = %s)",
            self.evaluation_id._customer_rows(),
            partner,
        )

    def _items(self):
        """SELECT of the ids of the journal items in this line, in parentheses."""
        evaluation = self.evaluation_id
        question, answers = LINES[self.kind]
        stands = self._is_classified(SQL("items.customer_id"))
        condition = {"customers": stands, "excluded": SQL("NOT %s", stands)}
        self.env.flush_all()
        return SQL(
            "(SELECT id FROM %s items WHERE %s = ANY(%s) AND %s)",
            ledger_items(evaluation._reading()),
            SQL.identifier("items", question),
            list(answers),
            condition.get(self.kind, SQL("TRUE")),
        )

    def action_view_items(self):
        """Open the journal items of this step; the amount is that of their balance."""
        self.ensure_one()
        self.check_access("read")
        items = self.env["account.move.line"]
        items.check_access("read")
        if not self.can_open:
            raise UserError(
                self.env._(
                    "This evaluation no longer knows who its customers were. Open "
                    "this step in the last evaluation, or in one that was checked."
                )
            )
        ensure_statistics(self.env)
        return self._open(self._label())

    def _label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _open(self, title):
        """The action that lists what is in this line."""
        items = self.env["account.move.line"]
        return items._tier_action(title, [("customer_tier_bridge_id", "=", self.id)])
