import logging

from odoo import api, fields, models

from ...tools.exceptions import RETRY

_logger = logging.getLogger(__name__)
BATCH = 500


class CustomerTierFollower(models.Model):
    """A follow-up of an evaluation, and its progress.

    Followers read the append-only changes in batches from a stored position, so a kill
    loses one batch at most. The evaluation does not know them: another addon can add
    one by extending ``_followers``.
    """

    _name = "customer.tier.follower"
    _description = "Follow-up of an Evaluation"
    _order = "evaluation_id, id"

    evaluation_id = fields.Many2one(
        "customer.tier.evaluation", required=True, ondelete="cascade", index=True
    )
    # Stored for the record rules
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    name = fields.Char(required=True, readonly=True)
    state = fields.Selection(
        [("pending", "Pending"), ("done", "Done"), ("failed", "Failed")],
        default="pending",
        required=True,
        index=True,
        readonly=True,
    )
    position = fields.Integer(
        readonly=True, aggregator=None, help="The last tier change that was processed."
    )
    error = fields.Text(readonly=True)

    @api.model
    def _followers(self):
        """Name -> method of this model that processes one batch of changes.

        They run in the order of the dictionary. Announcing is last, so that everything
        else is done when automation rules run.
        """
        return {"announce": self._announce}

    @api.model
    def _announce(self, changes):
        """Write the changes through the ORM, so that automation rules can run."""
        changes.write({"announced": True})

    @api.model
    def _enlist(self, evaluation):
        self.create(
            [
                {"evaluation_id": evaluation.id, "name": name}
                for name in self._followers()
            ]
        )

    @api.model
    def _pending(self):
        return self.search([("state", "=", "pending")], order="evaluation_id, id")

    @api.model
    def _run_pending(self):
        """Process all pending batches until done or out of time."""
        commit = self.env["ir.cron"]._commit_progress
        pending = self._pending()
        seconds = commit(remaining=len(pending))
        for follower in pending:
            while seconds and follower._attempt_batch():
                seconds = commit()
            # it may have been deleted with its scheme
            seconds = commit(int(follower.exists().state != "pending"))
            if not seconds:
                break

    def _attempt_batch(self):
        """Process one batch, and store the reason if it fails; False to stop.

        If another transaction interferes, it stays pending and is tried again.
        """
        try:
            more = self._work_batch()
            self.env.flush_all()
            return more
        except RETRY as error:
            self.env.cr.rollback()
            _logger.info("%s will be tried again: %s", self, error)
        except Exception as error:  # stored, shown and logged
            self.env.cr.rollback()
            if not self.exists():
                _logger.info("%s was deleted with its scheme", self)
                return False
            _logger.error("%s failed", self, exc_info=error)
            self.write({"state": "failed", "error": str(error)})
        return False

    def _work_batch(self):
        """Process one batch; False if nothing is left."""
        self.ensure_one()
        changes = self.env["customer.tier.change"].search(
            [
                ("evaluation_id", "=", self.evaluation_id.id),
                ("id", ">", self.position),
            ],
            order="id",
            limit=BATCH,
        )
        handler = self._followers().get(self.name)
        if changes and handler:
            handler(changes)
            self.position = changes[-1].id
        if handler is None or len(changes) < BATCH:
            self.state = "done"
        return self.state == "pending"
