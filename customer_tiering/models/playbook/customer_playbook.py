from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..standing.customer_tier_standing_filters import QUIET_INTERVALS

GOALS = [
    ("order", "The customer orders"),
    ("reply", "The customer replies"),
    ("tier_back", "The customer has their tier back"),
    ("paid", "Nothing is overdue"),
    ("none", "All steps are done"),
]


class CustomerPlaybook(models.Model):
    """What to do with customers when something happens to them, step by step."""

    _name = "customer.playbook"
    _description = "Playbook"
    _inherit = [
        "mail.thread",
        "customer.tier.written.domain",
        "customer.tier.in.reach",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(
        string="In One Sentence",
        translate=True,
        help="What this playbook does, for colleagues.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        string="On",
        tracking=True,
        help="Every night and after each evaluation, the playbook opens the steps that "
        "are due.",
    )
    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        ondelete="cascade",
        index=True,
        tracking=True,
        help="The customers of this scheme, by their tiers in it.",
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    trigger = fields.Selection(
        "_selection_trigger", string="Opens When", required=True, tracking=True
    )
    days = fields.Integer(default=30, tracking=True)
    intervals = fields.Float(
        string="Usual Intervals",
        default=QUIET_INTERVALS,
        tracking=True,
        help="So many of the customer's own usual intervals without a purchase.",
    )
    uses_days = fields.Boolean(compute="_compute_uses")
    uses_intervals = fields.Boolean(compute="_compute_uses")
    tier_ids = fields.Many2many(
        "customer.tier",
        string="Tiers",
        help="Only customers in these tiers. Empty: all tiers.",
    )
    step_ids = fields.One2many("customer.playbook.step", "playbook_id", copy=True)
    cooldown_days = fields.Integer(
        string="Pause Afterwards (days)",
        tracking=True,
        help="So many days after a play was closed, no new one opens for the same "
        "customer.",
    )
    lapse_days = fields.Integer(
        string="Steps Lapse After (days)",
        default=30,
        tracking=True,
        help="A play is closed when nobody has worked on it so many days after it was "
        "due. 0: never.",
    )
    daily_cap = fields.Integer(
        string="New per Person and Day",
        default=5,
        tracking=True,
        help="The most valuable and most overdue customers come first. What is beyond "
        "this number is counted, and no activity is made for it. 0: no limit.",
    )
    goal = fields.Selection(
        GOALS,
        required=True,
        default="order",
        tracking=True,
        help="As soon as it is reached, the steps that are left are withdrawn.",
    )
    owner_id = fields.Many2one(
        "res.users",
        string="If Nobody Is Responsible",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
        tracking=True,
        help="Gets the steps of customers without an active salesperson.",
    )
    first_occurrence_from = fields.Date(
        string="Counts From",
        copy=False,
        tracking=True,
        help="What became due before this day opens nothing. It is set when the "
        "playbook is switched on, so that no work of the past comes at once.",
    )
    waiting_count = fields.Integer(
        string="Due beyond the Limit",
        readonly=True,
        copy=False,
        aggregator=None,
        help="So many customers were due at the last run, and got no activity because "
        "nobody had time left for them.",
    )
    last_run = fields.Datetime(readonly=True, copy=False)
    error = fields.Text(
        readonly=True, copy=False, help="Why the last run opened nothing."
    )
    play_ids = fields.One2many("customer.playbook.play", "playbook_id", copy=False)

    _numbers_positive = models.Constraint(
        "CHECK(cooldown_days >= 0 AND lapse_days >= 0 AND daily_cap >= 0)",
        "Days and the number per person cannot be negative.",
    )
    _parameters_positive = models.Constraint(
        "CHECK(days > 0 AND intervals > 0)",
        "A playbook needs at least one day, and more than no interval.",
    )

    @api.model
    def _triggers(self):
        """Name -> `Trigger`, for this playbook. Another addon adds one here.

        Names are stored with playbooks, so one that goes needs a migration.
        """
        return {}

    @api.model
    def _forget_trigger(self, trigger, kind):
        """For an addon that goes: its ``trigger`` opens nothing any more.

        What people have to do stays, as a follow-up.

        :param kind: activity type of the addon
        """
        everything = self.with_context(active_test=False)
        everything.search([("trigger", "=", trigger)]).unlink()
        planned = everything.env["mail.activity"]
        planned.search(
            [("activity_type_id", "=", kind.id)]
        ).activity_type_id = self.env.ref(
            "customer_tiering.mail_activity_type_follow_up"
        )

    @api.model
    def _selection_trigger(self):
        return [(name, trigger.label) for name, trigger in self._triggers().items()]

    @api.depends("trigger")
    def _compute_uses(self):
        triggers = self._triggers()
        for playbook in self:
            trigger = triggers.get(playbook.trigger)
            playbook.uses_days = bool(trigger and trigger.days)
            playbook.uses_intervals = bool(trigger and trigger.intervals)

    @api.constrains("active", "scheme_id", "step_ids")
    def _check_ready(self):
        for playbook in self.filtered("active"):
            if not playbook.scheme_id:
                raise ValidationError(
                    self.env._(
                        "“%(playbook)s”: choose the scheme whose customers it is for, "
                        "then switch it on.",
                        playbook=playbook.name,
                    )
                )
            if not playbook.step_ids:
                raise ValidationError(
                    self.env._(
                        "“%(playbook)s” has no step. Add what to do, then switch it "
                        "on.",
                        playbook=playbook.name,
                    )
                )
            playbook.step_ids._check_answers()

    @api.model_create_multi
    def create(self, vals_list):
        playbooks = super().create(vals_list)
        playbooks.filtered("active")._begin()
        return playbooks

    def write(self, vals):
        begins = self.browse()
        if vals.get("active"):
            begins = self.filtered(lambda playbook: not playbook.active)
            # what is shipped is of no scheme yet
            if not vals.get("scheme_id"):
                begins.filtered(
                    lambda one: not one.scheme_id
                ).scheme_id = self._main_scheme()
        ends = self.filtered("active") if "active" in vals else self.browse()
        result = super().write(vals)
        begins._begin()
        if not vals.get("active") and "first_occurrence_from" not in vals:
            ends.first_occurrence_from = False
        return result

    def _begin(self):
        """From today on, unless somebody has chosen a day."""
        for playbook in self.filtered(lambda one: not one.first_occurrence_from):
            playbook.first_occurrence_from = playbook._today()

    @api.model
    def _main_scheme(self):
        schemes = self.env["customer.tier.scheme"]
        return schemes.browse(schemes._shown_ids(self.env.company.id)[:1])

    def _today(self):
        self.ensure_one()
        scheme = self.scheme_id
        return scheme._today() if scheme else fields.Date.context_today(self)

    def _domain_companies(self):
        if not self.scheme_id:
            return self.env.company
        return self.scheme_id._domain_companies()

    def copy(self, default=None):
        """An answer of the copy leads to a step of the copy."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            steps = dict(zip(old.step_ids, new.step_ids, strict=True))
            answers = (old.step_ids.answer_ids, new.step_ids.answer_ids)
            for answer, of_copy in zip(*answers, strict=True):
                of_copy.next_step_id = steps.get(answer.next_step_id, False)
        return copies

    def copy_data(self, default=None):
        return [
            dict(vals, active=False, name=self.env._("%s (copy)", playbook.name))
            for playbook, vals in zip(
                self, super().copy_data(default=default), strict=True
            )
        ]
