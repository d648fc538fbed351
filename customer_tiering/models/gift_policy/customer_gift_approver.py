from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...gifting.policy import COMPLIANCE
from ...tools.groups import COMPLIANCE_GROUP, MANAGER_GROUP


class CustomerGift(models.Model):
    """Who may approve: nobody who asked, and a higher role for a higher value."""

    _inherit = "customer.gift"

    as_deputy = fields.Boolean(
        compute="_compute_as_deputy",
        search="_search_as_deputy",
        string="To Approve as Deputy",
        help="You can approve it today on behalf of a manager.",
    )

    def _refused_approvals(self):
        """``{gift: error}`` for the gifts that this user may not approve.

        Judges the gifts again. A verdict worse than what was shown refuses the approval
        until somebody has looked at it; any other verdict is kept with the gift. Logs
        for which manager a deputy approves.
        """
        verdicts = self._verdicts()
        refused = {}
        for gift in self:
            _severity, findings = verdicts.get(gift, ("none", None))
            if stricter := gift.sudo()._not_shown(findings):
                del verdicts[gift]
                refused[gift] = UserError(
                    self.env._(
                        "%(findings)s This is stricter than what you were shown. "
                        "Click “Check Policy”, review the result, then approve.",
                        findings=gift._told(stricter),
                    )
                )
        self._keep_verdicts(verdicts)
        judged = self.filtered(lambda gift: gift not in refused)
        deputy_for = self.env["customer.gift.delegation"]._deputy_for(self.env.user)
        # of an approval that was set back or that the budget refused
        judged.sudo().filtered("approved_for_id").approved_for_id = False
        acting_for = {}
        for gift, asking in judged._asking().items():
            try:
                place = gift._check_approved_by(self.env.user, deputy_for, asking)
            except UserError as error:
                refused[gift] = error
                continue
            if place:
                acting_for.setdefault(place, self.browse())
                acting_for[place] += gift
        self._note_deputies(acting_for)
        return refused

    def _note_deputies(self, acting_for):
        """Log on the gifts that a deputy approves them: ``{manager: gifts}``."""
        for user, gifts in acting_for.items():
            gifts.sudo().approved_for_id = user
            gifts.sudo()._message_log_batch(
                bodies={
                    gift.id: self.env._(
                        "%(deputy)s approves on behalf of %(manager)s.",
                        deputy=self.env.user.name,
                        manager=user.name,
                    )
                    for gift in gifts
                }
            )

    def _check_approved_by(self, user, deputy_for, asking):
        """Raise UserError unless ``user`` may approve this gift.

        ``asking``: ``{user: request}``, see `_asking`. Returns the manager whose deputy
        they are for this approval, else None.
        """
        self.ensure_one()
        if user in asking:
            raise UserError(
                self.env._(
                    "C19 Who approves: %(reason)s, so “%(gift)s” (%(cost)s) is your "
                    "own request, and nobody may approve their own request. Ask "
                    "another manager or the compliance officer.",
                    reason=self._own_request(user, asking[user]),
                    gift=self.display_name,
                    cost=self.currency_id.format(self.cost),
                )
            )
        lines = self.sudo().findings or []
        blocks = [line for line in lines if line["severity"] == "block"]
        if blocks:
            self._check_exception(user, blocks)
            return None
        if user.has_group(COMPLIANCE_GROUP):
            return None
        asked = [
            line
            for line in lines
            if line["severity"] == "approve" and line["approver"] == COMPLIANCE
        ]
        if asked and not self._manager_stands_in():
            raise UserError(
                self.env._(
                    "%(findings)s Only the compliance officer may approve it.",
                    findings=self._told(asked),
                )
            )
        if user.has_group(MANAGER_GROUP):
            return None
        managers = deputy_for.get(self.company_id, self.env["res.users"])
        if not managers:
            raise AccessError(
                self.env._(
                    "C19 Who approves: only a manager of Customer Tiers, their deputy "
                    "or the compliance officer may approve “%(gift)s”. Ask one of "
                    "them.",
                    gift=self.display_name,
                )
            )
        return self._manager_represented(user, managers, asking)

    def _manager_represented(self, user, managers, asking):
        """The manager for whom ``user`` may approve, as the deputy of ``managers``."""
        if self.sudo().partner_id.user_id == user:
            raise AccessError(
                self.env._(
                    "C19 Who approves: %(customer)s is your own customer, and a deputy "
                    "may not approve gifts to their own customers. Ask a manager or "
                    "the compliance officer.",
                    customer=self.partner_id.display_name,
                )
            )
        for manager in managers:
            if manager not in asking:
                return manager
        raise AccessError(
            self.env._(
                "C19 Who approves: you would approve “%(gift)s” (%(cost)s) on behalf "
                "of %(managers)s, who asked for it. Ask another manager or the "
                "compliance officer.",
                gift=self.display_name,
                cost=self.currency_id.format(self.cost),
                managers=", ".join(managers.mapped("name")),
            )
        )

    def _manager_stands_in(self):
        """Whether a manager may act as the compliance officer.

        Only if the company has no compliance officer and the mode is not strict.
        """
        company = self.sudo().company_id
        if company._customer_gift_mode() == "strict":
            return False
        return not self._compliance_officers()

    def _check_exception(self, user, blocks):
        """Raise UserError unless ``user`` may make an exception for a blocked gift."""
        final = [line for line in blocks if not line.get("exception")]
        if final:
            raise UserError(
                self.env._(
                    "%(findings)s No exception to this rule is possible.",
                    findings=self._told(final),
                )
            )
        if not user.has_group(COMPLIANCE_GROUP):
            raise UserError(
                self.env._(
                    "%(findings)s Only the compliance officer may make an exception.",
                    findings=self._told(blocks),
                )
            )
        if not (self.exception_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(findings)s Enter the reason for the exception first.",
                    findings=self._told(blocks),
                )
            )

    def _told(self, lines):
        policies = self.env["customer.gift.policy"]
        return self.env._(
            "%(gift)s: %(findings)s",
            gift=self.display_name,
            findings=" ".join(policies._tell(line, self) for line in lines),
        )

    @api.depends_context("uid")
    @api.depends("company_id")
    def _compute_as_deputy(self):
        companies = self.env["customer.gift.delegation"]._deputy_for(self.env.user)
        for gift in self:
            gift.as_deputy = gift.sudo().company_id in companies

    def _search_as_deputy(self, operator, value):
        if operator != "in":
            return NotImplemented
        companies = self.env["customer.gift.delegation"]._deputy_for(self.env.user)
        ids = [company.id for company in companies]
        return [("company_id", "in" if True in value else "not in", ids)]
