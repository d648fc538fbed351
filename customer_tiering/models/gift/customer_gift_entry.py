from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...gifting import approval
from ...tools.groups import MANAGER_GROUP
from ...tools.uninstall import refuses_unlink
from .customer_gift_change import APPROVED

# field -> value of a new gift; see `_engine_fields`
ENGINE_FIELDS = {
    "state": "proposed",
    "number": False,
    "tier_id": False,
    "amount": False,
    "budget_line_id": False,
    "severity": "none",
    "findings": False,
    "approver_id": False,
    "approved_on": False,
    "approved_for_id": False,
    "approved_cost": False,
    "held": False,
    "hold_reason": False,
    "held_by_id": False,
    "held_by_policy": False,
    "edited": False,
}


class CustomerGift(models.Model):
    """Which fields users may write on a gift, and which it fills in itself."""

    _inherit = "customer.gift"

    @api.model
    def _engine_fields(self):
        """``{field: value of a new gift}`` of what only our own code writes."""
        return ENGINE_FIELDS

    # ---------------------------------------------------------------- by a person

    @api.model_create_multi
    def create(self, vals_list):
        by_person = not self._is_engine()
        engine_fields = self._engine_fields()
        vals_list = [self._with_form(vals) for vals in vals_list]
        if by_person:
            for vals in vals_list:
                given = {
                    name
                    for name, new in engine_fields.items()
                    if vals.get(name, new) not in (new, None, False)
                }
                self._refuse_engine_fields(given)
                # set explicitly, so that no default of the user or the context applies
                vals.update(engine_fields)
        for vals in vals_list:
            # a gift that a user adds must survive a refresh of the plan
            vals["edited"] = True
        self._fill_in(vals_list)
        gifts = super().create(vals_list)
        if by_person:
            gifts._check_plans_not_closed()
        return gifts

    def write(self, vals):
        if self._is_engine():
            return super().write(vals)
        vals = self._with_form(vals)
        state = vals.pop("state", None)
        self._refuse_engine_fields(self._engine_fields().keys() & vals.keys())
        deciding = self._deciding_fields() & vals.keys()
        if deciding or self._frozen_fields() & vals.keys():
            self._check_editable(vals)
        if deciding:
            vals["edited"] = True
        if vals:
            super().write(vals)
        if deciding:
            self._check_plans_not_closed()
            if {"plan_id", "partner_id"} & vals.keys():
                for gift in self:
                    # skips the policy check, which runs once after all is written
                    super(CustomerGift, gift).write(gift._filled_in_again())
        if state:
            self._refuse_drag(state)
            self._go_to(state)
        return True

    @refuses_unlink
    def _unlink_except_approved(self):
        for gift in self:
            if gift.state in ("approved", "ordered"):
                raise UserError(
                    self.env._(
                        "The gift to %(customer)s is approved and cannot be deleted. "
                        "Cancel it instead.",
                        customer=gift.partner_id.display_name,
                    )
                )

    @refuses_unlink
    def _unlink_except_planned(self):
        """A refresh would propose it again, and nobody knew who had asked for it."""
        if self._is_engine():
            return
        for gift in self:
            if gift.plan_id:
                raise UserError(
                    self.env._(
                        "The gift to %(customer)s belongs to “%(plan)s”, which would "
                        "propose it again. Cancel it instead.",
                        customer=gift.partner_id.display_name,
                        plan=gift.plan_id.name,
                    )
                )

    def _refuse_engine_fields(self, names):
        if names:
            labels = sorted(
                self._fields[name]._description_string(self.env) or name
                for name in names
            )
            raise AccessError(
                self.env._(
                    "%(fields)s of a gift cannot be entered manually: they follow "
                    "from the budget, the policy and the approval.",
                    fields=", ".join(labels),
                )
            )

    @api.model
    def _with_form(self, vals):
        """A copy of ``vals``: another product comes in its own form."""
        vals = dict(vals)
        if vals.get("product_id") and "form" not in vals:
            product = self.env["product.product"].browse(vals["product_id"])
            vals["form"] = product.sudo().customer_gift_form or "goods"
        return vals

    def _frozen_fields(self):
        """Names of the other fields that can only change while a gift is proposed."""
        return set()

    def _check_editable(self, vals):
        for gift in self:
            if gift.state == "proposed" or gift._only_lowers_cost(vals):
                continue
            if gift.state in APPROVED and gift._only_deciding(vals) == {"contact_id"}:
                # who receives it can be chosen until it is given
                continue
            raise UserError(
                self.env._(
                    "The gift to %(customer)s is no longer proposed but “%(state)s”, "
                    "and an approved gift cannot be changed. Set it back to "
                    "proposed, change it, and have it approved again.",
                    customer=gift.partner_id.display_name,
                    state=gift._state_label(),
                )
            )

    def _only_lowers_cost(self, vals):
        """Whether a manager only lowers the cost, which needs no new approval."""
        self.ensure_one()
        return (
            self.state in APPROVED
            and approval.only_lowers(
                self._only_deciding(vals),
                self.cost,
                vals.get("cost") or 0.0,
            )
            and self.env.user.has_group(MANAGER_GROUP)
        )

    def _only_deciding(self, vals):
        return (self._deciding_fields() | self._frozen_fields()) & vals.keys()

    def _check_plans_not_closed(self):
        for plan in self.plan_id:
            if plan.state == "closed":
                raise UserError(
                    self.env._(
                        "“%(plan)s” is closed, so no gift can be added or changed. A "
                        "manager can reopen it.",
                        plan=plan.name,
                    )
                )

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    # ---------------------------------------------------------------- filled in

    @api.model
    def _fill_in(self, vals_list):
        """Replace contacts by customers; set salesperson, tier, budget line if empty.

        Changes ``vals_list`` in place. Reads all tiers with one query.
        """
        partners = self.env["res.partner"].sudo()
        plans = self.env["customer.gift.plan"].sudo()
        for vals in vals_list:
            plan = plans.browse(vals.get("plan_id") or [])
            if plan:
                vals["company_id"] = plan.company_id.id
                vals["scheme_id"] = plan.scheme_id.id
                vals.setdefault("occasion_id", plan.occasion_id.id)
                vals.setdefault("date", plan.date)
                vals["purpose"] = vals.get("purpose") or plan.purpose
            partner = partners.browse(vals.get("partner_id") or [])
            customer = partner.commercial_partner_id
            if customer and customer != partner:
                vals["partner_id"] = customer.id
                vals.setdefault("contact_id", partner.id)
            if customer and not vals.get("user_id"):
                vals["user_id"] = customer.user_id.id or self.env.uid
        self._fill_in_tiers(vals_list)
        for vals in vals_list:
            plan = plans.browse(vals.get("plan_id") or [])
            if plan and vals.get("tier_id") and not vals.get("budget_line_id"):
                lines = plan.budget_id._lines_for(plan.occasion_id)
                line = lines.get(vals["tier_id"])
                vals["budget_line_id"] = line.id if line else False

    def _filled_in_again(self):
        """Values: tier and budget line after the customer or the plan has changed."""
        self.ensure_one()
        vals = {
            "partner_id": self.partner_id.id,
            "plan_id": self.plan_id.id,
            "scheme_id": self.scheme_id.id,
        }
        self._fill_in([vals])
        names = ("scheme_id", "tier_id", "budget_line_id", "partner_id")
        return {name: vals.get(name) for name in names}

    @api.model
    def _fill_in_tiers(self, vals_list):
        missing = [vals for vals in vals_list if not vals.get("tier_id")]
        shown = self.env["customer.tier.scheme"]._shown_ids(self.env.company.id)[:1]
        for vals in missing:
            vals["scheme_id"] = vals.get("scheme_id") or (shown and shown[0])
        domain = Domain(
            "partner_id",
            "in",
            [v["partner_id"] for v in missing if v.get("partner_id")],
        ) & Domain("scheme_id", "in", list({v["scheme_id"] or 0 for v in missing}))
        tiers = {
            (standing.scheme_id.id, standing.partner_id.id): standing.tier_id.id
            for standing in self.env["customer.tier.standing"].sudo().search(domain)
        }
        for vals in missing:
            key = vals["scheme_id"], vals.get("partner_id")
            vals["tier_id"] = tiers.get(key, False)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        for gift in self:
            customer = gift.partner_id.commercial_partner_id
            if customer and customer != gift.partner_id:
                gift.contact_id = gift.partner_id
                gift.partner_id = customer
            elif gift.contact_id.commercial_partner_id != customer:
                gift.contact_id = False
            if customer.user_id:
                gift.user_id = customer.user_id

    @api.onchange("plan_id")
    def _onchange_plan_id(self):
        for gift in self:
            if plan := gift.plan_id:
                gift.occasion_id = plan.occasion_id
                gift.date = plan.date
                gift.purpose = gift.purpose or plan.purpose

    @api.onchange("product_id", "quantity")
    def _onchange_product_id(self):
        for gift in self:
            if product := gift.product_id.with_company(gift.company_id):
                gift.form = product.customer_gift_form or "goods"
                gift.cost = product.standard_price * gift.quantity
                gift.list_value = product.list_price * gift.quantity

    # ---------------------------------------------------------------- bad input

    @api.constrains("contact_id", "partner_id")
    def _check_contact_id(self):
        """The recipient must belong to the customer, or the register would be wrong."""
        for gift in self:
            contact = gift.contact_id
            if contact.parent_id and (
                contact.commercial_partner_id != gift.partner_id.commercial_partner_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(contact)s works for %(other)s and not for %(customer)s. "
                        "Choose a contact of the customer, or leave the recipient "
                        "empty for the business itself.",
                        contact=contact.name,
                        other=contact.commercial_partner_id.name,
                        customer=gift.partner_id.name,
                    )
                )
