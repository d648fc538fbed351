from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from ...tools.groups import MARGIN_GROUP

MONTHS = 12
FIGURES = ("cost_to_serve", "gross_margin", "refunded", "gross_invoiced")
# each bound is one point more, see the help of the points
COST_SHARES = (1 / 3, 2 / 3, 1)
ACTIVITIES = (12, 24, 52)
RETURNS = (0.05, 0.1, 0.2)
RATINGS = (3.5, 2.5, 2)
# what a done activity of a customer can hang on, and how their contacts are found there
DOCUMENTS = ("res.partner", "sale.order", "crm.lead")


def reached(value, bounds):
    """How many of ``bounds`` (rising) ``value`` reaches, 0..3.

    >>> [reached(value, (12, 24, 52)) for value in (0, 12, 30, 99)]
    [0, 1, 2, 3]
    """
    return sum(value >= bound for bound in bounds)


def cost_points(cost, margin):
    """Points for what a customer costs; 0 while one of both is unknown.

    >>> [cost_points(cost, 90.0) for cost in (0.0, 30.0, 60.0, 90.0, None)]
    [0, 1, 2, 3, 0]
    >>> cost_points(1.0, -5.0), cost_points(0.0, 0.0)
    (3, 0)
    """
    if cost is None or margin is None or cost <= 0:
        return 0
    return 3 if margin <= 0 else reached(cost / margin, COST_SHARES)


def service_points(activities, refunded, invoiced):
    """Points for the service that a customer demands.

    >>> service_points(25, None, None), service_points(0, 21.0, 100.0)
    (2, 3)
    """
    share = refunded / invoiced if refunded and invoiced else 0
    return max(reached(activities, ACTIVITIES), reached(share, RETURNS))


def mood_points(average, count):
    """Points for how dissatisfied a customer is; 0 without a rating.

    >>> mood_points(1.5, 2), mood_points(3.0, 1), mood_points(4.5, 9), mood_points(0, 0)
    (3, 1, 0, 0)
    """
    return sum(average < bound for bound in RATINGS) if count else 0


class CustomerQualityReview(models.Model):
    """What is known of the last three bad points: figures of the day of the review."""

    _inherit = "customer.quality.review"

    # {"cost_to_serve", "gross_margin"}: company currency, None if no scheme reads it
    cost_evidence = fields.Json(readonly=True, copy=False, groups=MARGIN_GROUP)
    # {"activities", "refunded", "gross_invoiced", "rating", "ratings"}
    evidence = fields.Json(readonly=True, copy=False)
    cost_told = fields.Char(
        string="What They Cost", compute="_compute_cost_told", groups=MARGIN_GROUP
    )
    service_told = fields.Char(string="Service", compute="_compute_evidence_told")
    # beside other apps, Odoo's own field of the ratings has the short label
    mood_told = fields.Char(string="What Ratings Say", compute="_compute_evidence_told")

    @api.onchange("partner_id", "company_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.sudo().update(self._filled(self.partner_id, self.company_id))

    @api.model_create_multi
    def create(self, vals_list):
        """The three points are those of the evidence, unless somebody gave others."""
        partners, companies = self.env["res.partner"], self.env["res.company"]
        filled = []
        for vals in vals_list:
            known = self._filled(
                partners.browse(vals.get("partner_id")),
                companies.browse(vals.get("company_id") or self.env.company.id),
            )
            given = {n: vals[n] for n in vals if n not in ("cost_evidence", "evidence")}
            filled.append(known | given)
        return super().create(filled)

    def write(self, vals):
        if not self.env.su:
            vals = {n: vals[n] for n in vals if n not in ("cost_evidence", "evidence")}
        return super().write(vals)

    @api.model
    def _filled(self, partner, company):
        """Values of a review of ``partner`` from what is known today.

        A few statements, for one customer whom somebody reviews.
        """
        customer = partner.commercial_partner_id
        figures = self._figures(customer, company)
        activities = self._count_activities(customer)
        average, count = self._average_rating(customer)
        refunded, invoiced = figures["refunded"], figures["gross_invoiced"]
        cost, margin = figures["cost_to_serve"], figures["gross_margin"]
        return {
            "costs_more": str(cost_points(cost, margin)),
            "needs_service": str(service_points(activities, refunded, invoiced)),
            "dissatisfied": str(mood_points(average, count)),
            "cost_evidence": {"cost_to_serve": cost, "gross_margin": margin},
            "evidence": {
                "activities": activities,
                "refunded": refunded,
                "gross_invoiced": invoiced,
                "rating": average,
                "ratings": count,
            },
        }

    @api.model
    def _standings(self, customer, company):
        """The customer's standings (as the engine) in the schemes of the company."""
        standings = self.env["customer.tier.standing"].sudo()
        schemes = standings.scheme_id._shown_ids(company.id)
        found = standings.search(
            [("partner_id", "=", customer.id), ("scheme_id", "in", schemes)]
        )
        return found.sorted(lambda one: schemes.index(one.scheme_id.id))

    @api.model
    def _figures(self, customer, company):
        """``{name: amount}``, each from the first scheme that reads it, else None."""
        known = dict.fromkeys(FIGURES)
        for standing in self._standings(customer, company):
            stored = standing._explanation().figures.stored(FIGURES)
            for name in FIGURES:
                if known[name] is None:
                    known[name] = stored[name]
        return known

    @api.model
    def _count_activities(self, customer):
        return self._activities().search_count(self._activity_domain(customer))

    @api.model
    def _activities(self):
        return self.env["mail.activity"].sudo().with_context(active_test=False)

    @api.model
    def _activity_domain(self, customer):
        """Activities done for the customer, their contacts, orders and leads."""
        people = self.env["res.partner"].sudo().with_context(active_test=False)
        people = people._search([("commercial_partner_id", "=", customer.id)])
        on_documents = Domain.FALSE
        for name in DOCUMENTS:
            of_people = Domain(
                "id" if name == "res.partner" else "partner_id", "in", people
            )
            records = self.env[name].sudo().with_context(active_test=False)
            on_documents |= Domain("res_model", "=", name) & Domain(
                "res_id", "in", records._search(of_people)
            )
        return (
            Domain("active", "=", False)
            & Domain("date_done", ">=", self._since())
            & on_documents
        )

    @api.model
    def _average_rating(self, customer):
        """Average (1 to 5) and number of ratings; ``rating`` may not be installed."""
        if "rating.rating" not in self.env:
            return 0.0, 0
        ((average, count),) = (
            self.env["rating.rating"]
            .sudo()
            ._read_group(self._rating_domain(customer), [], ["rating:avg", "__count"])
        )
        return average or 0.0, count

    @api.model
    def _rating_domain(self, customer):
        return (
            Domain("partner_id.commercial_partner_id", "=", customer.id)
            & Domain("consumed", "=", True)
            & Domain("rating", ">=", 1)
            & Domain("write_date", ">=", self._since())
        )

    @api.model
    def _since(self):
        return fields.Date.context_today(self) - relativedelta(months=MONTHS)

    # ---------------------------------------------------------------- in words

    @api.depends("cost_evidence")
    def _compute_cost_told(self):
        for review in self:
            known = review.cost_evidence or {}
            cost, margin = known.get("cost_to_serve"), known.get("gross_margin")
            if cost is None or margin is None:
                review.cost_told = self.env._(
                    "Not known: no scheme collects “Discounts and refunds” and “Gross "
                    "margin”."
                )
            else:
                review.cost_told = self.env._(
                    "Discounts and refunds %(cost)s, gross margin %(margin)s.",
                    cost=review._written(cost),
                    margin=review._written(margin),
                )

    @api.depends("evidence")
    def _compute_evidence_told(self):
        for review in self:
            known = review.evidence or {}
            refunded, invoiced = known.get("refunded"), known.get("gross_invoiced")
            told = [
                self.env._(
                    "%(count)s activities done in 12 months.",
                    count=known.get("activities", 0),
                )
            ]
            if refunded is not None and invoiced is not None:
                told.append(
                    self.env._(
                        "Refunded %(refunded)s of %(invoiced)s.",
                        refunded=review._written(refunded),
                        invoiced=review._written(invoiced),
                    )
                )
            review.service_told = " ".join(told)
            review.mood_told = (
                self.env._(
                    "Average rating %(rating)s of 5 (n = %(count)s).",
                    rating=formatLang(self.env, known["rating"], digits=1),
                    count=known["ratings"],
                )
                if known.get("ratings")
                else self.env._("No rating in 12 months.")
            )

    def _written(self, amount):
        return formatLang(self.env, amount, currency_obj=self.company_id.currency_id)

    # ---------------------------------------------------------------- evidence opens

    def action_view_costs(self):
        """Open the discounts and refunds of the customer."""
        return self._view_figure("cost_to_serve")

    def action_view_refunds(self):
        """Open the refunds of the customer."""
        return self._view_figure("refunded")

    def _view_figure(self, name):
        self.ensure_one()
        self.check_access("read")
        standings = self._standings(self.partner_id, self.company_id).sudo(False)
        for standing in standings:
            if standing.sudo()._explanation().figures.figure(name) is not None:
                return standing.action_view_figure(name)
        raise UserError(
            self.env._("No scheme collects this figure, so there is nothing to open.")
        )

    def action_view_activities(self):
        """Open the activities that were done, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        found = self._activities().search(self._activity_domain(self.partner_id))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activities Done"),
            "res_model": "mail.activity",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", found.ids)],
            "context": {"active_test": False, "create": False},
        }

    def action_view_ratings(self):
        """Open the ratings of the customer."""
        self.ensure_one()
        self.check_access("read")
        if "rating.rating" not in self.env:
            raise UserError(self.env._("Nobody rates anything in this database."))
        found = (
            self.env["rating.rating"]
            .sudo()
            .search(self._rating_domain(self.partner_id))
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ratings"),
            "res_model": "rating.rating",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", found.ids)],
            "context": {"create": False},
        }
