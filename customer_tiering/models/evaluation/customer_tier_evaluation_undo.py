from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.exceptions import SchemeBusy
from ...tools.groups import ADMIN_GROUP
from .customer_tier_evaluation import WHOLE


class CustomerTierEvaluation(models.Model):
    """The last evaluation of a scheme can be undone."""

    _inherit = "customer.tier.evaluation"

    undo_kept = fields.Boolean(
        readonly=True,
        help="The previous tiers are stored, so this evaluation can be undone.",
    )
    overtaken = fields.Boolean(
        readonly=True,
        help="The scheme was evaluated again for the same day. Reports over time "
        "show the later evaluation.",
    )
    undo_count = fields.Integer(
        string="Customers to Restore", compute="_compute_undo", compute_sudo=True
    )
    can_undo = fields.Boolean(compute="_compute_undo", compute_sudo=True)

    @api.depends("state", "scheme_id.last_evaluation_id")
    def _compute_undo(self):
        kept = dict(
            self.env["customer.tier.standing.undo"]._read_group(
                [("replaced_by_id", "in", self.ids)], ["replaced_by_id"], ["__count"]
            )
        )
        entered = self._entered()
        for evaluation in self:
            own = evaluation._origin
            # of the first evaluation nothing is stored
            replaced = entered.get(own, 0) if evaluation.undo_kept else 0
            evaluation.undo_count = kept.get(own) or replaced
            evaluation.can_undo = (
                evaluation.state == "done"
                and evaluation.undo_kept
                and evaluation.scheme_id.last_evaluation_id == evaluation._origin
            )

    def _entered(self):
        """``{evaluation: number}`` of the customers who got their first tier by it."""
        return dict(
            self.env["customer.tier.change"]._read_group(
                [("evaluation_id", "in", self.ids), ("direction", "=", "entered")],
                ["evaluation_id"],
                ["__count"],
            )
        )

    def _is_first(self):
        """Whether nobody had a tier before: nothing is stored, yet somebody entered."""
        self.ensure_one()
        stored = self.env["customer.tier.standing.undo"].search_count(
            [("replaced_by_id", "=", self.id)], limit=1
        )
        return not stored and bool(self._entered())

    def _others(self):
        """Domain of the other evaluations of the scheme that are or were in force."""
        self.ensure_one()
        return (
            Domain("scheme_id", "=", self.scheme_id.id)
            & Domain("id", "!=", self.id)
            & Domain("kind", "in", WHOLE)
            & Domain("state", "=", "done")
        )

    def _keep_undo(self):
        """Only the last evaluation of all customers can be undone."""
        if self.kind not in WHOLE:
            return
        others = self.search(
            self._others()
            & (Domain("undo_kept", "=", True) | Domain("as_of", "=", self.as_of))
        )
        others.filtered("undo_kept").undo_kept = False
        others.filtered(lambda e: e.as_of == self.as_of).overtaken = True
        self.undo_kept = True

    # ------------------------------------------------------------ undo

    def action_ask_undo(self):
        """Ask before undoing, and show how many customers are affected."""
        self.ensure_one()
        self._check_undo()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Undo the Evaluation"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref(
                        "customer_tiering.customer_tier_evaluation_view_form_undo"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
        }

    def action_undo(self):
        """Restore the tiers that were in force before this evaluation."""
        self.ensure_one()
        self._check_undo()
        self.sudo()._undo()
        return {"type": "ir.actions.act_window_close"}

    def _check_undo(self):
        if not self.env.user.has_group(ADMIN_GROUP):
            raise AccessError(
                self.env._(
                    "Only an administrator of Customer Tiers may undo an evaluation. "
                    "Ask your administrator to do it."
                )
            )
        self.check_access("read")
        evaluation = self.sudo()
        if evaluation.state == "undone":
            raise UserError(self.env._("This evaluation has already been undone."))
        if evaluation.state != "done" or evaluation.kind not in WHOLE:
            raise UserError(
                self.env._("Only a finished evaluation of all customers can be undone.")
            )
        if evaluation.scheme_id.last_evaluation_id != evaluation:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has been evaluated again since then. Only the last "
                    "evaluation can be undone.",
                    scheme=evaluation.scheme_id.name,
                )
            )
        if not evaluation.undo_kept:
            raise UserError(
                self.env._(
                    "The tiers before this evaluation are no longer stored, so it "
                    "cannot be undone. Change the settings and classify again "
                    "instead."
                )
            )
        evaluation._refuse_beside_a_run()

    def _refuse_beside_a_run(self):
        """Raise SchemeBusy while an evaluation of the scheme is running.

        A run holds no lock between its stages, but its state is running.
        """
        running = self.search_count(
            [("scheme_id", "=", self.scheme_id.id), ("state", "=", "running")], limit=1
        )
        if running:
            raise SchemeBusy(
                self.env._(
                    "“%(scheme)s” is being evaluated right now. Wait until that "
                    "evaluation is done.",
                    scheme=self.scheme_id.name,
                )
            )
        self._lock_scheme()

    def _undo(self):
        """Restore the standings, log this in the history, and queue the followers."""
        self.ensure_one()
        scheme = self.scheme_id
        self.env["customer.tier.publisher"]._restore(self)
        previous = self.search(
            self._others(), order="finished_at DESC NULLS LAST, id DESC", limit=1
        )
        if previous.as_of == self.as_of:
            previous.overtaken = False
        self.write({"state": "undone", "undo_kept": False})
        scheme.last_evaluation_id = previous
        # they continue where they stopped, which is before the reverse changes
        self.follower_ids.state = "pending"
        self.env.registry.clear_cache()
        self._settle_what_was_set_since()
        self.env.ref("customer_tiering.ir_cron_evaluate")._trigger()

    def _settle_what_was_set_since(self):
        """Keep manual tiers in force that were set since this evaluation."""
        manual = self.search(
            Domain("scheme_id", "=", self.scheme_id.id)
            & Domain("kind", "=", "manual")
            & Domain("state", "=", "done")
            & Domain("finished_at", ">=", self.finished_at)
        )
        concerned = {id_ for one in manual for id_ in one.concerned or ()}
        partners = self.env["res.partner"].browse(sorted(concerned)).exists()
        self.scheme_id._settle_manual(partners)
