from odoo.addons.queue_job.job import ENQUEUED, PENDING


def uninstall_hook(env):
    """What waits as a job is done by the scheduled action again."""
    jobs = env["queue.job"].search(
        [
            ("model_name", "=", "customer.tier.scheme"),
            ("method_name", "=", "_job_step"),
            ("state", "in", (PENDING, ENQUEUED)),
        ]
    )
    jobs.button_cancelled()
    env.ref("customer_tiering.ir_cron_evaluate")._trigger()
