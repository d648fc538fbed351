from odoo import api, models
from odoo.tools import format_date

# who writes reviews has three stars; four and five are for people to give
REVIEWER = "shop_review"


class RatingRating(models.Model):
    """A customer who reviews a product has influence, unless a person has judged it.

    The rule: a review gives 3 stars to a contact whose influence nobody has entered. It
    changes nothing that somebody has entered, and takes nothing away when it goes.
    """

    _inherit = "rating.rating"

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._give_influence()
        return ratings

    def write(self, vals):
        result = super().write(vals)
        if vals.get("consumed"):
            self._give_influence()
        return result

    def _give_influence(self):
        """To reviewers of products: neither colleagues nor unknown visitors."""
        reviews = self.sudo().filtered(
            lambda one: (
                one.consumed
                and one.res_model == "product.template"
                and one.partner_id
                and not one.is_internal
            )
        )
        for review in reviews:
            reviewer = review.partner_id
            known = reviewer.customer_tier_influence_type
            if known or not reviewer._is_customer_tier_reviewer():
                continue
            reviewer.customer_tier_influence_type = REVIEWER
            if not reviewer.customer_tier_influence_note:
                reviewer.customer_tier_influence_note = self.env._(
                    "Product review of %(day)s: %(product)s",
                    day=format_date(self.env, review.create_date),
                    product=review.res_name,
                )
