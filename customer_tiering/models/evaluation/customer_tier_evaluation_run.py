import logging
import time
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...classification import decide
from ...classification import frame as columns
from ...classification.lifecycle import EXISTING
from ...tools.exceptions import RETRY, RETRY_AFTER, SchemeBusy

_logger = logging.getLogger(__name__)
# a killed worker leaves its evaluation running
PENDING = ("queued", "running")


class CustomerTierEvaluation(models.Model):
    """The way of the data: collect, classify, publish; then the followers."""

    _inherit = "customer.tier.evaluation"

    @api.model
    def _cron_evaluate(self):
        self.env["customer.tier.scheme"]._queue_due()
        self._work_off()

    @api.model
    def _work_off(self):
        """See to it that everything pending gets done: here and now, one by one.

        Another addon may override it to spread the work.
        """
        self._run_pending()
        self.env["customer.tier.follower"]._run_pending()
        if self._pending() or self.env["customer.tier.follower"]._pending():
            # out of time, or somebody was in the way: not before tomorrow is too late
            self.env.ref("customer_tiering.ir_cron_evaluate")._trigger(
                fields.Datetime.now() + RETRY_AFTER
            )

    @api.model
    def _pending(self):
        """What is queued, and what a killed worker left running."""
        return self.search([("state", "in", PENDING)], order="id")

    @api.model
    def _run_pending(self):
        """Run what is pending.

        Each evaluation is committed for itself. One that fails says why, leaves the old
        ladder in force and does not stop the next one.
        """
        commit = self.env["ir.cron"]._commit_progress
        todo = self._pending()
        commit(remaining=len(todo))
        for evaluation in todo:
            evaluation._attempt()
            if not commit(1):
                break

    def _attempt(self):
        """Run this evaluation, and record on it why it failed.

        Commits between the stages; the last commit is the caller's. Returns the error
        for which it stays pending and has to be tried again later, or None.
        """
        self.ensure_one()
        commit = self.env["ir.cron"]._commit_progress
        try:
            with self._nobody_else():
                # another worker may have done it since the list was made
                if self.state in PENDING:
                    self._run(checkpoint=commit)
                # what somebody's save forbids is to be known here
                self.env.flush_all()
        except RETRY as error:
            self.env.cr.rollback()
            _logger.info("%s will be tried again: %s", self, error)
            return error
        except Exception as error:  # recorded, shown and logged
            self.env.cr.rollback()
            self._fail(error)
        return None

    def _run(self, checkpoint=lambda: None):
        """Collect, classify and publish this evaluation.

        ``checkpoint`` is called between the stages so that people see how far it is; it
        may commit. The new ladder becomes visible as a whole with the last commit,
        which is the caller's.
        """
        self.ensure_one()
        self._lock_scheme()
        if self.kind == "manual":
            self._run_by_hand()
            return
        clock = Clock()
        scheme = self.scheme_id
        # a later day may have been evaluated since this one was queued
        scheme._refuse_before_last(self.as_of)
        settings = scheme._settings(self.as_of)
        self.write(
            {
                "state": "running",
                "stage": "collect",
                "started_at": fields.Datetime.now(),
                "date_from": scheme._window(self.as_of).first,
                "settings": settings.to_plain(),
                "error": False,
            }
        )
        checkpoint()
        collection = self._collect()
        clock.stop("collect")
        self.stage = "classify"
        checkpoint()
        last = scheme.last_evaluation_id
        decided = decide(collection.frame, settings, self._held_before(settings))
        clock.stop("classify")
        self.stage = "publish"
        checkpoint()
        self._lock_scheme()
        if scheme.last_evaluation_id != last:
            # undone, or overtaken: what was kept was kept on other grounds
            raise SchemeBusy(self.env._("The ladder has changed meanwhile."))
        decided = self._settled(decided, settings)
        published = self.env["customer.tier.publisher"]._publish(self, decided)
        self._write_result(decided, collection)
        clock.stop("publish")
        scheme.sudo().last_evaluation_id = self
        self.env["customer.tier.follower"]._enlist(self)
        self._finish(published, clock)

    def _finish(self, published, clock):
        self.write(
            {
                "state": "done",
                "stage": "finished",
                "finished_at": fields.Datetime.now(),
                "duration": clock.total(),
                "timing": clock.seconds,
                "written_count": published["written"],
                "change_count": published["changes"],
            }
        )
        self.env.registry.clear_cache()

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

    def _lock_scheme(self):
        """Until the end of the transaction nobody else evaluates the same scheme."""
        name = "customer.tier.scheme"
        lock = SQL("hashtext(%s), %s", name, self.scheme_id.id)
        self._take(SQL("pg_try_advisory_xact_lock(%s)", lock))

    def _take(self, lock):
        ((taken,),) = self.env.execute_query(SQL("SELECT %s", lock))
        if not taken:
            raise SchemeBusy(
                self.env._(
                    "“%(scheme)s” is being evaluated by somebody else right now. Wait "
                    "until that evaluation is done.",
                    scheme=self.scheme_id.name,
                )
            )

    def _fail(self, error):
        _logger.error("%s failed", self, exc_info=error)
        self.write(
            {
                "state": "failed",
                "finished_at": fields.Datetime.now(),
                "error": self._tell_error(error),
            }
        )

    def _write_result(self, decided, collection):
        """Distribution, bridge and the list of what could not be counted."""
        self.result_ids.unlink()
        self.issue_ids.unlink()
        self.coverage_ids.unlink()
        self.coverage_ids._write_coverage(self, decided)
        revenue = columns.NET_REVENUE.name
        existing = decided["lifecycle"] == EXISTING
        per_tier = decided.groupby("tier").agg(
            customers=(revenue, "count"), value=(revenue, "sum")
        )
        per_tier["existing"] = existing.groupby(decided["tier"]).sum()
        per_tier["existing"] /= max(existing.sum(), 1)
        value = per_tier["value"].sum()
        self.env["customer.tier.evaluation.tier"].create(
            [
                {
                    "evaluation_id": self.id,
                    "tier_id": int(line.Index),
                    "customer_count": int(line.customers),
                    "customer_share": float(line.existing),
                    "net_revenue": float(line.value),
                    "revenue_share": float(line.value / value) if value else 0.0,
                }
                for line in per_tier.itertuples()
            ]
        )
        self.env["customer.tier.evaluation.issue"].create(
            [
                {
                    "evaluation_id": self.id,
                    "reason": issue["reason"],
                    "move_id": int(issue["move_id"]),
                    "partner_id": issue[columns.CUSTOMER] or False,
                    "amount": issue["amount"],
                }
                for issue in _plain_records(collection.issues)
            ]
        )
        bridge = self.env["customer.tier.evaluation.bridge"]._write_bridge(
            self, collection.ledger, decided[columns.CUSTOMER]
        )
        not_counted = ("no_rate", "no_customer", "archived")
        self.write(
            {
                "customer_count": len(decided),
                "existing_count": int(existing.sum()),
                "lead_count": self._count_leads_beside(),
                "revenue_total": bridge["ledger"],
                "revenue_classified": bridge["customers"],
                "revenue_excluded": -bridge["excluded"],
                "revenue_not_counted": -sum(bridge[kind] for kind in not_counted),
            }
        )

    def _count_leads_beside(self):
        companies = [False, *self.scheme_id._covered_companies().ids]
        leads = self.env["crm.lead"].sudo()
        return leads.search_count(
            [
                ("partner_id", "=", False),
                ("company_id", "in", companies),
                ("create_date", "<", self.as_of + timedelta(days=1)),
            ]
        )


class Clock:
    """Seconds per stage, by a clock that nobody sets back."""

    def __init__(self):
        self.seconds = {}
        self._last = time.monotonic()

    def stop(self, stage):
        now = time.monotonic()
        self.seconds[stage] = round(now - self._last, 3)
        self._last = now

    def total(self):
        return round(sum(self.seconds.values()), 3)


def _plain_records(frame):
    """Rows as dicts of plain Python values, None for what is missing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
