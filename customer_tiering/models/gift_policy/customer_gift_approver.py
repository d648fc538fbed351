from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...gifting.policy import COMPLIANCE
from ...tools.groups import COMPLIANCE_GROUP, MANAGER_GROUP


class CustomerGift(models.Model):
    """Who may approve: never the requester, and a higher role for a higher value."""

    _inherit = "customer.gift"
    approved_for_id = fields.Many2one(
        "res.users",
        string="Approved on Behalf Of",
        readonly=True,
        copy=False,
        help="The manager on whose behalf the deputy approved.",
    )

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
        acting_for = {}
        for gift in judged:
            try:
                place = gift._check_approved_by(self.env.user, deputy_for)
            except UserError as error:
                refused[gift] = error
                continue
            if place:
                acting_for.setdefault(place, self.browse())
                acting_for[place] += gift
        self._note_deputies(acting_for)
        return refused

    def _note_deputies(self, acting_for):
        """Log on the gifts for whom the deputy approves them: ``{manager: gifts}``."""
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

    def _check_approved_by(self, user, deputy_for):
        """Raise UserError unless ``user`` may approve this gift.

        Returns the manager for whom they approve as a deputy, else None.
        """
        self.ensure_one()
        requesters = self._requesters()
        if user in requesters:
            raise UserError(
                self.env._(
                    "C19 Who approves: “%(gift)s” is your own request, and nobody "
                    "may approve their own request. Ask another manager or the "
                    "compliance officer.",
                    gift=self.display_name,
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
        for manager in deputy_for.get(self.company_id, self.env["res.users"]):
            if manager not in requesters:
                return manager
        raise AccessError(
            self.env._(
                "C19 Who approves: only a manager of Customer Tiers, their deputy or "
                "the compliance officer may approve “%(gift)s”. Ask one of them.",
                gift=self.display_name,
            )
        )

    def _requesters(self):
        """Users who request the gift: its salesperson and, without a plan, its creator.

        In strict mode also the creators of planned gifts and the responsible of the
        plan. The superuser is never one of them.
        """
        gift = self.sudo()
        people = gift.user_id
        strict = gift.company_id._customer_gift_mode() == "strict"
        if strict or not gift.plan_id:
            people |= gift.create_uid
        if strict:
            people |= gift.plan_id.user_id
        return people.filtered(lambda user: user.id != SUPERUSER_ID)

    def _manager_stands_in(self):
        """Whether a manager may act as the compliance officer.

        Only if the company has no compliance officer and the mode is not strict.
        """
        company = self.sudo().company_id
        if company._customer_gift_mode() == "strict":
            return False
        officers = self.env.ref(COMPLIANCE_GROUP).sudo().all_user_ids
        return not officers.filtered(
            lambda user: user.active and company in user.company_ids
        )

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
