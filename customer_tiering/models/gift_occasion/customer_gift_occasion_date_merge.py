from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...tools.boolean_search import boolean_search


class CustomerGiftOccasionDate(models.Model):
    """Merge dates that are only days apart, so that one gift covers both."""

    _inherit = "customer.gift.occasion.date"

    merged_into_id = fields.Many2one(
        "customer.gift.occasion.date",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        tracking=True,
        help="The gift of that day also covers this one.",
    )
    merged_ids = fields.One2many("customer.gift.occasion.date", "merged_into_id")
    near_id = fields.Many2one(
        "customer.gift.occasion.date",
        string="Near Occasion",
        compute="_compute_near_id",
        help="The nearest other occasion, close enough for one gift.",
    )
    is_near = fields.Boolean(
        string="Near Another", compute="_compute_near_id", search="_search_is_near"
    )

    @api.depends("date", "date_end", "merged_into_id", "occasion_id.near_days")
    def _compute_near_id(self):
        """One query for all: candidates lie between the first and the last date."""
        alone = self.filtered(
            lambda day: day.date and not day.date_end and not day.merged_into_id
        )
        (self - alone).near_id = False
        (self - alone).is_near = False
        if not alone:
            return
        reach = timedelta(days=max(alone.occasion_id.mapped("near_days")))
        others = self.search(
            [
                ("date", ">=", min(alone.mapped("date")) - reach),
                ("date", "<=", max(alone.mapped("date")) + reach),
                ("date_end", "=", False),
                ("merged_into_id", "=", False),
                ("occasion_id.active", "=", True),
            ]
        )
        for day in alone:
            near = others.filtered(lambda other, day=day: day._is_near(other))
            near = near.sorted(lambda other, day=day: abs(other.date - day.date))
            day.near_id = near[:1]
            day.is_near = bool(near)

    def _is_near(self, other):
        companies = self.company_id | other.company_id
        return (
            other.occasion_id != self.occasion_id
            and abs((other.date - self.date).days) <= self.occasion_id.near_days
            and len(companies) <= 1
        )

    @api.model
    def _search_is_near(self, operator, value):
        near = Domain(
            "id",
            "in",
            SQL(
                """(
                SELECT a.id
                  FROM customer_gift_occasion_date a
                  JOIN customer_gift_occasion o ON o.id = a.occasion_id
                  JOIN customer_gift_occasion_date b
                    ON b.occasion_id <> a.occasion_id
                   AND abs(b.date - a.date) <= o.near_days
                   AND (a.company_id IS NULL OR b.company_id IS NULL
                        OR a.company_id = b.company_id)
                  JOIN customer_gift_occasion p ON p.id = b.occasion_id AND p.active
                 WHERE a.date_end IS NULL AND b.date_end IS NULL
                   AND a.merged_into_id IS NULL AND b.merged_into_id IS NULL)"""
            ),
        )
        return boolean_search(operator, value, lambda: near)

    def action_merge(self):
        """Merge this date into the near one: it gets no plan of its own."""
        for day in self:
            day._merge_into(day.near_id)
        return True

    def action_unmerge(self):
        self.write({"merged_into_id": False})
        return True

    def _merge_into(self, other):
        self.ensure_one()
        self.check_access("write")
        if not other:
            raise UserError(
                self.env._(
                    "No other occasion is within %(days)s days of “%(occasion)s”, "
                    "%(day)s. If there should be one, change “Near Within (Days)” on "
                    "the occasion.",
                    days=self.occasion_id.near_days,
                    occasion=self.display_name,
                    day=format_date(self.env, self.date),
                )
            )
        if self.with_context(active_test=False).plan_ids:
            raise UserError(
                self.env._(
                    "“%(occasion)s” already has a gift plan. Merge “%(other)s” into "
                    "it instead, or delete the plan first.",
                    occasion=self.display_name,
                    other=other.display_name,
                )
            )
        (self | self.merged_ids).merged_into_id = other

    @api.constrains("merged_into_id")
    def _check_merged(self):
        for day in self:
            if day.merged_into_id.merged_into_id or day.merged_into_id == day:
                raise ValidationError(
                    self.env._(
                        "“%(occasion)s” is itself merged into another occasion. "
                        "Merge into that one.",
                        occasion=day.merged_into_id.display_name,
                    )
                )
