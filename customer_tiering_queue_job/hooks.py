from odoo.fields import Domain

from odoo.addons.queue_job.job import ENQUEUED, PENDING

from .models.customer_tier_evaluation import STEPS


def uninstall_hook(env):
    """What waits as a job is done by the scheduled action again."""
    jobs = env["queue.job"].search(STEPS & Domain("state", "in", (PENDING, ENQUEUED)))
    jobs.button_cancelled()
    env.ref("customer_tiering.ir_cron_evaluate")._trigger()
