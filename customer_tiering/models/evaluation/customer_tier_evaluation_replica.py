import logging
import time
from contextlib import closing

import psycopg2

from odoo import models
from odoo.sql_db import db_connect
from odoo.tools import SQL, config

from ...tools.exceptions import ReplicaUnfit
from ..collector.reading import Reading

_logger = logging.getLogger(__name__)
PARAMETER = "customer_tiering.replica_seconds"
POLL_SECONDS = 0.1


class CustomerTierEvaluation(models.Model):
    """Where an evaluation reads: on PostgreSQL's streaming replica if there is one.

    That is the replica of Odoo's own ``db_replica_host``. It is fit when it shows the
    last commit of this evaluation, which the primary made a moment ago: then it shows
    all that was committed before, and a replica that only has nothing to replay is
    never taken for late. Until then the evaluation waits, at most as long as the system
    parameter says (seconds; 0 never reads on the replica).
    """

    _inherit = "customer.tier.evaluation"

    def _collect(self):
        """Everything the scheme needs as of the day of this evaluation: `Collection`.

        Whatever is wrong with the replica costs a line in the log; the primary is read
        instead.
        """
        self.ensure_one()
        if config["db_replica_host"]:
            try:
                return self._collect_on_replica()
            except (ReplicaUnfit, psycopg2.Error) as error:
                reason = " ".join(str(error).split())
                _logger.warning("%s reads from the primary: %s", self, reason)
        return self._read()

    def _read(self):
        return self._reading().collect()

    def _reading(self):
        """What this evaluation reads: a `Reading` of its scheme as of its day."""
        return Reading(self.env, self.scheme_id, self.as_of)

    def _collect_on_replica(self):
        """Collect through a read-only cursor; `ReplicaUnfit` or what PostgreSQL says.

        The registry's own read-only cursor is not asked: it hides the reason, and would
        believe for 20 minutes that a replica is gone.
        """
        patience = self._replica_patience()
        version = self._last_commit()
        # meanwhile nothing is held on the primary: no snapshot, no idle transaction
        self.env.cr.rollback()
        replica = db_connect(self.env.cr.dbname, readonly=True)
        with closing(replica.cursor()) as cr:
            self._await_commit(cr, version, patience)
            return self.with_env(self.env(cr=cr))._read()

    def _replica_patience(self):
        """How many seconds the replica may be behind; `ReplicaUnfit` if it may not."""
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER, "30")
        try:
            seconds = float(text)
        except ValueError as error:
            raise ReplicaUnfit(
                f"the system parameter {PARAMETER} is no number: {text}"
            ) from error
        if not seconds > 0:
            raise ReplicaUnfit(f"the system parameter {PARAMETER} is {text}")
        return seconds

    def _last_commit(self):
        """The transaction that wrote this evaluation's row as it is; it is committed.

        `ReplicaUnfit` within a transaction that has changes of its own, for what it
        has not committed yet can only be read here.
        """
        self.env.flush_all()
        version, changing = self.env.execute_query(
            SQL(
                "SELECT xmin::text, pg_current_xact_id_if_assigned() IS NOT NULL"
                "  FROM customer_tier_evaluation WHERE id = %s",
                self.id,
            )
        )[0]
        if changing:
            raise ReplicaUnfit("it runs within a transaction that is not committed")
        return version

    def _await_commit(self, cr, version, patience):
        """Return in a transaction that sees ``version`` of this evaluation's row."""
        until = time.monotonic() + patience
        seen = SQL(
            "SELECT FROM customer_tier_evaluation WHERE id = %s AND xmin = %s::xid",
            self.id,
            version,
        )
        while True:
            cr.execute(seen, log_exceptions=False)
            if cr.rowcount:
                return
            # the next look needs a new snapshot
            cr.rollback()
            if time.monotonic() >= until:
                raise ReplicaUnfit(f"the replica is behind by more than {patience:g} s")
            time.sleep(POLL_SECONDS)
