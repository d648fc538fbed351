import psycopg2.errors

from odoo import models

from .customer_tier_evaluation import CLOSED


class CustomerTierEvaluation(models.Model):
    """A failure shows what to do, and notifies administrators only once."""

    _inherit = "customer.tier.evaluation"

    def _alert_failure(self):
        """Notify the administrators of the first failure, with its reason."""
        scheme = self.scheme_id.sudo()
        # the figures of a day are awaited by whoever asked for them
        if scheme.failing or self.kind == CLOSED:
            return
        scheme.failing = True
        administrators = scheme._administrators().partner_id
        if not administrators:
            return
        scheme.message_notify(
            partner_ids=administrators.ids,
            subject=self.env._("%(scheme)s: evaluation failed", scheme=scheme.name),
            body=self.env._(
                "The evaluation of “%(scheme)s” as of %(day)s failed; the tiers in "
                "force have not changed. Reason: %(error)s Open it under Reporting → "
                "Evaluations, fix the cause and press “Try Again”. You will not be "
                "notified again while it keeps failing.",
                scheme=scheme.name,
                day=self.as_of,
                error=self.error,
            ),
        )

    def _tell_error(self, error):
        """A sentence for users, who would not understand PostgreSQL's messages."""
        if isinstance(error, psycopg2.errors.DiskFull):
            return self.env._(
                "The disk of the database server is full, so the new tiers could not "
                "be written. Free space there, then press “Try Again”."
            )
        if isinstance(error, psycopg2.errors.QueryCanceled):
            return self.env._(
                "PostgreSQL stopped a statement of the evaluation, because it took "
                "longer than the setting statement_timeout allows or because an "
                "administrator cancelled it. Ask for a higher setting for Odoo's "
                "database, or choose a quieter hour, then press “Try Again”."
            )
        return str(error) or type(error).__name__

    def _end_alert(self):
        """Notify again at the next failure, unless this only placed a manual tier."""
        if self.scheme_id.failing and self.kind != "manual":
            self.scheme_id.sudo().failing = False
