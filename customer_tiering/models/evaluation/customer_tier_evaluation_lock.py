from contextlib import contextmanager

from odoo import models
from odoo.exceptions import MissingError
from odoo.tools import SQL

from ...tools.exceptions import SchemeBusy


class CustomerTierEvaluation(models.Model):
    """One evaluation of a scheme at a time, and no save has to wait for it."""

    _inherit = "customer.tier.evaluation"

    @contextmanager
    def _nobody_else(self):
        """Prevent other evaluations of the scheme meanwhile; SchemeBusy if one runs.

        The lock of `_lock_scheme` ends at each checkpoint, so that manual tiers and
        saves are possible between the stages. This lock belongs to the connection: it
        is kept across checkpoints and released if the process is killed.
        """
        lock = SQL("hashtext(%s), %s", self._name, self.scheme_id.id)
        self._take(SQL("pg_try_advisory_lock(%s)", lock))
        try:
            yield
        except BaseException:
            # PostgreSQL accepts no command in a failed transaction
            self.env.cr.rollback()
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", lock))

    def _lock_scheme(self, unless_changed_since=None):
        """Lock the scheme against other evaluations until the end of the transaction.

        SchemeBusy if it is locked, or if the tiers in force are no longer those of the
        evaluation ``unless_changed_since``, on which the decisions are based.
        """
        name = "customer.tier.scheme"
        lock = SQL("hashtext(%s), %s", name, self.scheme_id.id)
        self._take(SQL("pg_try_advisory_xact_lock(%s)", lock))
        self._keep_scheme()
        if unless_changed_since is None:
            return
        if self.scheme_id.last_evaluation_id != unless_changed_since:
            raise SchemeBusy(
                self.env._(
                    "The tiers of this scheme have changed in the meantime. Try again."
                )
            )

    def _keep_scheme(self):
        """Let nobody delete the scheme until the end of the transaction.

        The standings have no foreign key that would do it. Saves of the scheme are not
        held up. MissingError if the scheme is gone.
        """
        self.env.cr.execute(
            SQL(
                "SELECT FROM customer_tier_scheme WHERE id = %s FOR KEY SHARE",
                self.scheme_id.id,
            ),
            log_exceptions=False,
        )
        if not self.env.cr.rowcount:
            raise MissingError(self.env._("The scheme has been deleted."))

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
