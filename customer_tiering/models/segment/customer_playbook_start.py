from odoo import fields, models


class CustomerPlaybookStart(models.Model):
    """A playbook that somebody started for the customers of a tier or segment.

    Its day is in the occurrence of the plays, so that one day opens one play per
    customer, whoever starts it and however often.
    """

    _name = "customer.playbook.start"
    _description = "Playbook Started by Hand"
    _order = "date desc, id desc"

    playbook_id = fields.Many2one(
        "customer.playbook",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="playbook_id.company_id", store=True)
    tier_id = fields.Many2one(
        "customer.tier", required=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(required=True, readonly=True)

    _once_a_day = models.Constraint(
        "UNIQUE(playbook_id, tier_id, date)",
        "This playbook was already started for the segment on that day.",
    )
