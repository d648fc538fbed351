import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.queue_job.job import ENQUEUED, PENDING, STARTED

_logger = logging.getLogger(__name__)

# so long a job may wait before it is asked whether anybody takes jobs at all
PATIENCE = timedelta(hours=1)
STEPS = Domain("model_name", "=", "customer.tier.scheme") & Domain(
    "method_name", "=", "_job_step"
)


class CustomerTierEvaluation(models.Model):
    _inherit = "customer.tier.evaluation"

    @api.model
    def _work_off(self):
        """The scheduled action only enqueues: a job for each scheme with work.

        Where nobody takes the jobs it does the work itself, beside which a runner that
        comes late finds nothing left.
        """
        if self._nobody_takes_jobs():
            _logger.warning(
                "No job of root.customer_tiering was begun for an hour, so the "
                "scheduled action evaluates by itself. Look in odoo.conf whether "
                "server_wide_modules names queue_job and [queue_job] has room."
            )
            super()._work_off()
            return
        followers = self.env["customer.tier.follower"]._pending()
        schemes = (self._pending() | followers.evaluation_id).scheme_id
        schemes._enqueue_step()
        if schemes:
            self.env.ref("customer_tiering.ir_cron_evaluate")._trigger(
                fields.Datetime.now() + PATIENCE
            )

    @api.model
    def _nobody_takes_jobs(self):
        """Whether a step has waited too long and none was worked on meanwhile."""
        jobs, since = self.env["queue.job"].sudo(), fields.Datetime.now() - PATIENCE
        waiting = (
            Domain("state", "in", (PENDING, ENQUEUED))
            & Domain("date_created", "<=", since)
            # put off until then
            & (Domain("eta", "=", False) | Domain("eta", "<=", since))
        )
        begun = (
            Domain("state", "=", STARTED)
            | Domain("date_started", ">", since)
            | Domain("date_done", ">", since)
        )
        return bool(
            jobs.search_count(STEPS & waiting, limit=1)
            and not jobs.search_count(STEPS & begun, limit=1)
        )
