from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

LEVELS = [("0", "No"), ("1", "A little"), ("2", "Clearly"), ("3", "Very much")]
GOOD = ("asks_strengths", "values_us", "suggests", "refers")
BAD = ("asks_weakness", "distracts", "costs_more", "needs_service", "dissatisfied")
# a third of the points that can be given
SHARE = 1 / 3
DRAFT, TO_DECIDE, DONE = "draft", "to_decide", "done"


def points(label, explanation):
    return fields.Selection(
        LEVELS, string=label, required=True, default="0", help=explanation
    )


class CustomerQualityReview(models.Model):
    """What is good and what is bad about working with a customer, on one day.

    Four good and five bad points are given 0 to 3 each. A bad result asks a manager to
    decide; it blocks nothing and moves no tier.
    """

    _name = "customer.quality.review"
    _description = "Customer Review"
    _inherit = ["mail.thread", "mail.activity.mixin", "customer.tier.in.reach"]
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    user_id = fields.Many2one(
        "res.users",
        string="Reviewer",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [(DRAFT, "Draft"), (TO_DECIDE, "To decide"), (DONE, "Done")],
        string="Status",
        required=True,
        readonly=True,
        default=DRAFT,
        copy=False,
        tracking=True,
    )
    asks_strengths = points(
        "Asks for what we do well", "Their wishes are what we are good at."
    )
    values_us = points(
        "Values it and brings benefit", "They know what our work is worth, and pay it."
    )
    suggests = points("Gives good suggestions", "What they say makes us better.")
    refers = points(
        "Brings new good customers", "The customers they sent are good ones too."
    )
    asks_weakness = points(
        "Asks for what we cannot do", "Their wishes are unreasonable, or not our trade."
    )
    distracts = points(
        "Distracts us from our strategy", "They keep us from what we want to become."
    )
    costs_more = points(
        "Costs far more than they bring",
        "Filled from discounts and refunds compared with the gross margin: a third of "
        "it 1, two thirds 2, all of it 3.",
    )
    needs_service = points(
        "Demands much service",
        "Filled from the activities done in 12 months (12, 24 or 52) and from the "
        "share of returns (5, 10 or 20 %): 1, 2 or 3, whichever is more.",
    )
    dissatisfied = points(
        "Is dissatisfied in spite of all effort",
        "Filled from the average rating of 12 months: below 3.5 of 5 1, below 2.5 2, "
        "below 2 3.",
    )
    remark = fields.Text()
    good_points = fields.Integer(compute="_compute_result", store=True)
    bad_points = fields.Integer(compute="_compute_result", store=True)
    result = fields.Selection(
        [("good", "Good"), ("neither", "Neither"), ("bad", "Bad")],
        compute="_compute_result",
        store=True,
        tracking=True,
        help="Good with a third of the good points and a larger share of them than of "
        "the bad ones; bad the other way round.",
    )
    told = fields.Text(string="In Words", compute="_compute_told")

    @api.depends(*GOOD, *BAD)
    def _compute_result(self):
        for review in self:
            good = sum(int(review[name] or 0) for name in GOOD)
            bad = sum(int(review[name] or 0) for name in BAD)
            good_share, bad_share = good / (3 * len(GOOD)), bad / (3 * len(BAD))
            review.good_points, review.bad_points = good, bad
            if bad_share >= SHARE and bad_share > good_share:
                review.result = "bad"
            elif good_share >= SHARE and good_share > bad_share:
                review.result = "good"
            else:
                review.result = "neither"

    @api.depends(*GOOD, *BAD, "state", "result")
    @api.depends_context("lang")
    def _compute_told(self):
        for review in self:
            review.told = " ".join(filter(None, review._sentences()))

    def _sentences(self):
        """What the result is made of, and what follows from it."""
        yield self.env._(
            "%(good)s of %(all_good)s good points, %(bad)s of %(all_bad)s bad points.",
            good=self.good_points,
            all_good=3 * len(GOOD),
            bad=self.bad_points,
            all_bad=3 * len(BAD),
        )
        above_all = self._above_all(BAD if self.result == "bad" else GOOD)
        if above_all and self.result != "neither":
            yield self.env._(
                "Above all: %(points)s.", points=format_list(self.env, above_all)
            )
        if self.result == "bad" and self.state != DONE:
            yield self.env._("A manager decides how to go on.")

    def _above_all(self, names):
        """Labels of the points with the most of all, at least *clearly*."""
        most = max(int(self[name] or 0) for name in names)
        if most < 2:
            return []
        fields_ = [self._fields[name] for name in names if int(self[name] or 0) == most]
        return [field._description_string(self.env) for field in fields_]

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for review in self:
            review.display_name = self.env._(
                "%(customer)s, %(day)s",
                customer=review.partner_id.name or "",
                day=format_date(self.env, review.date),
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._of_customer(vals) for vals in vals_list])

    def write(self, vals):
        if set(vals) & {"partner_id", "date", "company_id", *GOOD, *BAD}:
            self._check_draft()
        return super().write(self._of_customer(vals))

    @api.model
    def _of_customer(self, vals):
        """A review is of the customer, whichever of their contacts was chosen."""
        if not vals.get("partner_id"):
            return vals
        partner = self.env["res.partner"].browse(vals["partner_id"])
        return vals | {"partner_id": partner.commercial_partner_id.id}

    def _check_draft(self):
        if not self.env.su and any(review.state != DRAFT for review in self):
            raise UserError(
                self.env._(
                    "The points of a finished review stay as they are. A manager can "
                    "reopen it, or you can make a new review."
                )
            )
