from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.groups import MANAGER_GROUP
from .customer_quality_review import DONE, DRAFT, TO_DECIDE

DECISION = ("decision", "decision_reason")
# what only the buttons write
BY_BUTTONS = ("state", "decided_by_id", "decided_on")


class CustomerQualityReview(models.Model):
    """A bad result goes to a manager, who decides and says why."""

    _inherit = "customer.quality.review"

    manager_id = fields.Many2one(
        "res.users",
        string="Who Decides",
        compute="_compute_manager_id",
        store=True,
        readonly=False,
        domain=lambda self: self._domain_manager(),
        ondelete="restrict",
        help="Gets an activity if the result is bad. By default the leader of the "
        "sales team, or another manager.",
    )
    decision = fields.Selection(
        [
            ("keep", "Keep as it is"),
            ("conditions", "Set conditions"),
            ("reduce", "Reduce the effort"),
            ("end", "End the relationship"),
        ],
        copy=False,
        tracking=True,
    )
    decision_reason = fields.Text(string="Why", copy=False, tracking=True)
    decided_by_id = fields.Many2one(
        "res.users",
        string="Decision by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    decided_on = fields.Date(readonly=True, copy=False)

    @api.model
    def _domain_manager(self):
        group = self.env["ir.model.data"]._xmlid_to_res_id(MANAGER_GROUP)
        return [("all_group_ids", "in", group), ("share", "=", False)]

    @api.depends("partner_id", "company_id")
    def _compute_manager_id(self):
        users = self.env["res.users"].sudo()
        managers = users.search(self._domain_manager(), order="id")
        for review in self:
            able = managers.filtered(
                lambda user, company=review.company_id: company in user.company_ids
            )
            seller = review.partner_id.sudo().user_id
            leader = seller.crm_team_ids.user_id & able
            review.manager_id = (leader or able - seller or able)[:1].sudo(False)

    def write(self, vals):
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name not in BY_BUTTONS}
            if set(vals) & {*DECISION}:
                self._check_manager()
                if any(review.state != TO_DECIDE for review in self):
                    raise UserError(
                        self.env._(
                            "There is nothing to decide: the review is not finished, "
                            "or it is closed already."
                        )
                    )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            barred = {*BY_BUTTONS, *DECISION}
            vals_list = [
                {name: vals[name] for name in vals if name not in barred}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def _check_manager(self):
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only a manager decides how to go on with a customer.")
            )

    def action_finish(self):
        """The points are given: a bad result asks the manager, any other is done."""
        self.check_access("write")
        for review in self.filtered(lambda one: one.state == DRAFT):
            if review.result != "bad":
                review.sudo().state = DONE
                continue
            review.sudo().state = TO_DECIDE
            review._ask_manager()
        return True

    def _ask_manager(self):
        user = self.manager_id or self.user_id
        told = self.sudo().with_context(mail_activity_quick_update=True, lang=user.lang)
        told.activity_schedule(
            "customer_tiering.mail_activity_type_decide", user_id=user.id
        )

    def action_decide(self):
        """Close the review with the decision, whose reason has to be given."""
        self._check_manager()
        self.check_access("write")
        for review in self.filtered(lambda one: one.state == TO_DECIDE):
            if not review.decision or not (review.decision_reason or "").strip():
                raise UserError(
                    self.env._("Choose a decision and write why, then press Decide.")
                )
            review.sudo().write(
                {
                    "state": DONE,
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Date.context_today(self),
                }
            )
            review.activity_feedback(
                ["customer_tiering.mail_activity_type_decide"],
                feedback=review.decision_reason,
            )
        return True

    def action_reopen(self):
        """Give the points anew; what was decided stays in the chatter."""
        self._check_manager()
        self.check_access("write")
        reviews = self.sudo()
        reviews.activity_unlink(["customer_tiering.mail_activity_type_decide"])
        reviews.write(
            {
                "state": DRAFT,
                "decision": False,
                "decision_reason": False,
                "decided_by_id": False,
                "decided_on": False,
            }
        )
        return True
