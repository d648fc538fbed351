from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.groups import MANAGER_GROUP

KIND = "customer_tiering.mail_activity_type_occasion_due"


class CustomerGiftOccasionDate(models.Model):
    """Which step is due, and one reminder if there is no plan."""

    _inherit = "customer.gift.occasion.date"

    phase = fields.Selection(
        [
            ("ahead", "Ahead"),
            ("plan", "Plan now"),
            ("late", "Plan is late"),
            ("planned", "Planned"),
            ("deliver", "Deliver now"),
            ("merged", "Merged"),
            ("past", "Past"),
        ],
        compute="_compute_phase",
    )
    reminded = fields.Boolean(readonly=True, copy=False)

    @api.depends("date", "date_end", "plan_by", "plan_ids", "merged_into_id")
    def _compute_phase(self):
        today = fields.Date.context_today(self)
        for day in self:
            if not day.date or (day.date_end or day.date) < today:
                day.phase = "past"
            elif day.merged_into_id:
                day.phase = "merged"
            elif day.plan_count:
                delivers = day.deliver_from <= today
                day.phase = "deliver" if delivers else "planned"
            elif day.plan_by > today:
                day.phase = "ahead"
            else:
                day.phase = "late" if day.approve_by < today else "plan"

    @api.model
    def _due_domain(self, today):
        """Domain of the dates that need a plan and have none."""
        return (
            Domain("plan_by", "<=", today)
            & Domain("date", ">=", today)
            & Domain("plan_ids", "=", False)
            & Domain("merged_into_id", "=", False)
            & Domain("occasion_id.active", "=", True)
        )

    @api.model
    def _remind(self):
        """Schedule one activity, once, for each date whose plan is due.

        Not in a company without a gift budget, which does not use gifts.
        """
        today = fields.Date.context_today(self)
        budgets = self.env["customer.gift.budget"].search([("active", "=", True)])
        if not budgets:
            return
        due = self.search(self._due_domain(today) & Domain("reminded", "=", False))
        for day in due:
            if not day._budgets(budgets):
                continue
            user = day._planner()
            if not user:
                continue
            told = day.with_context(lang=user.lang)
            day.with_context(mail_activity_quick_update=True).activity_schedule(
                KIND,
                date_deadline=max(day.plan_by, today),
                user_id=user.id,
                summary=told.env._("Plan the gifts for %s", told.display_name),
                note=told.env._(
                    "There is no gift plan yet. Have one approved by %(approve)s and "
                    "ordered by %(order)s, so that the gifts arrive by %(deliver)s.",
                    approve=format_date(told.env, day.approve_by),
                    order=format_date(told.env, day.order_by),
                    deliver=format_date(told.env, day.deliver_by),
                ),
            )
            day.reminded = True

    def _budgets(self, budgets):
        """The ``budgets`` of companies in which this occasion is used."""
        company = self.company_id
        return budgets.filtered(
            lambda b: not company or b.company_id in company.parent_ids
        )

    def _planner(self):
        """The user who last planned this occasion, else the first manager."""
        self.ensure_one()
        users = self.occasion_id._users_of(MANAGER_GROUP)
        last = (
            self.env["customer.gift.plan"]
            .with_context(active_test=False)
            .search(
                [("occasion_id", "=", self.occasion_id.id)], order="id desc", limit=1
            )
        )
        return (last.user_id & users) or users[:1]
