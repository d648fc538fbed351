from odoo import fields, models

HELP = (
    "No gifts go to this customer while this is open and for some days after it "
    "ends (rule C08)."
)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    # NULL means no, so that adding the column rewrites no lead
    customer_tier_tender = fields.Boolean(
        string="Tender or Dispute", tracking=True, help=HELP
    )

    _customer_tier_tender_idx = models.Index("(partner_id) WHERE customer_tier_tender")
