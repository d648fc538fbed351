import pandas as pd
from markupsafe import Markup
from psycopg2.extras import Json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ...gifting.policy import SEVERITIES
from .res_company import MODES

# fields that the policy reads: a change of one is judged at once
JUDGED = (
    "partner_id",
    "contact_id",
    "company_id",
    "plan_id",
    "scheme_id",
    "occasion_id",
    "date",
    "form",
    "product_id",
    "cost",
    "list_value",
    "amount",
    "budget_line_id",
    "purpose",
    "nothing_asked",
)
# and those that decide whether a gift is judged at all
JUDGED_ON = {*JUDGED, "direction"}
BATCH = 5_000


class CustomerGift(models.Model):
    """The policy judges a gift on creation and on changes; it keeps the findings."""

    _inherit = "customer.gift"
    nothing_asked = fields.Boolean(
        string="Nothing Is Asked in Return",
        help="I confirm that this gift is not tied to any order, price or decision.",
    )
    exception_reason = fields.Char(
        string="Reason for the Exception",
        copy=False,
        help="Why the compliance officer approves what the policy blocks.",
    )
    policy_mode = fields.Selection(
        MODES,
        readonly=True,
        copy=False,
        help="The mode of the gift policy when this gift was last judged.",
    )
    spot_draw_id = fields.Many2one(
        "customer.gift.spot.draw",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The draw that decided whether this gift is checked.",
    )
    tax_note = fields.Text(
        compute="_compute_tax_note", help="For information; ask your tax adviser."
    )

    findings_html = fields.Html(
        string="Policy Findings", compute="_compute_findings_html", sanitize=False
    )

    # the draw looks for them every night
    _not_drawn_idx = models.Index(
        "(company_id) WHERE spot_draw_id IS NULL AND state = 'given'"
    )

    @api.model_create_multi
    def create(self, vals_list):
        gifts = super().create(vals_list)
        # a correction keeps what the approver of the original was shown
        gifts.filtered(lambda gift: not gift.corrects_id)._check_policy()
        return gifts

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(JUDGED_ON):
            # from the approval on, the gift keeps what the approver saw
            proposed = self.filtered(lambda gift: gift.state == "proposed")
            proposed._check_policy()
            proposed._lift_policy_hold()
        return result

    @api.model
    def _engine_fields(self):
        return super()._engine_fields() | {
            "policy_mode": False,
            "spot_draw_id": False,
        }

    def _deciding_fields(self):
        return super()._deciding_fields() | {"nothing_asked"}

    def _frozen_fields(self):
        return super()._frozen_fields() | {"exception_reason"}

    def _check_policy(self):
        """Judge these gifts again and write ``severity`` and ``findings``.

        Skips received gifts and gifts in the register.
        """
        self._keep_verdicts(self._verdicts())

    def _verdicts(self):
        """``{gift: (severity, findings)}`` as of now; nothing is written.

        Without received gifts and gifts in the register.
        """
        gifts = self._to_judge()
        if not gifts:
            return {}
        frame = self.env["customer.gift.policy"]._check(gifts._policy_frame())
        verdicts = zip(
            frame["severity"].tolist(), frame["findings"].tolist(), strict=True
        )
        return dict(zip(gifts, verdicts, strict=True))

    def _keep_verdicts(self, verdicts):
        """Write ``{gift: (severity, findings)}``, thousands of gifts per statement.

        The mode in which they were judged is kept beside.
        """
        if not verdicts:
            return
        modes = {company: company._customer_gift_mode() for company in self.company_id}
        rows = (
            SQL(
                "(%s, %s, %s, %s)",
                gift.id,
                severity,
                lines and Json(lines),
                modes[gift.company_id],
            )
            for gift, (severity, lines) in verdicts.items()
        )
        for part in split_every(BATCH, rows):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE customer_gift g
                       SET severity = v.severity, findings = v.findings::jsonb,
                           policy_mode = v.mode
                      FROM (VALUES %s) v (id, severity, findings, mode)
                     WHERE g.id = v.id
                    """,
                    SQL(", ").join(part),
                )
            )
        gifts = self.sudo().browse([gift.id for gift in verdicts])
        kept = ["severity", "findings", "policy_mode"]
        gifts.invalidate_recordset(kept, flush=False)
        gifts.modified(kept)

    def _to_judge(self):
        return self.sudo().filtered(
            lambda gift: gift.direction == "given" and not gift.number
        )

    def _policy_frame(self):
        """The fields that the policy reads, as a frame: one row per gift, in order."""
        self.flush_recordset()
        lines = self.read([*JUDGED], load=None)
        columns = {
            name: [line[name] if line[name] is not False else None for line in lines]
            for name in ("id", *JUDGED)
        }
        frame = pd.DataFrame(columns)
        plans = self.plan_id
        confirmed = {plan.id for plan in plans if plan.nothing_asked}
        purposes = {plan.id: plan.purpose for plan in plans}
        return frame.assign(
            nothing_asked=frame["nothing_asked"].eq(True)
            | frame["plan_id"].isin(confirmed),
            purpose=frame["purpose"].where(
                frame["purpose"].notna(), frame["plan_id"].map(purposes)
            ),
        )

    def action_check_policy(self):
        """Judge the proposed gifts again and show the findings."""
        self.check_access("write")
        proposed = self.filtered(lambda gift: gift.state == "proposed")
        proposed._check_policy()
        proposed._lift_policy_hold()

    def _not_shown(self, findings):
        """The ``findings`` that ask for approval and are worse than what was shown."""
        self.ensure_one()
        shown = {line["code"]: line["severity"] for line in self.findings or []}
        return [
            line
            for line in findings or []
            if SEVERITIES.index(line["severity"])
            > max(2, SEVERITIES.index(shown.get(line["code"], "none")))
        ]

    @api.depends("company_id", "partner_id")
    def _compute_tax_note(self):
        policies = self.env["customer.gift.policy"]
        for company, gifts in self.grouped("company_id").items():
            applying = policies._applying(company or self.env.company)
            texts = applying.filtered(lambda p: p.code == "C23" and p.note)
            note = "\n".join(texts.mapped("note"))
            gifts.tax_note = note

    def _check_evidence(self):
        """Raise UserError if a gift that is to be closed lacks evidence.

        In strict mode every gift but a card needs evidence, in normal mode those above
        the amount of rule C21, in record-only mode none.
        """
        for company, gifts in self.sudo().grouped("company_id").items():
            mode = company._customer_gift_mode()
            policies = self.env["customer.gift.policy"]._applying(company)
            policies = policies.filtered(lambda policy: policy.code == "C21")
            if mode == "record" or not policies:
                continue
            for gift in gifts:
                if gift.direction == "given" and not gift._has_evidence():
                    gift._check_needs_no_evidence(policies, mode)

    def _has_evidence(self):
        sized = self.with_context(bin_size=True)
        return bool(
            sized.proof or self.tracking_number or self.message_attachment_count
        )

    def _check_needs_no_evidence(self, policies, mode):
        # not less than what was approved, or a lower cost would do without evidence
        value = max(self.cost, self.approved_cost, self.list_value)
        limits = [0.0]
        if mode != "strict":
            if self.form in ("card", "brochure", "sample"):
                return
            limits = [
                policy.currency_id._convert(
                    policy.amount, self.currency_id, self.company_id, self.date
                )
                if policy.currency_id
                else policy.amount
                for policy in policies
            ]
        elif self.form in ("card", "brochure"):
            return
        limit = min(limits)
        if value <= limit and limit:
            return
        raise UserError(
            self.env._(
                "C21 Evidence: %(gift)s is worth %(value)s, and gifts above "
                "%(limit)s need evidence. Add a photo, a tracking number or a "
                "receipt first.",
                gift=self.display_name,
                value=self.currency_id.format(value),
                limit=self.currency_id.format(limit),
            )
        )

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_findings_html(self):
        policies = self.env["customer.gift.policy"]
        levels = dict(self._fields["severity"]._description_selection(self.env))
        colour = {"info": "info", "warn": "warning"}
        for gift in self:
            lines = [
                Markup('<li><span class="badge text-bg-%s">%s</span> %s</li>')
                % (
                    colour.get(line["severity"], "danger"),
                    levels[line["severity"]],
                    policies._tell(line, gift),
                )
                for line in gift.findings or []
            ]
            gift.findings_html = (
                Markup('<ul class="list-unstyled">%s</ul>') % Markup("").join(lines)
                if lines
                else False
            )
