from contextlib import contextmanager

from odoo import models
from odoo.tools import SQL

from ...tools.exceptions import SchemeBusy


class CustomerTierEvaluation(models.Model):
    """One evaluation of a scheme at a time, and no save that waits for it."""

    _inherit = "customer.tier.evaluation"

    @contextmanager
    def _nobody_else(self):
        """Nobody else runs an evaluation of the scheme meanwhile; else SchemeBusy.

        The lock of `_lock_scheme` ends with each checkpoint, so that manual tiers and
        saves get through between the stages. This one is the connection's: it lasts
        over the checkpoints, and a kill ends it.
        """
        lock = SQL("hashtext(%s), %s", self._name, self.scheme_id.id)
        self._take(SQL("pg_try_advisory_lock(%s)", lock))
        try:
            yield
        except BaseException:
            # in a failed transaction PostgreSQL would not listen
            self.env.cr.rollback()
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", lock))

    def _lock_scheme(self, unless_changed_since=None):
        """Until the end of the transaction nobody else evaluates the same scheme.

        SchemeBusy if somebody does, or if the ladder is not that of the evaluation
        ``unless_changed_since`` any more: what was decided was decided on its grounds.
        """
        name = "customer.tier.scheme"
        lock = SQL("hashtext(%s), %s", name, self.scheme_id.id)
        self._take(SQL("pg_try_advisory_xact_lock(%s)", lock))
        if unless_changed_since is None:
            return
        if self.scheme_id.last_evaluation_id != unless_changed_since:
            raise SchemeBusy(
                self.env._(
                    "The tiers of this scheme have changed in the meantime. Try again."
                )
            )

    def _take(self, lock):
        ((taken,),) = self.env.execute_query(SQL("SELECT %s", lock))
        if not taken:
            raise SchemeBusy(
                self.env._(
                    "Someone else is evaluating “%(scheme)s” right now. Wait until "
                    "that evaluation is done.",
                    scheme=self.scheme_id.name,
                )
            )
