from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...tools.groups import ACCOUNTANT_GROUP, MANAGER_GROUP
from ..collector.documents import SALE_TYPES


class CustomerTierEvaluation(models.Model):
    """The signature of an accountant, and documents that changed since."""

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
    checked_log = fields.Text(
        string="Checks",
        readonly=True,
        copy=False,
        help="Who marked this evaluation as checked or withdrew the check, and when.",
    )
    changed_count = fields.Integer(
        string="Documents Changed Since", compute="_compute_changed_count"
    )

    @api.depends("checked_at", "state")
    def _compute_changed_count(self):
        moves = self.env["account.move"].sudo()
        for evaluation in self:
            # only counted for checked evaluations, because it reads the documents
            evaluation.changed_count = (
                moves.search_count(evaluation._changed_domain())
                if evaluation.checked_at
                else 0
            )

    def _changed_domain(self):
        """Sales documents of the period whose revenue or reconciliation changed.

        The revenue changed if journal items were written. The document itself is also
        written for every payment, which does not change the revenue. Documents that
        were reset to draft or cancelled count too. An undone reconciliation leaves no
        date.

        Changes count since the start of the run, because changes during the run may not
        be in the figures.
        """
        self.ensure_one()
        scheme, since = self.scheme_id, self.started_at or self.create_date
        window = scheme._window(self.as_of)

        def in_period(field):
            return Domain(field, ">=", window.first) & Domain(field, "<=", window.last)

        revenue = self.env["account.move.line"]._tier_revenue()
        written = Domain("line_ids", "any", revenue & Domain("write_date", ">", since))
        matched = Domain("create_date", ">", since) & in_period("max_date")
        return (
            Domain("move_type", "in", SALE_TYPES)
            & Domain("company_id", "in", scheme._covered_companies().ids)
            & (Domain("state", "=", "posted") | Domain("posted_before", "=", True))
            & (
                (written & (in_period(scheme.date_basis) | in_period("date")))
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

    def _log_check(self, line):
        """The log with ``line`` added, with date and user."""
        moment = format_datetime(self.env, fields.Datetime.now())
        line = f"{moment} {self.env.user.name}: {line}"
        return "\n".join(filter(None, (self.checked_log, line)))

    def action_check(self):
        """Mark as checked, with user and time."""
        self._check_accountant()
        for evaluation in self:
            if evaluation.state != "done":
                raise UserError(
                    self.env._("Only a finished evaluation can be checked.")
                )
            evaluation.sudo().write(
                {
                    "checked_by_id": self.env.uid,
                    "checked_at": fields.Datetime.now(),
                    "checked_log": evaluation._log_check(self.env._("checked")),
                }
            )

    def action_uncheck(self):
        """Withdraw the check; the log keeps both."""
        self._check_accountant()
        for evaluation in self.filtered("checked_at"):
            evaluation.sudo().write(
                {
                    "checked_by_id": False,
                    "checked_at": False,
                    "checked_log": evaluation._log_check(
                        self.env._("withdrew the check")
                    ),
                }
            )

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
