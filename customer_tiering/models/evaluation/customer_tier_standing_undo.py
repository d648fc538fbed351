from odoo import fields, models

from ...tools.unchecked_many2one import UncheckedMany2one


class CustomerTierStandingUndo(models.Model):
    """A standing as it was before the scheme's last evaluation.

    Only what that evaluation changed is kept, and only until the next one. It has the
    columns of the standings, other addons' included, because it inherits them: copying
    a row takes a twentieth of the time that writing it as JSON takes. Of a customer who
    was not on the ladder before, only the customer is kept.
    """

    _name = "customer.tier.standing.undo"
    _inherit = "customer.tier.standing"
    _description = "Customer Tier before the Last Evaluation"
    _log_access = False

    # Deletes its rows itself: see customer_tier_evaluation_retention.py
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
    # Whoever was merged or deleted since is left out when the row is brought back
    partner_id = UncheckedMany2one("res.partner", index=False)
    tier_id = UncheckedMany2one("customer.tier", required=False)

    # Nobody looks for a tier here; rows are found by scheme and customer
    _scheme_tier_idx = models.Index("")
