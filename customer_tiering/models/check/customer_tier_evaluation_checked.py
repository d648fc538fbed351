from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.groups import ACCOUNTANT_GROUP, MANAGER_GROUP
from ...tools.uninstall import refuses_unlink
from ..collector.documents import SALE_TYPES
from ..evaluation.customer_tier_evaluation import CLOSED, WHOLE
from .signed_file import signed_file


class CustomerTierEvaluation(models.Model):
    """An accountant vouches for an evaluation, which is then kept as it is (K23).

    Checking keeps the figures of each customer, attaches them as a file, and says who
    vouches for them. A check can be withdrawn, with a reason; what was kept stays.
    """

    _inherit = "customer.tier.evaluation"

    bridge_ids = fields.One2many(
        "customer.tier.evaluation.bridge",
        "evaluation_id",
        domain=[("bridge", "=", "revenue")],
        readonly=True,
        groups=f"{ACCOUNTANT_GROUP},{MANAGER_GROUP}",
    )
    money_bridge_ids = fields.One2many(
        "customer.tier.evaluation.bridge",
        "evaluation_id",
        domain=[("bridge", "=", "money")],
        readonly=True,
        groups=f"{ACCOUNTANT_GROUP},{MANAGER_GROUP}",
    )
    receivable_bridge_ids = fields.One2many(
        "customer.tier.evaluation.bridge",
        "evaluation_id",
        domain=[("bridge", "=", "receivables")],
        readonly=True,
        groups=f"{ACCOUNTANT_GROUP},{MANAGER_GROUP}",
    )
    checked_by_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False
    )
    checked_at = fields.Datetime(string="Checked on", readonly=True, copy=False)
    # Written before version 19.0.1.2.0
    checked_log = fields.Text(
        string="Earlier Checks",
        readonly=True,
        copy=False,
        help="Who marked this evaluation as checked or withdrew the check, and when.",
    )
    signature_ids = fields.One2many(
        "customer.tier.evaluation.signature",
        "evaluation_id",
        string="Checks",
        readonly=True,
        copy=False,
    )
    signature_id = fields.Many2one(
        "customer.tier.evaluation.signature",
        string="Last Check",
        compute="_compute_signature_id",
    )
    signature_sha256 = fields.Char(string="SHA-256", compute="_compute_signature_id")
    check_is_void = fields.Boolean(compute="_compute_signature_id")
    changed_document_count = fields.Integer(
        string="Documents Changed Since", compute="_compute_changed_document_count"
    )

    @api.depends("signature_ids.state", "signature_ids.sha256")
    def _compute_signature_id(self):
        for evaluation in self:
            evaluation.signature_id = evaluation.signature_ids.sorted("id")[-1:]
            evaluation.signature_sha256 = evaluation.signature_id.sha256
            evaluation.check_is_void = evaluation.signature_id.state == "void"

    @api.depends("checked_at", "state")
    def _compute_changed_document_count(self):
        moves = self.env["account.move"].sudo()
        for evaluation in self:
            # only counted for checked evaluations, because it reads the documents
            evaluation.changed_document_count = (
                moves.search_count(evaluation._changed_domain())
                if evaluation.checked_at
                else 0
            )

    def _changed_domain(self):
        """Sales documents whose revenue or reconciliation was written since.

        The revenue changed if journal items were written. The document itself is also
        written for every payment, which does not change the revenue. Documents that
        were reset to draft or cancelled count too.

        A new reconciliation counts if it belongs to the days up to the as-of day. One
        that was undone leaves nothing but the date on the receivable items, where no
        later reconciliation explains it; this is looked for on documents of the period.

        Changes count since the start of the run, because changes during the run may not
        be in the figures. What they change in the figures says `_compare`.
        """
        self.ensure_one()
        scheme, since = self.scheme_id, self.started_at or self.create_date
        window = self._window()

        def in_period(field):
            return Domain(field, ">=", window.first) & Domain(field, "<=", window.last)

        revenue = self.env["account.move.line"]._tier_revenue()
        touched = Domain("write_date", ">", since)
        written = Domain("line_ids", "any", revenue & touched)
        new = Domain("create_date", ">", since)
        matched = new & Domain("max_date", "<=", window.last)
        undone = (
            touched
            & Domain("account_id.account_type", "=", "asset_receivable")
            & ~Domain("matched_credit_ids", "any", new)
            & ~Domain("matched_debit_ids", "any", new)
        )
        return (
            Domain("move_type", "in", SALE_TYPES)
            & Domain("company_id", "in", scheme._covered_companies().ids)
            & (Domain("state", "=", "posted") | Domain("posted_before", "=", True))
            & (
                (written | Domain("line_ids", "any", undone))
                & (in_period(scheme.date_basis) | in_period("date"))
                | Domain("line_ids.matched_credit_ids", "any", matched)
                | Domain("line_ids.matched_debit_ids", "any", matched)
            )
        )

    def _check_accountant(self):
        if not self.env.user.has_group(ACCOUNTANT_GROUP):
            raise AccessError(
                self.env._(
                    "Only an accountant may check an evaluation. Ask your "
                    "administrator for that role."
                )
            )
        self.check_access("read")

    # ------------------------------------------------------------ check

    def action_ask_check(self):
        """Ask for a remark before checking."""
        self.ensure_one()
        self._check_accountant()
        self.sudo()._refuse_check()
        return self._dialog(
            "customer.tier.evaluation.check", self.env._("Mark as Checked")
        )

    def action_check(self, remark=False):
        """Mark as checked: keep the figures, attach them as a file, and sign."""
        self._check_accountant()
        for evaluation in self.sudo():
            evaluation._refuse_check()
            evaluation._check(remark)

    def _refuse_check(self):
        """Raise UserError unless this evaluation can be checked now."""
        if self.state != "done":
            raise UserError(self.env._("Only a finished evaluation can be checked."))
        if self.kind not in (*WHOLE, CLOSED):
            raise UserError(
                self.env._("Only an evaluation of all customers can be checked.")
            )
        if self.checked_at:
            raise UserError(
                self.env._(
                    "%(user)s has already checked this evaluation.",
                    user=self.checked_by_id.name,
                )
            )

    def _check(self, remark):
        self._keep_figures()
        values = {"user_id": self.env.uid, "date": fields.Datetime.now()}
        signature = self.env["customer.tier.evaluation.signature"].create(
            {"evaluation_id": self.id, "remark": remark, **values}
        )
        self.write(
            {
                "checked_by_id": self.env.uid,
                "checked_at": values["date"],
                "changed_count": 0,
                "compared_at": False,
            }
        )
        signature.write(signed_file(self, signature))
        self.message_post(
            body=self.env._("Checked. %(remark)s", remark=remark or ""),
            attachment_ids=signature.attachment_id.ids,
            author_id=self.env.user.partner_id.id,
        )

    # ------------------------------------------------------------ void

    def action_ask_uncheck(self):
        """Ask for the reason before withdrawing the check."""
        self.ensure_one()
        self._check_accountant()
        return self._dialog(
            "customer.tier.evaluation.void", self.env._("Withdraw Check")
        )

    def action_uncheck(self, reason=False):
        """Withdraw the check; it stays visible as void, with the reason."""
        self._check_accountant()
        self.sudo().filtered("checked_at")._void(reason)

    def _void(self, reason):
        """Void the checks of these evaluations; UserError without a reason."""
        if self and not (reason or "").strip():
            raise UserError(
                self.env._("Say why the check is no longer valid; the reason is kept.")
            )
        for evaluation in self:
            evaluation.signature_ids.filtered(lambda s: s.state == "valid").write(
                {
                    "state": "void",
                    "voided_by_id": self.env.uid,
                    "voided_at": fields.Datetime.now(),
                    "void_reason": reason,
                }
            )
            evaluation.write({"checked_by_id": False, "checked_at": False})
            evaluation.message_post(
                body=self.env._("The check is void: %(reason)s", reason=reason),
                author_id=self.env.user.partner_id.id,
            )

    def _dialog(self, model, title, **context):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_evaluation_id": self.id, **context},
        }

    @refuses_unlink
    def _unlink_except_checked(self):
        """What was checked is kept (K23); a void check is kept too."""
        for evaluation in self:
            if evaluation.checked_at or evaluation.sudo().signature_ids:
                raise UserError(
                    self.env._(
                        "“%(evaluation)s” was checked, so it is kept. Archive the "
                        "scheme instead of deleting it.",
                        evaluation=evaluation.display_name,
                    )
                )

    # ------------------------------------------------------------ undo

    def action_ask_undo(self):
        """Ask for the reason too if the evaluation was checked."""
        if not self.checked_at:
            return super().action_ask_undo()
        self._check_undo()
        return self._dialog(
            "customer.tier.evaluation.void",
            self.env._("Undo the Evaluation"),
            default_is_undo=True,
        )

    def action_undo(self, reason=False):
        """Undo; a checked evaluation needs the reason, which voids the check."""
        self.ensure_one()
        if self.checked_at:
            self._check_undo()
            self.sudo()._void(reason)
        return super().action_undo()

    # ------------------------------------------------------------ documents

    def action_view_changed_documents(self):
        """Open the documents that changed since the figures were read."""
        self.ensure_one()
        self.check_access("read")
        self.env["account.move"].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Changed since %s", self.display_name),
            "res_model": "account.move",
            "views": [(False, "list"), (False, "form")],
            "domain": list(self._changed_domain()),
            "context": {"create": False, "default_move_type": "out_invoice"},
        }
