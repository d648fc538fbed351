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
    """Evaluations read from PostgreSQL's streaming replica if there is one.

    This is the replica of Odoo's own ``db_replica_host``. It can be used as soon as it
    shows the last commit of this evaluation, which was made on the primary a moment
    ago: then it shows everything that was committed before, and a replica without
    anything to replay never seems late. Until then the evaluation waits, up to the
    seconds of the system parameter (0 never reads from the replica).
    """

    _inherit = "customer.tier.evaluation"

    def _collect(self):
        """Everything the scheme needs as of the day of this evaluation: `Collection`.

        If there is a problem with the replica, it logs one line and reads from the
        primary.
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
        """What this evaluation reads: a `Reading` of its scheme as of its day.

        To evaluate past nights one by one, give the last day whose marks count as
        ``customer_tier_marks_until`` in the context. Users cannot: documents are read
        by the scheduled action, and what a user starts at once reads manual tiers only.
        """
        marks_until = self.env.context.get("customer_tier_marks_until")
        return Reading(
            self.env,
            self.scheme_id,
            self.as_of,
            marks_until=marks_until or self._marks_until(),
            first=self.date_from or None,
            expectation=self._expectation(),
        )

    def _marks_until(self):
        """The last day of the marks that count, None for all of today's."""
        return None

    def _collect_on_replica(self):
        """Collect through a read-only cursor; `ReplicaUnfit` or an error of PostgreSQL.

        This does not use the read-only cursor of the registry, which hides the reason
        and would not try a missing replica again for 20 minutes.
        """
        patience = self._replica_patience()
        version = self._last_commit()
        # keep no snapshot and no idle transaction on the primary in the meantime
        self.env.cr.rollback()
        replica = db_connect(self.env.cr.dbname, readonly=True)
        with closing(replica.cursor()) as cr:
            self._await_commit(cr, version, patience)
            return self.with_env(self.env(cr=cr))._read()

    def _replica_patience(self):
        """Seconds that the replica can be behind; `ReplicaUnfit` if it is not used."""
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
        """The committed transaction that wrote the current row of this evaluation.

        `ReplicaUnfit` if the current transaction has changes: until they are committed,
        they can only be read here.
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
            # the next try needs a new snapshot
            cr.rollback()
            if time.monotonic() >= until:
                raise ReplicaUnfit(f"the replica is behind by more than {patience:g} s")
            time.sleep(POLL_SECONDS)
