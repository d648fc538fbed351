from odoo import api, fields, models

from odoo.addons.customer_tiering.tools.notification import notification


class MailingList(models.Model):
    """A list that follows a tier: brought in step by a button, and before sending."""

    _inherit = "mailing.list"

    customer_tier_filter_id = fields.Many2one(
        "mailing.filter",
        string="Kept in Sync with",
        ondelete="set null",
        index="btree_not_null",
        domain="[('customer_tier_company_id', '!=', False)]",
        help="Who comes into the tier is added, and who was added and leaves it is "
        "taken away: by the button, and whenever a mailing to the list is sent. "
        "Whoever opted out stays out.",
    )
    # Stored because the record rules use it
    customer_tier_company_id = fields.Many2one(
        related="customer_tier_filter_id.customer_tier_company_id",
        string="Company of the Tier",
        store=True,
    )
    customer_tier_step_date = fields.Datetime(
        string="Last Synchronized", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        lists = super().create(vals_list)
        lists._check_filter_in_reach()
        return lists

    def write(self, vals):
        result = super().write(vals)
        if "customer_tier_filter_id" in vals:
            self._check_filter_in_reach()
        return result

    def _check_filter_in_reach(self):
        """A list does not follow what its author may not read."""
        if not self.env.su:
            filters = self.sudo().customer_tier_filter_id
            filters.with_env(self.env).check_access("read")

    def action_customer_tier_step(self):
        """Bring the lists in step with their tiers, and say what changed."""
        self.check_access("write")
        added, removed = self._customer_tier_step()
        return notification(
            self.env._(
                "%(added)s added, %(removed)s taken away.", added=added, removed=removed
            ),
            action={"type": "ir.actions.client", "tag": "soft_reload"},
        )

    @api.model
    def _customer_tier_list(self, audience):
        """The list that follows the filter ``audience``; created if there is none."""
        found = self.sudo().search(
            [("customer_tier_filter_id", "=", audience.id)], order="id", limit=1
        )
        return found or self.sudo().create(
            {"name": audience.name, "customer_tier_filter_id": audience.id}
        )
