from odoo import api, fields, models
from odoo.exceptions import UserError

from .customer_tier_statement import CANCELLED, DRAFT, QUEUED, SENT

# statements per transaction
BATCH = 100


class CustomerTierStatement(models.Model):
    """Statements go out in batches, by Odoo's mail queue."""

    _inherit = "customer.tier.statement"

    def action_send(self):
        """Queue these drafts, and have the next batch sent soon."""
        self.check_access("read")
        drafts = self.filtered(lambda one: one.state == DRAFT)
        if not drafts:
            raise UserError(
                self.env._("Choose drafts. Others are sent, or on the way.")
            )
        for company, found in drafts.grouped("company_id").items():
            self._refuse_others(found.partner_id, company)
        drafts.sudo().state = QUEUED
        self._send_soon()

    @api.model
    def _send_soon(self):
        self.env.ref("customer_tiering.ir_cron_statement").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Send what is queued, a batch per transaction."""
        cron = self.env["ir.cron"]
        while True:
            queued = self.search([("state", "=", QUEUED)], limit=BATCH, order="id")
            batch = queued.try_lock_for_update()
            if not batch:
                break
            batch._send()
            left = self.search_count([("state", "=", QUEUED)])
            if not cron._commit_progress(len(batch), remaining=left):
                break

    def _send(self):
        """Make what is not made yet, and mail it; at most one a quarter."""
        self._make()
        self._leave_out_second()
        ready = self.filtered(lambda one: one.state == QUEUED)
        if not ready:
            return
        template = self.env.ref("customer_tiering.customer_tier_statement_mail").sudo()
        template.send_mail_batch(ready.ids)
        ready.write({"state": SENT, "sent_on": fields.Datetime.now()})

    def _leave_out_second(self):
        """Two people may have queued the same customer; one of them is served."""
        queued = self.filtered(lambda one: one.state == QUEUED)
        for scheme, found in queued.grouped("scheme_id").items():
            had = self.search(
                [
                    ("state", "=", SENT),
                    ("partner_id", "in", found.partner_id.ids),
                    ("company_id", "=", scheme.company_id.id),
                    ("date", ">=", scheme._quarter()),
                ]
            ).partner_id
            for statement in found.sorted("id"):
                if statement.partner_id in had:
                    statement.write(
                        {"state": CANCELLED, "note": self._reasons()["recent"]}
                    )
                had |= statement.partner_id
