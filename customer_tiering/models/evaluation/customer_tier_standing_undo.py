from odoo import fields, models

from ...tools.unchecked_many2one import UncheckedMany2one


class CustomerTierStandingUndo(models.Model):
    """A standing as it was before the scheme's last evaluation.

    Only rows that the evaluation changed are stored, and only until the next one. The
    model inherits the columns of the standings, including those of other addons,
    because copying a row takes a twentieth of the time of writing it as JSON. For
    customers who had no tier before, only the customer is stored, and nothing at all
    for the first evaluation of a scheme.
    """

    _name = "customer.tier.standing.undo"
    _inherit = "customer.tier.standing"
    _description = "Customer Tier before the Last Evaluation"
    _log_access = False

    # Rows are deleted in customer_tier_evaluation_retention.py
    replaced_by_id = UncheckedMany2one(
        "customer.tier.evaluation",
        required=True,
        readonly=True,
        help="The evaluation that replaced this row; undoing it brings the row back.",
    )
    standing_id = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Id of the row kept; empty if the customer was not on the ladder.",
    )
    # Customers merged or deleted since then are left out when rows are restored
    partner_id = UncheckedMany2one("res.partner", index=False)
    tier_id = UncheckedMany2one("customer.tier", required=False)

    # No search by tier: rows are found by scheme and customer
    _scheme_tier_idx = models.Index("")
