from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.customer_tiering.models.entitlement import steps

from .pos_users import POS_GROUP

# gifts that nobody has to decide on any more
READY = ("approved", "ordered")


class ResPartner(models.Model):
    """What a cashier may hand over or offer to a customer, in words."""

    _inherit = "res.partner"

    customer_tier_till_due = fields.Text(
        string="Due at the Till",
        compute="_compute_customer_tier_till_due",
        compute_sudo=True,
        groups=POS_GROUP,
        help="Gifts, samples and other benefits, one in a line.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "lang")
    def _compute_customer_tier_till_due(self):
        due = self._customer_tier_due_words()
        for partner in self:
            partner.customer_tier_till_due = "\n".join(due.get(partner, ())) or False

    def _customer_tier_due_words(self):
        """``{contact: [words]}`` for those contacts to whom something is due.

        Each kind is read once for all contacts, whatever their number.
        """
        due = defaultdict(list)
        for words in (
            self._customer_tier_due_gifts(),
            self._customer_tier_due_entitlements(),
            self._customer_tier_due_samples(),
        ):
            for partner, more in words.items():
                due[partner] += more
        return due

    def _customer_tier_due_gifts(self):
        """A gift to a business is for the business, or for the recipient it names."""
        gifts = self.env["customer.gift"].search_fetch(
            self._customer_tier_gift_due_domain()
            & Domain("state", "in", READY)
            & Domain("direction", "=", "given")
            & Domain("corrected", "=", False)
            & Domain("company_id", "in", self.env.company.parent_ids.ids)
            & Domain("partner_id", "in", self.commercial_partner_id.ids),
            order="date, id",
        )
        due = defaultdict(list)
        for gift in gifts:
            for receiver in gift.partner_id | gift.contact_id:
                due[receiver].append(gift._customer_tier_till_words())
        return {partner: due[partner] for partner in self if partner in due}

    def _customer_tier_due_entitlements(self):
        today = fields.Date.context_today(self)
        rows = self.env["customer.tier.entitlement"].search_fetch(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "in", self.env.company.parent_ids.ids),
                ("state", "in", steps.OPEN),
                ("due_date", "<=", today),
                ("date_to", ">=", today),
            ],
            order="due_date, id",
        )
        due = defaultdict(list)
        for row in rows:
            due[row.partner_id].append(row.benefit_id.name)
        return self._customer_tier_due_of_customers(due)

    def _customer_tier_due_samples(self):
        balances = self.env["customer.tier.benefit"]._balances(
            self.env.company, self.commercial_partner_id
        )
        words = self.env._("Samples: this year's allowance is not used up")
        return self._customer_tier_due_of_customers(
            {
                customer: [words]
                for customer, balance in balances.items()
                if balance.limited and balance.amount_left > 0
            }
        )

    def _customer_tier_due_of_customers(self, due):
        return {
            partner: due[partner.commercial_partner_id]
            for partner in self
            if partner.commercial_partner_id in due
        }

    @api.model
    def _customer_tier_till_fields(self):
        return [*super()._customer_tier_till_fields(), "customer_tier_till_due"]
