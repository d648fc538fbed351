from odoo import api, models


class IrFilters(models.Model):
    """The saved searches that come with the list of customers, in the user's words.

    Odoo's own names of saved searches are those that somebody typed, in one language.
    """

    _inherit = "ir.filters"

    @api.model
    def get_filters(
        self,
        model,
        action_id=None,
        embedded_action_id=None,
        embedded_parent_res_id=None,
    ):
        found = super().get_filters(
            model, action_id, embedded_action_id, embedded_parent_res_id
        )
        if model == "res.partner":
            names = self._customer_tier_names()
            for one in found:
                # a name that somebody has changed is theirs
                shipped, told = names.get(one["id"], (None, None))
                if one["name"] == shipped:
                    one["name"] = told
        return found

    @api.model
    def _customer_tier_names(self):
        """``{id: (name in the database, name in the language of the user)}``."""
        names = {
            "my_customers": ("Mine by tier", self.env._("Mine by tier")),
            "at_stake": ("At stake", self.env._("At stake")),
            "close": ("Mine, close to next", self.env._("Mine, close to next")),
        }
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return {
            find(f"customer_tiering.ir_filters_{key}"): pair
            for key, pair in names.items()
        }
