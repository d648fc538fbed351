from odoo import api, models


class CustomerTierHome(models.AbstractModel):
    """What the customers of a salesperson's open opportunities want."""

    _inherit = "customer.tier.home"

    @api.model
    def _sales(self, page):
        return {**super()._sales(page), "intentions": self._intentions(page)}

    @api.model
    def _intentions(self, page):
        """One figure per purchase intention; False if the user has no pipeline.

        Of the opportunities that are the user's own, by one statement.
        """
        leads = self.env["crm.lead"]
        if not leads.has_access("read"):
            return False
        mine = [
            ("type", "=", "opportunity"),
            ("user_id", "=", self.env.uid),
            ("won_status", "=", "pending"),
            ("active", "=", True),
            ("company_id", "in", [False, *page.scheme._covered_companies().ids]),
        ]
        counts = leads._customer_tier_intention_counts(mine)
        selection = leads._fields["customer_tier_intention"]
        return [
            {
                "key": key,
                "name": name,
                "count": self._figure(
                    counts.get(key, 0),
                    self._list(
                        name,
                        "crm.lead",
                        [*mine, ("customer_tier_intention", "=", key)],
                    ),
                ),
            }
            for key, name in selection._description_selection(self.env)
        ]
