from odoo import api, fields, models
from odoo.exceptions import ValidationError

# what decides who belongs to a group
RULE = {"active", "scheme_id", "tier_ids", "domain", "bought_months"}


class CustomerGroup(models.Model):
    """Which customers belong together, from when to when, and who looks after them."""

    _name = "customer.group"
    _description = "Customer Group"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.tier.written.domain",
        "customer.tier.in.reach",
    ]
    _order = "sequence, id"
    _needs_tiers = True

    name = fields.Char(
        required=True, translate=True, help="Members read this name in mails."
    )
    description = fields.Text(
        string="What Members Get", translate=True, help="Part of the welcome."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        string="On",
        default=True,
        tracking=True,
        help="Customers join and leave after each evaluation.",
    )
    scheme_id = fields.Many2one(
        "customer.tier.scheme", ondelete="cascade", index=True, tracking=True
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    tier_ids = fields.Many2many(
        "customer.tier",
        string="Tiers",
        help="Customers in one of these tiers belong to the group. Empty: all tiers.",
    )
    domain = fields.Char(
        help="Only customers who meet this condition, such as those of an industry or "
        "with a tag.",
    )
    bought_months = fields.Integer(
        string="Months with a Purchase",
        tracking=True,
        help="Only customers who bought in at least so many of the last 12 months. 0: "
        "whether they bought or not.",
    )
    kind = fields.Selection(
        [("none", "Nowhere: only who belongs to it")],
        string="Written to by",
        required=True,
        default="none",
        tracking=True,
    )
    moderator_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        ondelete="set null",
        tracking=True,
        help="Looks after the group, and writes its announcements.",
    )
    member_ids = fields.One2many("customer.group.member", "group_id")
    member_count = fields.Integer(string="Members", compute="_compute_member_count")
    left_count = fields.Integer(string="Have Left", compute="_compute_member_count")

    _months_possible = models.Constraint(
        "CHECK(bought_months BETWEEN 0 AND 12)",
        "Enter a number of months from 0 to 12.",
    )

    @api.constrains("active", "scheme_id")
    def _check_ready(self):
        for group in self.filtered("active"):
            if not group.scheme_id:
                raise ValidationError(
                    self.env._(
                        "“%(group)s”: choose the scheme whose customers it is for, "
                        "then switch it on.",
                        group=group.name,
                    )
                )

    def _compute_member_count(self):
        """Of those that the reader may see."""
        counts = {}
        for group, left_on, count in self.env["customer.group.member"]._read_group(
            [("group_id", "in", self.ids)], ["group_id", "left_on:year"], ["__count"]
        ):
            key = (group, bool(left_on))
            counts[key] = counts.get(key, 0) + count
        for group in self:
            group.member_count = counts.get((group._origin, False), 0)
            group.left_count = counts.get((group._origin, True), 0)

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups.filtered("active")._step()
        return groups

    def write(self, vals):
        if vals.get("active") and not vals.get("scheme_id"):
            self.filtered(lambda one: not one.scheme_id).scheme_id = self._main_scheme()
        result = super().write(vals)
        if RULE & vals.keys():
            self.filtered("active")._step()
        return result

    @api.model
    def _main_scheme(self):
        schemes = self.env["customer.tier.scheme"]
        return schemes.browse(schemes._shown_ids(self.env.company.id)[:1])

    def _domain_companies(self):
        if not self.scheme_id:
            return self.env.company
        return self.scheme_id._domain_companies()

    def _today(self):
        self.ensure_one()
        return self.scheme_id._today()

    def copy_data(self, default=None):
        return [
            dict(vals, active=False, name=self.env._("%s (copy)", group.name))
            for group, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]

    def action_view_members(self):
        """Who belongs to the group now, and with a filter who has left it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_group_member_action"
        )
        action["domain"] = [("group_id", "=", self.id)]
        action["context"] = {"search_default_now": 1}
        return action

    def action_step(self):
        """Let customers join and leave as it is now; nobody is written to."""
        self.check_access("write")
        self.filtered("active")._step()
