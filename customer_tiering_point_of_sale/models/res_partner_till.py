from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .pos_users import POS_GROUP

# an evaluation notes its end a while before others see what it wrote
MARGIN = timedelta(minutes=15)


def word(kind, label, **options):
    return kind(
        string=label,
        compute="_compute_customer_tier_till",
        compute_sudo=True,
        groups=POS_GROUP,
        **options,
    )


class ResPartner(models.Model):
    """What a cashier reads of a customer's tier: its name, no figure, rank or day.

    Cashiers need none of the groups of Customer Tiers. The internal name is for them,
    the public name for the customer's receipt.
    """

    _inherit = "res.partner"

    customer_tier_till_name = word(fields.Char, "Tier at the Till")
    customer_tier_till_color = word(fields.Integer, "Tier Color at the Till")
    customer_tier_till_public_name = word(
        fields.Char,
        "Tier on Receipts",
        help="The public name of the tier. Empty if customers are not told their tier.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_customer_tier_till(self):
        shown = self._customer_tier_shown()
        none = self.env["customer.tier.standing"]
        for partner in self:
            customer = partner.commercial_partner_id._origin.id
            tier = shown.get(customer, none).tier_id
            # who stands at the till needs no word on whether they were contacted
            tier = tier.filtered(lambda one: one.kind == "ranked")
            partner.customer_tier_till_name = tier.name
            partner.customer_tier_till_color = tier.color
            partner.customer_tier_till_public_name = tier._may_be_told().public_name

    @api.model
    def _forget_customer_tiers(self):
        self.invalidate_model(self._customer_tier_till_fields(), flush=False)
        return super()._forget_customer_tiers()

    # ------------------------------------------------------------ loading

    @api.model
    def _customer_tier_till_fields(self):
        """Fields that the till loads with each contact."""
        return [
            "customer_tier_till_name",
            "customer_tier_till_color",
            "customer_tier_till_public_name",
        ]

    @api.model
    def _load_pos_data_fields(self, config):
        loaded = super()._load_pos_data_fields(config)
        return [*loaded, *self._customer_tier_till_fields()]

    @api.model
    def _server_date_to_domain(self, domain):
        """Contacts whose tier changed are loaded again, though nobody wrote on them."""
        changed = super()._server_date_to_domain(domain)
        # everything is loaded, or nothing
        if changed is domain:
            return changed
        since = self.env.context["pos_last_server_date"]
        moved = self._customer_tier_moved_since(fields.Datetime.to_datetime(since))
        return Domain(changed) | Domain(domain) & moved

    @api.model
    def _customer_tier_moved_since(self, moment):
        """Domain of the contacts whose customer changed tier after ``moment`` (UTC)."""
        since = moment - MARGIN
        undone = Domain("state", "=", "undone") & Domain("write_date", ">", since)
        evaluations = (
            self.env["customer.tier.evaluation"]
            .sudo()
            ._search(
                Domain("company_id", "in", self.env.company.parent_ids.ids)
                & (Domain("finished_at", ">", since) | undone)
            )
        )
        changes = (
            self.env["customer.tier.change"]
            .sudo()
            ._search([("evaluation_id", "in", evaluations)])
        )
        return Domain("commercial_partner_id", "in", changes.subselect("partner_id"))
