import logging

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ...tools.exceptions import SchemeBusy
from ...tools.groups import ADMIN_GROUP
from .customer_tier_evaluation import CLOSED

_logger = logging.getLogger(__name__)


class CustomerTierScheme(models.Model):
    """What evaluations add to a scheme: alerts, retention, immediate manual tiers."""

    _inherit = "customer.tier.scheme"

    failing = fields.Boolean(
        readonly=True,
        copy=False,
        help="The last evaluation failed, and the administrators have been notified.",
    )

    alert_falling = fields.Boolean(
        string="Notify When a Top Customer Falls",
        default=True,
        tracking=True,
        help="When a customer in the best tier misses it or falls from it, their "
        "salesperson gets one activity.",
    )
    alert_user_id = fields.Many2one(
        "res.users",
        string="Notify If No Salesperson",
        tracking=True,
        domain=[("share", "=", False)],
        help="This user gets the activity if the customer has no active salesperson. "
        "Leave empty to notify nobody.",
    )

    def _settle_manual(self, partners):
        """Place ``partners`` again with their manual tiers.

        While an evaluation is running, this is queued, so no save waits for a run.
        """
        self.ensure_one()
        scheme = self.sudo()
        if not scheme.last_evaluation_id or not partners:
            return
        evaluation = (
            self.env["customer.tier.evaluation"]
            .sudo()
            .create(
                {
                    "scheme_id": scheme.id,
                    "company_id": scheme.company_id.id,
                    "as_of": max(scheme._today(), scheme.last_evaluation_id.as_of),
                    "kind": "manual",
                    "concerned": partners.ids,
                    "user_id": self.env.uid,
                }
            )
        )
        cron = self.env.ref("customer_tiering.ir_cron_evaluate").sudo()
        try:
            evaluation._run()
        except SchemeBusy as busy:
            _logger.info("%s waits for its turn: %s", evaluation, busy)
        # for the followers, or for the evaluation itself
        cron._trigger()

    def unlink(self):
        """Delete the standings and the history too.

        Waits until an evaluation has published what it is about to publish.
        """
        self.check_access("unlink")
        self.env.execute_query(
            SQL(
                "SELECT FROM customer_tier_scheme WHERE id = ANY(%s) FOR UPDATE",
                self.ids,
            )
        )
        evaluations = self.env["customer.tier.evaluation"].sudo()
        evaluations.search([("scheme_id", "in", self.ids)]).unlink()
        self.env["customer.tier.publisher"]._forget_schemes(self)
        return super().unlink()

    def _expired_evaluations(self):
        """Evaluations of this scheme that are older than its company keeps them."""
        self.ensure_one()
        evaluations = self.env["customer.tier.evaluation"]
        months = self.company_id.customer_tier_keep_months
        if not months:
            return evaluations
        before = self._today() - relativedelta(months=months)
        # what was ever checked stays, and so does who withdrew the check
        unchecked = [("checked_at", "=", False), ("signature_ids", "=", False)]
        closed = evaluations.search(
            [
                ("scheme_id", "=", self.id),
                ("kind", "=", CLOSED),
                # the day of the figures may be long past when they are made
                ("finished_at", "<", before),
                *unchecked,
            ]
        )
        domain = [
            ("scheme_id", "=", self.id),
            ("state", "not in", ("queued", "running")),
            ("kind", "!=", CLOSED),
            ("as_of", "<", before),
            *unchecked,
        ]
        last = self.last_evaluation_id
        if last:
            domain.append(("as_of", "<", last.as_of))
            decided = evaluations.search(
                [
                    ("scheme_id", "=", self.id),
                    ("state", "=", "done"),
                    ("kind", "=", "tiers"),
                ],
                order="as_of DESC, id DESC",
                limit=2,
            )
            domain.append(("id", "not in", (last | decided).ids))
        return evaluations.search(domain) | closed

    def _administrators(self):
        """Active internal users who administer tiers and work in the company."""
        self.ensure_one()
        group = self.env.ref(ADMIN_GROUP)
        return group.sudo().all_user_ids.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )
