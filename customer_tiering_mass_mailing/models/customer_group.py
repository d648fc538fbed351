from odoo import fields, models

MARKETING_GROUP = "mass_mailing.group_mass_mailing_user"


class CustomerGroup(models.Model):
    """A group that is written to by mailings: its list, and its filter."""

    _inherit = "customer.group"

    kind = fields.Selection(
        selection_add=[("list", "Mailing list")], ondelete={"list": "set default"}
    )
    mailing_list_id = fields.Many2one(
        "mailing.list",
        compute="_compute_mailing_list_id",
        compute_sudo=True,
        groups=MARKETING_GROUP,
    )

    def _compute_mailing_list_id(self):
        lists = self.env["mailing.list"].search(
            [("customer_tier_filter_id.customer_group_id", "in", self.ids)], order="id"
        )
        found = {
            one.customer_tier_filter_id.customer_group_id: one for one in lists[::-1]
        }
        for group in self:
            group.mailing_list_id = found.get(group._origin, False)

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "active", "name"} & vals.keys():
            self._keep_mailing_list()
        return result

    def _members_changed(self, among):
        """Members are on the list when it is sent to, see `mailing_list_step.py`."""
        result = super()._members_changed(among)
        self._keep_mailing_list()
        return result

    def _keep_mailing_list(self):
        """The filter and the list of each group, archived once they are not wanted."""
        filters = self.env["mailing.filter"].sudo().with_context(active_test=False)
        lists = self.env["mailing.list"].sudo().with_context(active_test=False)
        had = {
            one.customer_group_id: one
            for one in filters.search([("customer_group_id", "in", self.ids)])
        }
        for group in self.sudo():
            wanted = group.active and group.kind == "list"
            audience = had.get(group)
            if wanted and not audience:
                audience = filters.create(
                    {
                        "name": group.name,
                        "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                        "mailing_domain": "[]",
                        "customer_group_id": group.id,
                    }
                )
                audience._name_customers()
                lists._customer_tier_list(audience)
            if not audience:
                continue
            followers = lists.search([("customer_tier_filter_id", "=", audience.id)])
            for record in (audience, *followers):
                values = {"active": wanted, "name": group.name}
                if any(record[name] != value for name, value in values.items()):
                    record.write(values)
