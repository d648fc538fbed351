from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ...classification import frame as columns
from ...classification.cohorts import cohorts
from ...classification.window import Window
from ...tools.groups import MANAGER_GROUP
from ..collector.documents import revenue_domain
from ..collector.reading import Reading
from ..collector.source import read_frame
from ..past.months import purchase_months

# a year, and the same month of the year before
MONTHS = 13
MONTH_COLUMNS = (
    columns.Column("month", "date", None, "first day"),
    columns.Column("bought", "bool", False, "whether anything was bought"),
    columns.Column("revenue", "float", 0.0, "company currency"),
)


class CustomerTierHome(models.AbstractModel):
    """Cohorts: what becomes of the customers who first bought in the same month.

    Read when the screen opens, as of the last evaluation, in one statement. An
    evaluation does not make it: it would read two years of documents again, for a
    screen that few people open.
    """

    _inherit = "customer.tier.home"

    @api.model
    @api.readonly
    def get_cohorts(self, scheme_id=False):
        """The cohort table of a scheme, as plain data, for managers.

        Per month of first purchase ``month``, ``size`` (a figure) and ``cells``, one
        per month since then: ``buyers`` and ``revenue`` (figures) and ``share``, 0..1.
        """
        if not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._("Only managers of Customer Tiers can open this page.")
            )
        schemes = self._schemes()
        scheme = schemes.filtered(lambda one: one.id == scheme_id) or schemes[:1]
        page = {
            "schemes": [{"id": one.id, "name": one.name} for one in schemes],
            "scheme": scheme.id,
            "currency": scheme.currency_id.id,
            "months": list(range(MONTHS)),
            "cohorts": [],
        }
        if not scheme:
            return page
        as_of = scheme.last_evaluation_id.as_of
        page["as_of"] = self.env._(
            "Figures of “%(scheme)s” as of %(day)s",
            scheme=scheme.name,
            day=format_date(self.env, as_of),
        )
        first = as_of.replace(day=1) - relativedelta(months=MONTHS - 1)
        self.env.flush_all()
        months = read_frame(
            self.env.cr,
            purchase_months(Reading(self.env, scheme, as_of), first),
            MONTH_COLUMNS,
        )
        of = self._page(scheme)
        for cohort, cells in cohorts(months, as_of).groupby("cohort"):
            page["cohorts"].append(self._cohort(of, cohort.date(), cells, as_of))
        return page

    @api.model
    def _cohort(self, page, month, cells, as_of):
        """One row of the table: the customers new in ``month``."""
        name = format_date(self.env, month, date_format="MMM yyyy")
        last = min(_last_day(month), as_of)
        members = [
            ("first_purchase", ">=", str(month)),
            ("first_purchase", "<=", str(last)),
        ]
        size = int(cells["customers"].iloc[0])
        return {
            "month": name,
            "size": self._figure(size, self._standings(name, page, members)),
            "cells": [
                self._cohort_cell(page, name, month, members, cell, as_of)
                for cell in cells.itertuples()
            ],
        }

    @api.model
    def _cohort_cell(self, page, name, month, members, cell, as_of):
        """What the members did so many months later."""
        then = month + relativedelta(months=cell.since)
        title = self.env._(
            "New in %(month)s, bought in %(then)s",
            month=name,
            then=format_date(self.env, then, date_format="MMM yyyy"),
        )
        bought = [*members, ("bought_in", "=", f"{then:%Y-%m}")]
        return {
            "share": cell.share,
            "buyers": self._figure(
                int(cell.buyers), self._standings(title, page, bought)
            ),
            "revenue": self._cohort_revenue(page, title, members, then, cell, as_of),
        }

    @api.model
    def _cohort_revenue(self, page, title, members, then, cell, as_of):
        """The revenue of a cell, with the documents that add up to it.

        Without an action where documents of a whole group of companies count, or where
        the reader may not see any.
        """
        amount = page.scheme.currency_id.round(cell.revenue)
        opens = page.scheme.customer_level == "company" and self.env[
            "account.move"
        ].has_access("read")
        if not opens:
            return {"value": amount, "unit": "money", "action": False, "measure": ""}
        window = Window(then, min(_last_day(then), as_of))
        standing = [("scheme_id", "=", page.scheme.id), *members]
        domain = Domain.AND(
            [
                revenue_domain(page.scheme, window),
                Domain(
                    "commercial_partner_id.customer_tier_standing_ids", "any", standing
                ),
            ]
        )
        return self._figure(
            amount, self._invoices(title, domain), "amount_untaxed_signed:sum"
        )

    @api.model
    def _invoices(self, title, domain):
        """The action that lists invoices and refunds of ``domain``."""
        action = self._list(
            title,
            "account.move",
            domain,
            list_view="account_move_view_list_evidence",
            # shows the column of the customer; refunds are listed all the same
            default_move_type="out_invoice",
        )
        if not self.env["account.payment"].has_access("read"):
            # Odoo's own form counts payments, and ends in an error without them
            form = "customer_tiering.account_move_view_form_evidence"
            action["views"][1][0] = self.env["ir.model.data"]._xmlid_to_res_id(form)
        return action


def _last_day(month):
    return month + relativedelta(day=31)
