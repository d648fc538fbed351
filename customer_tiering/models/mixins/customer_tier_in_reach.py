from odoo import api, models


class CustomerTierInReach(models.AbstractModel):
    """Users can only link to records that they may read and write.

    The ORM checks the record rules before a write, not after it, and does not check
    linked records at all. With the id of another company's scheme, a user could move a
    record to that company.
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
        """Whether ``names`` has links; AccessError if one leads out of reach."""
        if self.env.su:
            return False
        links = [name for name in names if self._is_link(name)]
        for name in links:
            linked = self.sudo()[name].with_env(self.env)
            # for companies, the rules of the record itself decide: a branch works with
            # the records of its company
            if linked and linked._name != "res.company":
                linked.check_access("read")
        return bool(links)

    def _is_link(self, name):
        """Whether the field ``name`` can decide the company of a record."""
        field = self._fields.get(name)
        return field is not None and (
            field.type == "many2one"
            and (
                field.comodel_name == "res.company"
                or field.comodel_name.startswith("customer.")
            )
        )
