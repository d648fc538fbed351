from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.customer_tiering.tools.groups import USER_GROUP

# what customers have paid for is theirs, whatever their tier
MONEY = ("gift_card", "ewallet")


class LoyaltyProgram(models.Model):
    """A programme can be for the customers of some tiers only."""

    _inherit = "loyalty.program"

    # a tier that is deleted would open the programme to everybody
    customer_tier_ids = fields.Many2many(
        "customer.tier",
        "customer_tier_loyalty_program_rel",
        "program_id",
        "tier_id",
        string="Customer Tiers",
        ondelete="restrict",
        context={"active_test": False},
        groups=USER_GROUP,
        help="Only for customers who have one of these tiers when they order. Empty: "
        "for everybody. The till does not know tiers, so a programme for some tiers is "
        "not offered there.",
    )

    def init(self):
        """The till may come later, and offers every programme that there is."""
        if "pos_ok" in self._fields:
            self.env.cr.execute(
                SQL(
                    "UPDATE loyalty_program SET pos_ok = FALSE WHERE pos_ok AND id IN"
                    " (SELECT program_id FROM customer_tier_loyalty_program_rel)"
                )
            )

    @api.constrains("customer_tier_ids", "program_type")
    def _check_tiers_and_type(self):
        for program in self.filtered("customer_tier_ids"):
            if program.program_type in MONEY:
                raise ValidationError(
                    self.env._(
                        "“%s” is money of the customers: it cannot be limited to "
                        "tiers.",
                        program.name,
                    )
                )

    @api.model
    @tools.ormcache()
    def _customer_tier_limits(self):
        """``{program id: ids of tiers}`` of the programmes that are for some tiers."""
        limits = {}
        for program, tier in self.env.execute_query(
            SQL("SELECT program_id, tier_id FROM customer_tier_loyalty_program_rel")
        ):
            limits.setdefault(program, set()).add(tier)
        return limits

    @api.model
    def _customer_tier_withheld(self, partner, company):
        """Ids of the programmes that are not for a contact's tier in ``company``.

        The tier is the one that the contact shows; a visitor has none.
        """
        limits = self._customer_tier_limits()
        if not limits:
            return []
        tier = partner.sudo().with_company(company).customer_tier_id.id
        return [program for program, tiers in limits.items() if tier not in tiers]

    @api.onchange("customer_tier_ids")
    def _onchange_customer_tier_ids(self):
        if self.customer_tier_ids and "pos_ok" in self._fields:
            self.pos_ok = False

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        if programs.sudo().customer_tier_ids:
            programs._leave_the_till()
            self._forget_customer_tier_limits()
        return programs

    def write(self, vals):
        if vals.get("pos_ok") and "customer_tier_ids" not in vals:
            self._check_not_limited()
        result = super().write(vals)
        if "customer_tier_ids" in vals:
            self._leave_the_till()
            self._forget_customer_tier_limits()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_customer_tier_limits()
        return result

    def _check_not_limited(self):
        for program in self.sudo().filtered("customer_tier_ids"):
            raise UserError(
                self.env._(
                    "“%s” is for some tiers, which the till does not know. Leave out "
                    "the tiers to offer it at the till.",
                    program.name,
                )
            )

    def _leave_the_till(self):
        """Programmes for some tiers are not offered where nobody knows the tier."""
        if "pos_ok" in self._fields:
            limited = self.sudo().filtered("customer_tier_ids")
            limited.filtered("pos_ok").pos_ok = False

    @api.model
    def _forget_customer_tier_limits(self):
        self.env.flush_all()
        self.env.registry.clear_cache()
