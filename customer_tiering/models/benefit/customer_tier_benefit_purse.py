from odoo import api, fields, models
from odoo.tools import SQL


class CustomerTierBenefitPurse(models.Model):
    """A row to stand in line at: whoever takes from an allowance updates it first.

    Two who spend the last of it at once: the second waits for the first, and then
    PostgreSQL refuses him (he has not seen what the first took). Odoo repeats his
    request, which sees it.
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

    # A constraint and not an index: a merge of contacts drops the row, nothing is lost
    _owner_uniq = models.Constraint(
        "UNIQUE(benefit_id, partner_id)",
        "A customer can have only one account per allowance.",
    )

    @api.model
    def _open(self, benefit, partner):
        """Keep all others from this purse until the end of the transaction."""
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
