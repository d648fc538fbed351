from odoo import fields, models


class CustomerTierShopStage(models.Model):
    """A stage of a shop by leads a day, and the loyalty that it should reach.

    A shop is in the last stage whose number of leads it reaches. The stages that come
    with the addon are those of R82 to R85 in the requirements; between two of them, a
    shop stays in the lower one.
    """

    _name = "customer.tier.shop.stage"
    _description = "Shop Stage"
    _order = "leads_from, id"

    name = fields.Char(required=True, translate=True)
    leads_from = fields.Float(
        string="Leads a Day, From",
        required=True,
        help="Average number of leads a day over the last 30 days, lost ones included.",
    )
    loyal_target = fields.Float(
        string="Loyal Customers, at Least",
        required=True,
        help="Share of the customers who should buy at least twice in a period.",
    )

    _leads_uniq = models.Constraint(
        "UNIQUE(leads_from)", "Two stages cannot begin at the same number of leads."
    )
    _leads_check = models.Constraint(
        "CHECK(leads_from >= 0)", "The number of leads cannot be negative."
    )
    _target_check = models.Constraint(
        "CHECK(loyal_target BETWEEN 0 AND 1)",
        "The share of loyal customers is between 0 and 100 %.",
    )
