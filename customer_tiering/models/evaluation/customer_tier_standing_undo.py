from odoo import models

from ...tools.unchecked_many2one import UncheckedMany2one


class CustomerTierStandingUndo(models.Model):
    """A standing as it was before the scheme's last evaluation.

    Only what that evaluation changed is kept, and only until the next one. The whole
    row is kept, in columns ``was_…`` that the publisher makes like those of the
    standings; of a customer who was not on the ladder before they are empty.
    """

    _name = "customer.tier.standing.undo"
    _description = "Customer Tier before the Last Evaluation"
    _log_access = False

    # Both take it with them: see customer_tier_evaluation_retention.py
    scheme_id = UncheckedMany2one("customer.tier.scheme", required=True, readonly=True)
    # Stored for the record rules
    company_id = UncheckedMany2one("res.company", required=True, readonly=True)
    evaluation_id = UncheckedMany2one(
        "customer.tier.evaluation", required=True, index=True, readonly=True
    )
    # Whoever was merged or deleted since is left out when the row is brought back
    partner_id = UncheckedMany2one(
        "res.partner", string="Customer", required=True, readonly=True
    )
