from odoo import api, fields, models
from odoo.tools import SQL


class CustomerTierBenefitPurse(models.Model):
    """A row that every use of an allowance updates first, so that uses are serialised.

    If two transactions use the last of it, the second one waits, fails because the row
    has changed, and is retried by Odoo; then it sees what the first one used.
    """

    _name = "customer.tier.benefit.purse"
    _description = "Allowance Account"
    _log_access = False

    benefit_id = fields.Many2one(
        "customer.tier.benefit", required=True, ondelete="cascade", readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, ondelete="cascade", index=True, readonly=True
    )
    takings = fields.Integer(readonly=True)

    # A constraint, not an index: merging contacts may drop the row, which is harmless
    _owner_uniq = models.Constraint(
        "UNIQUE(benefit_id, partner_id)",
        "A customer can have only one account per allowance.",
    )

    @api.model
    def _open(self, benefit, partner):
        """Block other uses of this allowance until the end of the transaction."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO customer_tier_benefit_purse AS purse
                       (benefit_id, partner_id, takings)
                VALUES (%s, %s, 1)
                ON CONFLICT (benefit_id, partner_id)
                DO UPDATE SET takings = purse.takings + 1
                """,
                benefit.id,
                partner.id,
            )
        )
        self.invalidate_model()
