from collections import defaultdict

from odoo import models

from ...gifting import approval, flow
from .customer_gift_request import labels_of

# No context from outside can contain this object, so only our own code has it
ENGINE = object()
ENGINE_KEY = "customer_gift_engine"
# what is asked for and approved
DECIDING = {
    "direction",
    "plan_id",
    "occasion_id",
    "date",
    "company_id",
    "partner_id",
    "contact_id",
    "user_id",
    "scheme_id",
    "form",
    "product_id",
    "description",
    "quantity",
    "cost",
    "list_value",
    "tax_amount",
    "purpose",
}
# a gift in these states has an approval to lose
APPROVED = (flow.APPROVED, flow.ORDERED)
NOT_APPROVED = {
    "approver_id": False,
    "approved_on": False,
    "approved_for_id": False,
    "approved_cost": False,
}
# names of gifts in one message
NAMED = 10


class CustomerGift(models.Model):
    """What a change of a deciding field does: it asks anew, and drops the approval."""

    _inherit = "customer.gift"

    def _engine(self):
        """These gifts, for our own code, which may write what users may not."""
        return self.with_context(**{ENGINE_KEY: ENGINE})

    def _is_engine(self):
        return self.env.su or self.env.context.get(ENGINE_KEY) is ENGINE

    def _deciding_fields(self):
        """Names of the fields that are asked for and approved."""
        return DECIDING

    def write(self, vals):
        names = self._deciding_fields() & vals.keys()
        if self.env.context.get(ENGINE_KEY) is ENGINE:
            # else the day of a gift that is handed over would drop its approval
            names &= {"user_id"}
        if not names:
            return super().write(vals)
        before = self._values_of(names)
        result = super().write(vals)
        self._follow_changes(before)
        return result

    def _values_of(self, names):
        """``{gift: {name: value}}`` of gifts that have not ended, to compare later."""
        return {
            gift: {name: gift[name] for name in names}
            for gift in self.sudo()
            if gift.state not in flow.END
        }

    def _follow_changes(self, before):
        """Record who changed which field since ``before``, and drop what falls."""
        rows, fallen = [], defaultdict(self.browse)
        for gift, old in before.items():
            names = {name for name, value in old.items() if gift[name] != value}
            if not names:
                continue
            rows += gift._asked_by_change(names, old)
            if gift.state in APPROVED and not approval.stands(
                names - gift._left_open(names, old),
                old.get("cost", gift.cost),
                gift.cost,
                (gift.approver_id | gift.approved_for_id).ids,
                gift.user_id.id,
            ):
                fallen[gift._told_change(names)] += gift.with_env(self.env)
        self.env["customer.gift.request"]._keep(rows)
        for reason, gifts in fallen.items():
            gifts._drop_approval(reason)

    def _asked_by_change(self, names, old):
        """Values of requests for a change of the fields ``names`` from ``old``."""
        rows = []
        if "user_id" in names and old["user_id"]:
            rows.append(self._asked(approval.SALESPERSON, old["user_id"]))
        if deciding := names - {"user_id"}:
            lowers = self.state in APPROVED and approval.only_lowers(
                deciding, old.get("cost", self.cost), self.cost
            )
            kind = approval.LOWERED if lowers else approval.CHANGED
            rows.append(self._asked(kind, self.env.user, deciding))
        return rows

    def _left_open(self, names, old):
        """Those of the changed fields ``names`` that the approver had left open.

        A gift that was approved for the business gets a recipient. Not by the approver,
        who would then have asked for what they approved.
        """
        self.ensure_one()
        approvers = self.approver_id | self.approved_for_id
        if "contact_id" in names and not old["contact_id"]:
            return set() if self.env.user in approvers else {"contact_id"}
        return set()

    def _told_change(self, names):
        if names == {"user_id"}:
            return self.env._(
                "%(user)s is the salesperson now.", user=self.user_id.name
            )
        return self.env._(
            "%(user)s changed %(fields)s.",
            user=self.env.user.name,
            fields=labels_of(self, names),
        )

    # ---------------------------------------------------------------- approval

    def _drop_approval(self, reason):
        """Set these approved gifts back to proposed and tell the approvers why.

        ``reason``: a sentence. An order that was placed for them remains.
        """
        approvals = self._approvals()
        ordered = self.filtered(lambda gift: gift.state == flow.ORDERED)
        self._engine().write({"state": flow.PROPOSED, **NOT_APPROVED})
        self._tell_approvers(approvals, reason)
        ordered.sudo()._message_log_batch(
            bodies={
                gift.id: self.env._(
                    "It is ordered already. Once it is approved again, mark it as "
                    "ordered instead of ordering it a second time."
                )
                for gift in ordered
            }
        )

    def _approvals(self):
        """``{gift: users}`` who approved it, and on whose behalf."""
        return {
            gift: gift.approver_id | gift.approved_for_id
            for gift in self.sudo()
            if gift.approver_id
        }

    def _tell_approvers(self, approvals, reason):
        """Say on each gift that its approval is gone, and tell the approvers once.

        ``approvals``: ``{gift: users}`` of before, see `_approvals`. Users do not get a
        message about what they did themselves.
        """
        if not approvals:
            return
        self.sudo().browse([gift.id for gift in approvals])._message_log_batch(
            bodies={
                gift.id: self.env._(
                    "No longer approved by %(approver)s: %(reason)s",
                    approver=", ".join(users.mapped("name")),
                    reason=reason,
                )
                for gift, users in approvals.items()
            }
        )
        told = defaultdict(self.sudo().browse)
        for gift, users in approvals.items():
            for user in users - self.env.user:
                told[user] += gift
        for user, gifts in told.items():
            names = gifts[:NAMED].mapped("display_name")
            if more := len(gifts) - len(names):
                names.append(self.env._("%(count)s more", count=more))
            gifts[:1].message_notify(
                partner_ids=user.partner_id.ids,
                subject=self.env._("Gifts that you approved have to be approved again"),
                body=self.env._(
                    "Your approval no longer stands: %(reason)s This concerns the "
                    "gifts to: %(customers)s.",
                    reason=reason,
                    customers=", ".join(names),
                ),
            )
