from datetime import timedelta

from odoo import api, fields, models

# lead times: days before the date at which each step is due, the earliest first
LEADS = ("plan_days", "approve_days", "order_days", "deliver_from_days", "deliver_days")
SATURDAY = 5


def lead(label):
    return fields.Integer(
        string=label,
        compute="_compute_leads",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )


def due(label, **options):
    return fields.Date(string=label, compute="_compute_due", store=True, **options)


class CustomerGiftOccasionDate(models.Model):
    """The date of an occasion in one year, and when each step before it is due."""

    _name = "customer.gift.occasion.date"
    _description = "Gift Occasion Date"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.tier.in.reach",
        "customer.tier.shared",
    ]
    _order = "date, id"
    _rec_name = "occasion_id"

    occasion_id = fields.Many2one(
        # cascade: an uninstall deletes occasions first. A date with a plan is protected
        "customer.gift.occasion",
        required=True,
        ondelete="cascade",
        index=True,
    )
    # Stored because the record rules use it
    company_id = fields.Many2one(related="occasion_id.company_id", store=True)
    color = fields.Integer(related="occasion_id.color")
    date = fields.Date(required=True, index=True, tracking=True)
    date_end = fields.Date(
        string="Until",
        help="For an occasion that falls on a different day for each customer: the "
        "last day.",
    )
    year = fields.Integer(compute="_compute_year", store=True, aggregator=None)
    source = fields.Selection(
        [
            ("calculated", "Calculated"),
            ("corrected", "Corrected manually"),
            ("entered", "Entered manually"),
        ],
        required=True,
        readonly=True,
        default="entered",
        copy=False,
        tracking=True,
    )
    calculated_date = fields.Date(
        string="Calendar Date",
        readonly=True,
        copy=False,
        help="The day given by the rule. A day that is locked, corrected or planned "
        "does not follow it.",
    )
    differs = fields.Boolean(
        string="Differs from the Calendar", compute="_compute_differs", store=True
    )
    estimated = fields.Boolean(
        readonly=True,
        copy=False,
        help="The calendar only estimates this day. It is announced shortly before.",
    )
    locked = fields.Boolean(
        tracking=True, help="Recalculation does not change this day."
    )
    plan_ids = fields.One2many("customer.gift.plan", "occasion_date_id")
    plan_count = fields.Integer(string="Plans", compute="_compute_plan_count")

    plan_days = lead("Plan (days before)")
    approve_days = lead("Approve (days before)")
    order_days = lead("Order (days before)")
    deliver_from_days = lead("Deliver from (days before)")
    deliver_days = lead("Deliver by (days before)")
    plan_by = due("Plan by", index=True)
    approve_by = due("Approve by")
    order_by = due("Order by")
    deliver_from = due("Deliver from")
    deliver_by = due(
        "Deliver by",
        help="The last working day, Monday to Friday, that is early enough.",
    )

    _occasion_date_uniq = models.Constraint(
        "UNIQUE(occasion_id, date)", "The occasion already has this day."
    )
    _end_after_start = models.Constraint(
        "CHECK(date_end >= date)", "The last day is before the first."
    )

    @api.depends("date")
    def _compute_year(self):
        for day in self:
            day.year = day.date.year if day.date else 0

    @api.depends("date", "calculated_date")
    def _compute_differs(self):
        for day in self:
            day.differs = bool(day.calculated_date) and day.calculated_date != day.date

    @api.depends("plan_ids")
    def _compute_plan_count(self):
        counts = dict(
            self.env["customer.gift.plan"]._read_group(
                [("occasion_date_id", "in", self.ids)],
                ["occasion_date_id"],
                ["__count"],
            )
        )
        for day in self:
            day.plan_count = counts.get(day._origin, 0)

    @api.depends("occasion_id")
    def _compute_leads(self):
        for day in self:
            for name in LEADS:
                day[name] = day.occasion_id[name]

    @api.depends("date", *LEADS)
    def _compute_due(self):
        for day in self:
            plan, approve, order, first, last = (
                day.date and day.date - timedelta(days=day[name]) for name in LEADS
            )
            if last:
                last -= timedelta(days=max(last.weekday() - SATURDAY + 1, 0))
            day.plan_by, day.approve_by, day.order_by = plan, approve, order
            day.deliver_from, day.deliver_by = first and min(first, last), last

    @api.constrains(*LEADS)
    def _check_leads(self):
        for day in self:
            day.occasion_id._check_lead_order(day)

    @api.depends("occasion_id.name", "occasion_id.kind", "date", "date_end")
    def _compute_display_name(self):
        for day in self:
            several = day.date_end or day.occasion_id.kind == "months"
            when = f"{day.date:%Y-%m}" if several and day.date else day.year or ""
            day.display_name = f"{day.occasion_id.name or ''} {when}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.context.get("customer_gift_calculated"):
                vals.update(source="entered", calculated_date=False)
        return super().create(vals_list)

    def write(self, vals):
        """A date that a user moves stays where they put it."""
        if "date" not in vals or self.env.context.get("customer_gift_calculated"):
            return super().write(vals)
        result = True
        for day in self:
            moved = fields.Date.to_date(vals["date"]) != day.date
            corrected = {"source": "corrected"} if moved and day.calculated_date else {}
            result = super(CustomerGiftOccasionDate, day).write({**vals, **corrected})
        return result

    def action_view_plans(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_tiering.customer_gift_plan_action"
        )
        action["domain"] = [("occasion_date_id", "=", self.id)]
        action["context"] = {"default_occasion_date_id": self.id}
        if self.plan_count == 1:
            plan = self.plan_ids
            action.update(res_id=plan.id, views=[(False, "form")])
        return action

    def _is_fixed(self, today):
        """Whether people rely on this date, so that no recalculation changes it."""
        self.ensure_one()
        return bool(
            self.locked
            or self.source != "calculated"
            or self.date < today
            or self.with_context(active_test=False).plan_ids
        )

    def _follow(self, day, today):
        """Take over the calculated ``day``, unless people rely on the date."""
        self.ensure_one()
        values = {"calculated_date": day.first}
        if not self._is_fixed(today):
            values.update(date=day.first, date_end=day.last, estimated=day.estimated)
        values = {name: value for name, value in values.items() if self[name] != value}
        if values.get("date_end", 0) is None and not self.date_end:
            del values["date_end"]
        if values:
            self.with_context(customer_gift_calculated=True).write(values)
