from odoo import api, models


class CustomerTierInReach(models.AbstractModel):
    """Nobody links to what he may not read, nor moves a record to where he may not.

    The ORM asks the record rules before a write, not after it, and of what is linked it
    asks nothing: by the id of another company's scheme a record would go over there.
    """

    _name = "customer.tier.in.reach"
    _description = "Record within Its Author's Rights"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_in_reach({name for vals in vals_list for name in vals})
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._check_in_reach(vals):
            self.check_access("write")
        return result

    def _check_in_reach(self, names):
        """Whether there are links; AccessError if one is out of reach."""
        if self.env.su:
            return False
        links = [name for name in names if self._is_link(name)]
        for name in links:
            linked = self.sudo()[name].with_env(self.env)
            # of companies the rules of the record itself decide: a branch works with
            # what is its company's
            if linked._name != "res.company":
                linked.check_access("read")
        return bool(links)

    def _is_link(self, name):
        """Whether the field ``name`` may say which company a record belongs to."""
        field = self._fields.get(name)
        return field is not None and (
            field.type == "many2one"
            and (
                field.comodel_name == "res.company"
                or field.comodel_name.startswith("customer.")
            )
        )
