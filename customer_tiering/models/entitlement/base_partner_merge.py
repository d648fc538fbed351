from odoo import models

from . import steps

# which of two is kept
FURTHEST = {steps.ACCEPTED: 0, steps.OFFERED: 1, steps.DUE: 2}


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Of what is open to the merged customers twice, the one that is furthest stays.

    The other is withdrawn, with an answer that says so: a customer has at most one of a
    benefit open. What was settled is kept of both.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _update_foreign_keys(self, src_partners, dst_partner):
        entitlements = self.env["customer.tier.entitlement"].sudo()
        entitlements = entitlements.search(
            [
                ("partner_id", "in", (src_partners | dst_partner).ids),
                ("state", "in", steps.OPEN),
            ]
        )
        for several in entitlements.grouped("benefit_id").values():
            ordered = several.sorted(
                lambda one: (FURTHEST[one.state], one.due_date, one.id)
            )
            ordered[1:]._answer(steps.WITHDRAWN, "system", reason="merged")
        # the database has to know before it moves the rows
        self.env.flush_all()
        return super()._update_foreign_keys(src_partners, dst_partner)
