from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.notification import notification


class CustomerGiftPlan(models.Model):
    """From a draft to gifts, and to the end: what the buttons of a plan do."""

    _inherit = "customer.gift.plan"

    made_on = fields.Datetime(string="Proposed On", readonly=True, copy=False)
    approve_by = fields.Date(related="occasion_date_id.approve_by")
    order_by = fields.Date(related="occasion_date_id.order_by")
    deliver_from = fields.Date(related="occasion_date_id.deliver_from")
    deliver_by = fields.Date(related="occasion_date_id.deliver_by")

    # ---------------------------------------------------------------- buttons

    def action_make(self):
        """Make the gifts of the plan, or renew those that nobody has touched."""
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Someone else is proposing the gifts of “%(plan)s” right now. "
                    "Check again in a minute.",
                    plan=self.name,
                )
            )
        self._check_can_make()
        planner = self.env["customer.gift.planner"].sudo()
        counts = planner._publish(self.sudo(), planner._propose(self.sudo()))
        self.made_on = fields.Datetime.now()
        sentence = self._made_sentence(counts)
        self.message_post(body=sentence)
        return notification(sentence)

    def action_open(self):
        """Let the gifts be approved; of a closed plan, again."""
        self.write({"state": "open"})

    def action_close(self):
        """End the plan: all its gifts have come to an end."""
        self.write({"state": "closed"})

    def write(self, vals):
        if "state" in vals:
            self.check_access("write")
            match vals["state"]:
                case "open":
                    self._check_can_open()
                case "closed":
                    self._check_can_close()
        return super().write(vals)

    def _check_can_open(self):
        for plan in self:
            if not plan.budget_id.active:
                raise UserError(
                    self.env._(
                        "The budget “%(budget)s” of “%(plan)s” is archived. "
                        "Unarchive it or choose another one before you open the plan.",
                        budget=plan.budget_id.name,
                        plan=plan.name,
                    )
                )

    def _check_can_close(self):
        labels = dict(self.env["customer.gift"]._fields["state"].selection)
        for plan in self:
            groups = self.env["customer.gift"]._read_group(
                [
                    ("plan_id", "=", plan.id),
                    ("state", "in", ("proposed", "approved", "ordered")),
                ],
                ["state"],
                ["__count"],
            )
            if groups:
                raise UserError(
                    self.env._(
                        "%(count)s gifts of “%(plan)s” are still open (%(states)s). "
                        "Give, decline or cancel them before you close the plan.",
                        count=sum(count for _state, count in groups),
                        plan=plan.name,
                        states=", ".join(
                            f"{labels[state]}: {count}" for state, count in groups
                        ),
                    )
                )

    # ---------------------------------------------------------------- what can be made

    def _check_can_make(self):
        """Say in a sentence why no gifts can be made now, if so."""
        self.ensure_one()
        today = self.scheme_id._today()
        last_day = self.occasion_date_id.date_end or self.date
        if self.state == "closed":
            raise UserError(
                self.env._(
                    "“%(plan)s” is closed. Reopen it to propose or refresh its gifts.",
                    plan=self.name,
                )
            )
        if last_day < today:
            raise UserError(
                self.env._(
                    "The day of “%(plan)s”, %(day)s, has passed. Choose the next day "
                    "of the occasion. Enter gifts that were given without a plan "
                    "under Gifts.",
                    plan=self.name,
                    day=self._day(last_day),
                )
            )
        self._check_budget_holds()
        if not self.scheme_id.last_evaluation_id:
            raise UserError(
                self.env._(
                    "The scheme “%(scheme)s” has not been evaluated yet, so no "
                    "customer has a tier to base gifts on. Open the scheme and click "
                    "“Classify Now”.",
                    scheme=self.scheme_id.name,
                )
            )

    def _check_budget_holds(self):
        budget = self.budget_id
        if not budget.active:
            raise UserError(
                self.env._(
                    "The budget “%(budget)s” is archived. Choose another one for "
                    "“%(plan)s”, or unarchive it.",
                    budget=budget.name,
                    plan=self.name,
                )
            )
        if not budget.date_from <= self.date <= budget.date_to:
            raise UserError(
                self.env._(
                    "The budget “%(budget)s” runs from %(start)s to %(end)s and does "
                    "not include %(day)s, the day of “%(plan)s”. Choose the budget "
                    "of that year, or extend this one.",
                    budget=budget.name,
                    start=self._day(budget.date_from),
                    end=self._day(budget.date_to),
                    day=self._day(self.date),
                    plan=self.name,
                )
            )

    def _day(self, day):
        return fields.Date.to_string(day)

    def _made_sentence(self, counts):
        # one is enough to know: the field would read them all
        if not self.env["customer.gift"].search([("plan_id", "=", self.id)], limit=1):
            return self.env._(
                "No gifts were proposed: no customer of the scheme is in a tier that "
                "has an amount in the budget “%(budget)s”.",
                budget=self.budget_id.name,
            )
        return self.env._(
            "%(created)s gifts proposed, %(updated)s updated, %(removed)s removed. "
            "Gifts that were edited, put on hold or approved stayed unchanged.",
            **counts,
        )
