import logging

from odoo import api, fields, models

from ...tools.exceptions import RETRY, RETRY_AFTER

_logger = logging.getLogger(__name__)


class CustomerPlaybook(models.Model):
    """Every night, and after an evaluation: open what is due, then plan the steps."""

    _inherit = "customer.playbook"

    @api.model
    def _cron_open(self):
        if not self._at_work()._run():
            self.env.ref("customer_tiering.ir_cron_playbook")._trigger(
                fields.Datetime.now() + RETRY_AFTER
            )

    @api.model
    def _at_work(self):
        """Playbooks that are on, and those that were switched off with open plays."""
        plays = self.env["customer.playbook.play"]._read_group(
            [("outcome", "=", False)], ["playbook_id"]
        )
        left = self.browse(playbook.id for (playbook,) in plays)
        return self.search([("active", "=", True)]) | left.filtered("scheme_id")

    def _run(self):
        """Do all that is due; False if something is left for want of time or locks.

        Each playbook and each batch of activities is committed by itself, so that a
        kill only costs what it cuts.
        """
        commit = self.env["ir.cron"]._commit_progress
        # without the shared table, each playbook reads the contacts by itself
        night = self._attempt(self._begin_night) or self
        whole, seconds = True, commit(remaining=len(self) + 1)
        for playbook in night:
            # what another worker is at is done by that worker
            whole &= playbook._attempt(playbook._open_due) is not None
            seconds = commit(1)
            if not seconds:
                break
        self._end_night()
        seconds = commit()
        if not seconds:
            return False
        more = True
        while more and seconds:
            more = self._attempt(self._work_batch)
            seconds = commit()
        commit(1)
        return whole and more is False

    def _attempt(self, work):
        """What ``work`` returns; None if it has to be tried again.

        A failure is stored with its reason and returns False: the other playbooks go
        on, and the next night tries again.
        """
        try:
            result = work()
            self.env.flush_all()
            if len(self) == 1 and self.error:
                self.error = False
        except RETRY as error:
            self.env.cr.rollback()
            _logger.info("%s will be tried again: %s", self, error)
            return None
        except Exception as error:  # stored, shown and logged
            self.env.cr.rollback()
            _logger.error("%s failed", self, exc_info=error)
            self.exists().error = str(error) or type(error).__name__
            return False
        return result
