from datetime import datetime

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from ...classification.frame import GROUP
from ...classification.schedule import first_after
from ...classification.settings import MONTHLY, Settings
from ...classification.window import Window
from ...tools.groups import MANAGER_GROUP


def today_in(tz):
    """The day that it is now in the time zone of this name."""
    return datetime.now(pytz.timezone(tz)).date()


class CustomerTierScheme(models.Model):
    """When a scheme is evaluated, and with which settings."""

    _inherit = "customer.tier.scheme"

    schedule_day = fields.Integer(
        string="Day of the Month",
        compute="_compute_schedule_day",
        store=True,
        readonly=False,
        copy=False,
        help="The day on which a monthly scheme is evaluated. In a shorter month, it "
        "is the last day.",
    )

    @api.depends("next_date")
    def _compute_schedule_day(self):
        for scheme in self:
            scheme.schedule_day = scheme.next_date.day if scheme.next_date else 0

    def _schedule_after(self, day):
        """Values of the first scheduled day after ``day``; there is a next day."""
        self.ensure_one()
        following = first_after(
            day, self.next_date, self.interval, self.schedule_day or None
        )
        if self.interval != MONTHLY:
            return {"next_date": following}
        # the 31st is not forgotten in February
        return {"next_date": following, "schedule_day": self.schedule_day}

    def _today(self):
        self.ensure_one()
        return today_in(self.tz)

    def _window(self, as_of):
        self.ensure_one()
        return Window.of_months(as_of, self.period_months)

    def _covered_companies(self):
        """The scheme's company and its branches."""
        self.ensure_one()
        ids = self._covered_ids(self.company_id.id)
        return self.env["res.company"].sudo().browse(ids)

    @tools.ormcache("company_id")
    def _covered_ids(self, company_id):
        """Ids of the covered companies; cached, because every statement needs them."""
        companies = self.env["res.company"].sudo().with_context(active_test=True)
        return tuple(companies.search([("id", "child_of", company_id)]).ids)

    def _settings(self, as_of):
        """The settings of this scheme for the classification package."""
        self.ensure_one()
        # if a line alone is deleted, no constraint of the scheme is called
        self._check_ladder()
        self._check_criteria()
        rules = self.rule_ids._ladder_order()
        return Settings(
            ladder=tuple(dict.fromkeys(rules.tier_id.ids)),
            cuts=tuple(cut for rule in rules if (cut := rule._to_cut(as_of))),
            lifecycle=self.env["customer.tier"]._lifecycle_tiers(),
            as_of=as_of,
            value=self._value_column(),
            population=self.population,
            ties=self.ties,
            criteria=tuple(c._to_criterion() for c in self.criterion_ids),
            group=GROUP.name if self.group_by else None,
            caps=tuple(cap._to_cap() for cap in self.cap_ids),
            transition=self._transition(),
            unit=self._value_unit(),
            units=self._units(),
            segments=self._segments(),
        )

    def _segments(self):
        """How recency, frequency and value are scored; None for a scheme of tiers."""
        return None

    def _refuse_before_last(self, day):
        """Raise UserError if ``as_of`` is before the last evaluation."""
        self.ensure_one()
        last = self.sudo().last_evaluation_id
        if last and last.as_of > day:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has already been evaluated as of %(last)s. It can "
                    "no longer be evaluated as of %(day)s, because that would "
                    "rewrite history. Choose a later date.",
                    scheme=self.name,
                    last=last.as_of,
                    day=day,
                )
            )

    def _queue_evaluation(self, as_of=None, kind="tiers"):
        """Queue one evaluation per scheme, or return the one already waiting.

        ``as_of`` (date) is by default today in the time zone of the scheme. With the
        ``kind`` ``figures``, ranked customers keep their tiers. Raises UserError for a
        day before the last evaluation, because history is not rewritten.
        """
        evaluations = self.env["customer.tier.evaluation"].sudo()
        result = evaluations.browse()
        for scheme in self:
            day = as_of or scheme._today()
            scheme._refuse_before_last(day)
            waiting = evaluations.search(
                [
                    ("scheme_id", "=", scheme.id),
                    ("as_of", "=", day),
                    ("kind", "=", kind),
                    ("state", "=", "queued"),
                ],
                limit=1,
            )
            result += waiting or evaluations.create(
                {
                    "scheme_id": scheme.id,
                    "company_id": scheme.company_id.id,
                    "as_of": day,
                    "kind": kind,
                    "user_id": self.env.uid,
                }
            )
        return result

    def action_classify_now(self):
        """Queue an evaluation, start the scheduled action, and show the progress."""
        self._refuse_to_start()
        if not self.in_force:
            raise UserError(
                self.env._(
                    "“%(scheme)s” is not in force yet, so it cannot classify "
                    "customers. Press “Apply” to put it in force and classify.",
                    scheme=self.name,
                )
            )
        return self._start_evaluation()

    def _refuse_to_start(self):
        """Raise unless the user can start an evaluation of this scheme now."""
        self.ensure_one()
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only a manager of Customer Tiers may start an evaluation. Ask "
                    "your administrator for that role."
                )
            )
        self.check_access("read")
        if not self.active:
            raise UserError(
                self.env._(
                    "“%(scheme)s” is archived. Unarchive it before you classify.",
                    scheme=self.name,
                )
            )

    def _start_evaluation(self):
        """Queue an evaluation for today and return the action that shows it."""
        evaluation = self._queue_evaluation()
        self.env.ref("customer_tiering.ir_cron_evaluate").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "res_model": "customer.tier.evaluation",
            "res_id": evaluation.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def action_view_standings(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_tier_standing_action"
        )
        action["domain"] = [("scheme_id", "=", self.id)]
        # of this scheme, main or not
        action["context"] = {}
        action["display_name"] = self.name
        return action

    @api.model
    def _queue_due(self):
        """Queue the schemes in force: tiers on their day, otherwise only figures."""
        for scheme in self.search([("in_force", "=", True)]):
            today = scheme._today()
            last = scheme.last_evaluation_id
            # if the time zone changed, today can be before the last evaluation
            possible = not last or last.as_of <= today
            if not scheme.next_date or scheme.next_date > today:
                if scheme.refresh_nightly and last and last.as_of < today:
                    scheme._queue_evaluation(today, "figures")
                continue
            if possible:
                scheme._queue_evaluation(today)
            # if the server was off for months, there is one evaluation, not one per
            # month
            scheme.write(scheme._schedule_after(today))
