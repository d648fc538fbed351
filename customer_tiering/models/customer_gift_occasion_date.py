from odoo import fields, models


class CustomerGiftOccasionDate(models.Model):
    """The day of an occasion in one year, with the days that lead to it."""

    _name = "customer.gift.occasion.date"
    _description = "Gift Occasion Date"
    _order = "date, id"
    _rec_name = "occasion_id"

    occasion_id = fields.Many2one(
        "customer.gift.occasion", required=True, ondelete="restrict", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="occasion_id.company_id", store=True)
    date = fields.Date(required=True)
    date_end = fields.Date(
        help="Of an occasion that is another day for each customer: the last day.",
    )
    locked = fields.Boolean(help="No recalculation moves this day.")
    plan_ids = fields.One2many("customer.gift.plan", "occasion_date_id")
