import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...classification import cuts

# with fewer customers, 1 % is nobody and one purchase changes shares a lot
FEW_CUSTOMERS = 50
# number of documents that are read to find out whether there are few customers
LOOKED_THROUGH = 10_000


class CustomerTierScheme(models.Model):
    """Putting a scheme in force: what is refused, and what only causes a warning."""

    _inherit = "customer.tier.scheme"

    has_share = fields.Boolean(compute="_compute_methods")
    has_threshold = fields.Boolean(compute="_compute_methods")
    needs_score = fields.Boolean(compute="_compute_methods")
    warning = fields.Text(
        compute="_compute_warning",
        help="Settings that are allowed but probably not intended.",
    )

    changed_since = fields.Boolean(
        compute="_compute_changed_since",
        help="The tiers in force were decided with other settings than these.",
    )

    @api.depends("last_evaluation_id")
    def _compute_changed_since(self):
        for scheme in self:
            last = scheme.sudo().last_evaluation_id
            scheme.changed_since = bool(
                scheme.in_force and last.settings and scheme._differs_from(last)
            )

    def _differs_from(self, evaluation):
        """Whether today's settings differ from the ones of ``evaluation``.

        Settings that would be refused now always differ.
        """
        try:
            settings = self.sudo()._settings(evaluation.as_of).to_plain()
        except (UserError, ValidationError):
            return True
        window = self._window(evaluation.as_of)
        # in the form in which the database returns it: lists, and texts as keys
        return (
            json.loads(json.dumps(settings)) != evaluation.settings
            or window.first != evaluation.date_from
        )

    @api.depends("rule_ids.method", "rank_by")
    def _compute_methods(self):
        for scheme in self:
            methods = set(scheme.rule_ids.mapped("method"))
            scheme.has_share = bool(
                methods & {cuts.PERCENT_OF_CUSTOMERS, cuts.SHARE_OF_VALUE}
            )
            scheme.has_threshold = cuts.THRESHOLD in methods
            scheme.needs_score = scheme.rank_by == "score" or cuts.SCORE in methods

    @api.depends(
        "rule_ids.method",
        "rule_ids.tier_id",
        "period_months",
        "purchase_basis",
        "company_id",
        "last_evaluation_id",
        "rank_by",
        "criterion_ids.metric_id",
        "value_metric_id",
    )
    def _compute_warning(self):
        for scheme in self:
            scheme.warning = "\n".join(scheme._warnings()) or False

    def _warnings(self):
        """Sentences about settings that are allowed but probably not intended."""
        self.ensure_one()
        warnings = []
        if cuts.PERCENT_OF_CUSTOMERS in self.rule_ids.mapped("method"):
            count = self._buyer_count()
            if count < FEW_CUSTOMERS:
                warnings.append(
                    self.env._(
                        "Few customers bought in the period (%(count)s), so amounts "
                        "or bands tell you more than percentages of customers. "
                        "Choose the cut-off “Minimum figure” or “Percentage of "
                        "value”.",
                        count=count,
                    )
                )
        archived = self._deciding_metrics().filtered(lambda m: not m.active)
        warnings += [self._archived_metric_sentence(metric) for metric in archived]
        return warnings

    def _buyer_count(self):
        """How many customers bought, according to the last evaluation.

        Before the first evaluation, the customers in the latest documents of the period
        are counted. This is enough to see that they are few, and quick with any number
        of documents.
        """
        self.ensure_one()
        last = self.sudo().last_evaluation_id
        if last:
            return last.existing_count
        months = max(self.period_months, 1)
        first = fields.Date.subtract(fields.Date.context_today(self), months=months)
        company = self.company_id or self.env.company
        within = [("company_id", "child_of", company.id)]
        if self.purchase_basis == "order":
            documents, partner = self.env["sale.order"], "partner_id"
            within += [("state", "=", "sale"), ("date_order", ">", first)]
        else:
            documents, partner = self.env["account.move"], "commercial_partner_id"
            within += [
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("invoice_date", ">", first),
            ]
        latest = documents.sudo()._search(within, order="id DESC", limit=LOOKED_THROUGH)
        try:
            partners = self._contacts_query()
        except ValidationError:
            # the constraint shows this when the form is saved
            partners = self.env["res.partner"]._search([], bypass_access=True)
        documents.flush_model([partner])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        (count,) = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(DISTINCT p.commercial_partner_id) FROM res_partner p
                 WHERE p.id IN (SELECT * FROM %s latest)
                   AND p.commercial_partner_id IN %s
                """,
                latest.subselect(SQL.identifier(latest.table, partner)),
                partners.subselect(),
            )
        )[0]
        return count

    # ------------------------------------------------------------ what is refused

    @api.constrains("rule_ids", "cap_ids")
    def _check_caps(self):
        for scheme in self:
            scheme.cap_ids._check_tier()

    @api.constrains("rule_ids")
    def _check_criteria_of_rules(self):
        self._check_criteria()

    def _settings(self, as_of):
        self.ensure_one()
        if self.rule_ids:
            self._check_caps()
        for metric in self._deciding_metrics():
            if not metric.active:
                raise UserError(self._archived_metric_sentence(metric))
        return super()._settings(as_of)

    def _archived_metric_sentence(self, metric):
        return self.env._(
            "“%(scheme)s” decides by “%(metric)s”, which is archived. Unarchive it "
            "under Configuration → Metrics, or choose another metric.",
            scheme=self.name or "",
            metric=metric.name,
        )

    # ------------------------------------------------------------ in force

    def action_apply(self):
        """Put the scheme in force, classify now, and show the progress."""
        self._refuse_to_start()
        today = self._today()
        # show now, and not at night, what cannot work
        self._settings(today)
        scheme = self.sudo()
        values = {"in_force": True}
        if scheme.next_date and scheme.next_date <= today:
            # today's evaluation is queued here
            values |= scheme._schedule_after(today)
        scheme.write(values)
        return self._start_evaluation()
