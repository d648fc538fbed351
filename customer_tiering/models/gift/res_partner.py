from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.boolean_search import boolean_search
from ...tools.groups import USER_GROUP

# days before its date on which a gift counts as due
DUE_DAYS = 30
OPEN = ("proposed", "approved", "ordered")


class ResPartner(models.Model):
    """Tastes of a customer, and the gifts they have received."""

    _inherit = "res.partner"
    customer_tier_gift_like_ids = fields.Many2many(
        "customer.gift.tag",
        relation="customer_gift_like_rel",
        string="Likes",
        groups=USER_GROUP,
        help="Gifts with these tags are suggested first.",
    )
    customer_tier_gift_taboo_ids = fields.Many2many(
        "customer.gift.tag",
        relation="customer_gift_taboo_rel",
        string="Never Give",
        groups=USER_GROUP,
        help="Gifts with these tags are not suggested to anyone in this business.",
    )
    customer_tier_gift_note = fields.Text(
        string="Gift Preferences",
        groups=USER_GROUP,
        help="Flavours, sizes, customs, how a gift should be wrapped.",
    )

    customer_tier_gift_count = fields.Integer(
        string="Gifts", compute="_compute_customer_tier_gifts", groups=USER_GROUP
    )
    customer_tier_gift_due = fields.Boolean(
        string="Gift Due",
        compute="_compute_customer_tier_gifts",
        search="_search_customer_tier_gift_due",
        groups=USER_GROUP,
        help="The customer has a gift, neither given nor on hold, whose day is past "
        "or within the next 30 days.",
    )

    customer_tier_gift_planned = fields.Boolean(
        string="Gift Planned",
        compute="_compute_customer_tier_gifts",
        search="_search_customer_tier_gift_planned",
        groups=USER_GROUP,
        help="The customer has a gift, neither given nor on hold, whose day is later "
        "than the next 30 days.",
    )
    customer_tier_gift_date = fields.Date(
        string="Next Gift on",
        compute="_compute_customer_tier_gifts",
        groups=USER_GROUP,
        help="The day of the first gift that is neither given nor on hold.",
    )

    def _gift_country(self, company):
        """The customer's country; without one, that of ``company``."""
        return self.country_id or company.sudo().country_id

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "company")
    def _compute_customer_tier_gifts(self):
        """Counts the gifts that the user may see, with one query.

        A gift is due to the customer, and not to each of their contacts.
        """
        groups = self.env["customer.gift"]._read_group(
            [
                ("partner_id", "in", self.commercial_partner_id.ids),
                ("state", "!=", "cancelled"),
                ("corrected", "=", False),
            ],
            ["partner_id", "state", "held"],
            ["__count", "date:min", "date:max"],
        )
        last, counts = self._customer_tier_gift_last_day(), Counter()
        first_days, planned = {}, set()
        for partner, state, held, count, first, latest in groups:
            counts[partner.id] += count
            if state in OPEN and not held:
                first_days[partner.id] = min(first, first_days.get(partner.id, first))
                if latest > last:
                    planned.add(partner.id)
        for partner in self:
            customer = partner.commercial_partner_id._origin.id
            own = customer == partner._origin.id
            day = own and first_days.get(customer)
            partner.customer_tier_gift_count = counts[customer]
            partner.customer_tier_gift_date = day
            partner.customer_tier_gift_due = bool(day) and day <= last
            partner.customer_tier_gift_planned = own and customer in planned

    @api.model
    def _customer_tier_gift_last_day(self):
        return fields.Date.add(fields.Date.context_today(self), days=DUE_DAYS)

    @api.model
    def _customer_tier_gift_waiting_domain(self):
        """Gifts that are to be given, sooner or later."""
        return Domain("state", "in", OPEN) & Domain("held", "=", False)

    @api.model
    def _customer_tier_gift_due_domain(self):
        last = self._customer_tier_gift_last_day()
        return self._customer_tier_gift_waiting_domain() & Domain("date", "<=", last)

    @api.model
    def _customer_tier_gift_planned_domain(self):
        last = self._customer_tier_gift_last_day()
        return self._customer_tier_gift_waiting_domain() & Domain("date", ">", last)

    def _search_customer_tier_gift_due(self, operator, value):
        return self._search_customer_tier_gift(
            "customer_tier_gift_due",
            operator,
            value,
            self._customer_tier_gift_due_domain,
        )

    def _search_customer_tier_gift_planned(self, operator, value):
        return self._search_customer_tier_gift(
            "customer_tier_gift_planned",
            operator,
            value,
            self._customer_tier_gift_planned_domain,
        )

    @api.model
    def _search_customer_tier_gift(self, name, operator, value, domain):
        self._check_field_access(self._fields[name], "read")

        def customers():
            query = self.env["customer.gift"]._search(domain())
            return Domain("id", "in", query.subselect("partner_id"))

        return boolean_search(operator, value, customers)

    def action_view_customer_tier_gifts(self):
        self.env["customer.gift"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_action"
        )
        action["domain"] = [("partner_id", "in", self.commercial_partner_id.ids)]
        action["context"] = {
            "default_partner_id": self.commercial_partner_id[:1].id,
        }
        return action

    def action_add_to_gift_plan(self):
        """Open the wizard for these contacts."""
        self.env["customer.gift"].check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_plan_add_action"
        )
        action["context"] = {"active_model": self._name, "active_ids": self.ids}
        return action
