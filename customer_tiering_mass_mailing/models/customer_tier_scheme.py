from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.groups import MANAGER_GROUP


class CustomerTierScheme(models.Model):
    """A saved filter of mailings for each tier that customers of the scheme have."""

    _inherit = "customer.tier.scheme"

    def write(self, vals):
        result = super().write(vals)
        if {"active", "name"} & vals.keys():
            self._follow_mailing_filters()
        return result

    def action_mailing_filters(self):
        """Create or renew the filters of the tiers, and open them."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(self.env._("Only a manager can do this."))
        self.check_access("read")
        self.env["mailing.filter"].check_access("read")
        filters = self._keep_mailing_filters()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mass_mailing.mailing_filter_action"
        )
        return {**action, "domain": [("id", "in", filters.ids)], "context": {}}

    def _follow_mailing_filters(self):
        """Keep the filters in step of those schemes that have some."""
        filters = self.env["mailing.filter"].sudo().with_context(active_test=False)
        found = filters.search([("customer_tier_scheme_id", "in", self.ids)])
        found.customer_tier_scheme_id._keep_mailing_filters()

    def _mailed_tiers(self):
        """The tiers that customers can have in this scheme, archived ones left out."""
        self.ensure_one()
        self.env["customer.tier.standing"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT tier_id FROM customer_tier_standing"
                " WHERE scheme_id = %s",
                self.id,
            )
        )
        held = self.env["customer.tier"].browse(id_ for (id_,) in rows)
        return (held | self.rule_ids.tier_id).filtered("active")

    def _keep_mailing_filters(self):
        """The filters, after they were created, renamed and archived as is due.

        :return: the active ones, as the engine
        """
        filters = self.env["mailing.filter"].sudo().with_context(active_test=False)
        model = self.env["ir.model"]._get_id("res.partner")
        kept = filters.browse()
        for scheme in self.sudo():
            had = filters.search([("customer_tier_scheme_id", "=", scheme.id)])
            by_tier = {one.customer_tier_id: one for one in had}
            tiers = scheme._mailed_tiers() if scheme.active else ()
            new = filters.create(
                [
                    {
                        "name": scheme._mailing_filter_name(tier),
                        "mailing_model_id": model,
                        "mailing_domain": "[]",
                        "customer_tier_scheme_id": scheme.id,
                        "customer_tier_id": tier.id,
                    }
                    for tier in tiers
                    if tier not in by_tier
                ]
            )
            new._name_customers()
            for tier, one in by_tier.items():
                values = {
                    "active": tier in tiers,
                    "name": scheme._mailing_filter_name(tier),
                }
                if any(one[name] != value for name, value in values.items()):
                    one.write(values)
            kept |= (had | new).filtered("active")
        return kept

    def _mailing_filter_name(self, tier):
        return self.env._("%(scheme)s: %(tier)s", scheme=self.name, tier=tier.name)
