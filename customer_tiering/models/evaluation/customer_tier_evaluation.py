from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...classification.window import Window
from ...tools.groups import ADMIN_GROUP, MANAGER_GROUP

STAGES = [
    ("waiting", "Waiting for the scheduled action"),
    ("collect", "Reading sales, invoices and leads"),
    ("classify", "Ranking the customers"),
    ("publish", "Writing the new tiers"),
    ("finished", "Finished"),
]
PROGRESS = {"waiting": 0, "collect": 10, "classify": 60, "publish": 70, "finished": 100}


# kinds that place all customers; a manual tier places one
WHOLE = ("tiers", "figures")
# computes figures and tiers of any day, and puts nothing in force
CLOSED = "closed"


class CustomerTierEvaluation(models.Model):
    """One evaluation of a scheme as of a day, with the settings and figures it used."""

    _name = "customer.tier.evaluation"
    _description = "Evaluation"
    _inherit = ["mail.thread", "customer.tier.scheme.column"]
    # Nobody may write an evaluation, but who reads it may discuss it
    _mail_post_access = "read"
    _order = "as_of desc, id desc"

    scheme_id = fields.Many2one(
        "customer.tier.scheme",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    as_of = fields.Date(string="As of", required=True, readonly=True)
    date_from = fields.Date(string="Period from", readonly=True)
    kind = fields.Selection(
        [
            ("tiers", "Tiers and figures"),
            ("figures", "Figures only"),
            ("manual", "Manual tier"),
            ("closed", "Figures as of a day"),
        ],
        default="tiers",
        required=True,
        readonly=True,
        help="With figures only, ranked customers keep their tiers, but customers "
        "who join or leave the ranked tiers still move. Figures as of a day change no "
        "tier at all.",
    )
    user_id = fields.Many2one("res.users", string="Requested by", readonly=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("undone", "Undone"),
        ],
        default="queued",
        required=True,
        index=True,
        readonly=True,
    )
    stage = fields.Selection(STAGES, default="waiting", required=True, readonly=True)
    progress = fields.Integer(compute="_compute_progress")
    started_at = fields.Datetime(readonly=True)
    finished_at = fields.Datetime(readonly=True)
    duration = fields.Float(
        string="Duration (seconds)", digits=(16, 2), readonly=True, aggregator="avg"
    )
    timing = fields.Json(readonly=True, help="Seconds per stage.")
    timing_text = fields.Char(string="Time per Stage", compute="_compute_timing_text")
    settings = fields.Json(
        readonly=True, help="The cut-offs and options in force at the time."
    )
    reading_settings = fields.Json(
        readonly=True, help="How the scheme read the documents at the time."
    )
    error = fields.Text(readonly=True)
    result_ids = fields.One2many(
        "customer.tier.evaluation.tier", "evaluation_id", readonly=True
    )
    issue_ids = fields.One2many(
        "customer.tier.evaluation.issue", "evaluation_id", readonly=True
    )
    coverage_ids = fields.One2many(
        "customer.tier.evaluation.metric", "evaluation_id", readonly=True
    )
    follower_ids = fields.One2many(
        "customer.tier.follower",
        "evaluation_id",
        readonly=True,
        groups=ADMIN_GROUP,
    )
    issue_count = fields.Integer(compute="_compute_issue_count")
    follower_failed = fields.Boolean(compute="_compute_follower_failed")
    customer_count = fields.Integer(string="Customers", readonly=True)
    existing_count = fields.Integer(string="Existing", readonly=True)
    change_count = fields.Integer(string="Tier Changes", readonly=True)
    written_count = fields.Integer(string="Rows Written", readonly=True)
    lead_count = fields.Integer(
        string="Leads without a Contact",
        readonly=True,
        help="Open leads. They are not customers, but they complete the picture.",
    )
    revenue_total = fields.Monetary(
        string="Net Revenue",
        readonly=True,
        help="Net revenue of all documents of the period.",
    )
    revenue_classified = fields.Monetary(string="Revenue of Customers", readonly=True)
    revenue_excluded = fields.Monetary(
        string="Revenue of Others",
        readonly=True,
        help="Net revenue of partners that the scheme does not classify.",
    )
    revenue_not_counted = fields.Monetary(
        string="Not Counted",
        readonly=True,
        help="Net revenue of documents that could not be counted. They are listed "
        "below with the reason.",
    )

    _pending_idx = models.Index("(id) WHERE state IN ('queued', 'running')")

    @api.model_create_multi
    def create(self, vals_list):
        """Create them without a message each: the evaluation itself is the log."""
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        return super(CustomerTierEvaluation, quiet).create(vals_list).with_env(self.env)

    def _window(self):
        """The period of the figures: a `Window`."""
        self.ensure_one()
        first = self.date_from or self.scheme_id._window(self.as_of).first
        return Window(first, self.as_of)

    @api.depends("scheme_id", "as_of")
    def _compute_display_name(self):
        for evaluation in self:
            evaluation.display_name = self.env._(
                "%(scheme)s, %(date)s",
                scheme=evaluation.scheme_id.name,
                date=format_date(self.env, evaluation.as_of),
            )

    @api.depends("stage")
    def _compute_progress(self):
        for evaluation in self:
            evaluation.progress = PROGRESS[evaluation.stage]

    @api.depends("timing")
    @api.depends_context("lang")
    def _compute_timing_text(self):
        names = dict(self._fields["stage"]._description_selection(self.env))
        for evaluation in self:
            seconds = evaluation.timing or {}
            # the database keeps no order of them
            evaluation.timing_text = " · ".join(
                f"{name} {seconds[stage]:.2f}"
                for stage, name in names.items()
                if stage in seconds
            )

    def _compute_issue_count(self):
        counts = dict(
            self.env["customer.tier.evaluation.issue"]._read_group(
                [("evaluation_id", "in", self.ids)], ["evaluation_id"], ["__count"]
            )
        )
        for evaluation in self:
            evaluation.issue_count = counts.get(evaluation, 0)

    def _compute_follower_failed(self):
        failed = dict(
            self.env["customer.tier.follower"]
            .sudo()
            ._read_group(
                [("evaluation_id", "in", self.ids), ("state", "=", "failed")],
                ["evaluation_id"],
                ["__count"],
            )
        )
        for evaluation in self:
            evaluation.follower_failed = evaluation._origin in failed

    def action_retry(self):
        """Queue a failed evaluation again, or failed followers of a successful one."""
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only a manager of Customer Tiers may start an evaluation. Ask "
                    "your administrator for that role."
                )
            )
        self.check_access("read")
        evaluations = self.sudo().filtered(lambda e: e.state == "failed")
        followers = self.sudo().follower_ids.filtered(lambda f: f.state == "failed")
        if not evaluations and not followers:
            raise UserError(
                self.env._("Only failed evaluations and follow-ups can be tried again.")
            )
        evaluations.write({"state": "queued", "stage": "waiting", "error": False})
        followers.write({"state": "pending", "error": False})
        self.env.ref("customer_tiering.ir_cron_evaluate").sudo()._trigger()

    def _action_of(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("evaluation_id", "=", self.id)]
        # of this evaluation, whether its scheme is the main one or not
        action["context"] = {}
        action["display_name"] = self.display_name
        return action

    def action_view_changes(self):
        return self._action_of("customer_tiering.customer_tier_change_action")

    def action_view_issues(self):
        return self._action_of("customer_tiering.customer_tier_evaluation_issue_action")

    def action_view_standings(self):
        self.ensure_one()
        return self.scheme_id.action_view_standings()
