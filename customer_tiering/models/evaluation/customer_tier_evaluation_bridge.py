from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification.frame import CUSTOMER
from ..collector.ledger import LINES, ledger_items

# In the order of the bridge. Amounts that are added or deducted have a sign. The others
# are subtotals, and the difference is what remains at the end.
KINDS = {
    "income": ("All income of the period, by accounting date", 0),
    "manual": ("Journal entries that are not sales documents", -1),
    "vendor": ("Vendor bills booked to income", -1),
    "other_type": ("Taxes, discounts and the like booked to income", -1),
    "other_account": ("Invoiced, but not booked to income", 1),
    "timing_out": ("Booked in the period, invoiced outside it", -1),
    "no_date": ("Invoices without an invoice date", -1),
    "timing_in": ("Invoiced in the period, booked outside it", 1),
    "ledger": ("Net revenue of the period's documents", 0),
    "tax_rounding": ("Rounding that belongs to a tax", -1),
    "no_rate": ("Invoices whose currency has no rate", -1),
    "no_customer": ("Invoices without a customer", -1),
    "archived": ("Archived customers", -1),
    "excluded": ("Partners the scheme does not classify", -1),
    "customers": ("Net revenue of the customers", 0),
    "difference": ("Difference", 0),
}
ALWAYS = ("income", "ledger", "customers", "difference")
OF_CUSTOMERS = ("excluded", "customers")


class CustomerTierEvaluationBridge(models.Model):
    """One step from the income in the ledger to the total of the customers.

    The amounts between two subtotals add up: income + following steps = net revenue of
    the documents; this + following steps = customers + difference.
    """

    _name = "customer.tier.evaluation.bridge"
    _description = "Revenue Bridge"
    _order = "evaluation_id desc, sequence, id"
    _rec_name = "kind"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(required=True)
    kind = fields.Selection(
        [(kind, label) for kind, (label, _sign) in KINDS.items()],
        string="Step",
        required=True,
    )
    amount = fields.Monetary(
        help="Credit minus debit. Amounts that do not belong to the customers' net "
        "revenue are deducted."
    )
    item_count = fields.Integer(string="Journal Items", aggregator=None)
    is_sum = fields.Boolean(compute="_compute_is_sum")
    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("kind")
    def _compute_is_sum(self):
        for line in self:
            line.is_sum = not KINDS[line.kind][1]

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
            line.can_open = line.item_count and (known or line.kind not in OF_CUSTOMERS)

    @api.model
    def _write_bridge(self, evaluation, ledger, customers):
        """Write the bridge of ``evaluation`` and return ``{kind: amount}``.

        ``ledger`` is the frame of `read_ledger`, from the same moment as the figures
        of ``customers`` (ids); their sum is read from what was published.
        """
        self.search([("evaluation_id", "=", evaluation.id)]).unlink()
        classified = ledger[CUSTOMER].isin(customers)
        amounts, counts = {}, {}
        for kind, (question, answers) in LINES.items():
            chosen = ledger[question].isin(answers)
            if kind in OF_CUSTOMERS:
                chosen &= classified if kind == "customers" else ~classified
            amounts[kind] = float(ledger.loc[chosen, "amount"].sum())
            counts[kind] = int(ledger.loc[chosen, "items"].sum())
        published = self._published(evaluation)
        amounts["difference"] = amounts["customers"] - published
        amounts["customers"] = published
        counts["difference"] = 0
        round_amount = evaluation.currency_id.round
        amounts = {
            kind: round_amount((sign or 1) * amounts[kind])
            for kind, (_label, sign) in KINDS.items()
        }
        self.create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "sequence": sequence,
                    "kind": kind,
                    "amount": amounts[kind],
                    "item_count": counts[kind],
                }
                for sequence, kind in enumerate(KINDS, 1)
                if kind in ALWAYS or counts[kind]
            ]
        )
        return amounts

    @api.model
    def _published(self, evaluation):
        """Sum of the net revenue of all its customers, from the database."""
        ((published,),) = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(net_revenue), 0) FROM %s customers",
                evaluation._customer_rows(),
            )
        )
        return float(published)

    # ------------------------------------------------------------ evidence

    def _items_domain(self):
        """Domain of the journal items in this line, as they are now."""
        self.ensure_one()
        evaluation = self.evaluation_id
        question, answers = LINES[self.kind]
        stands = SQL(
            "EXISTS (SELECT FROM %s s WHERE s.partner_id = items.customer_id)",
            evaluation._customer_rows(),
        )
        condition = {"customers": stands, "excluded": SQL("NOT %s", stands)}
        self.env.flush_all()
        items = SQL(
            "(SELECT id FROM %s items WHERE %s = ANY(%s) AND %s)",
            ledger_items(evaluation._reading()),
            SQL.identifier("items", question),
            list(answers),
            condition.get(self.kind, SQL("TRUE")),
        )
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN %s", SQL.identifier(alias, "id"), items
            )
        )

    def action_view_items(self):
        """Open the journal items of this step; the amount is minus their balance."""
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
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return items._tier_action(label, [("customer_tier_bridge_id", "=", self.id)])
