from datetime import timedelta

import numpy as np
import pandas as pd

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...classification.frame import CONTACTS, CUSTOMER
from ...tools.groups import ACCOUNTANT_GROUP, MANAGER_GROUP
from ...tools.notification import notification
from .signed_file import kept_frame

# smaller differences are noise of floats; all figures are rounded more coarsely
NOISE = 1e-6
# who has one of these counts as a customer that is missing among the kept ones
BUYS = ("net_revenue", "purchase_count", "collected")
COMPARE_AGAIN = timedelta(hours=20)


class CustomerTierEvaluation(models.Model):
    """What the documents say today, against what was checked.

    The same reading is done again for the same day and period, so whatever changes a
    figure is seen: documents posted, changed or cancelled since, customers merged or
    archived, contacts moved, matches made or undone.
    """

    _inherit = "customer.tier.evaluation"

    changed_count = fields.Integer(
        string="Changed Since",
        readonly=True,
        copy=False,
        help="Customers whose figures as checked differ from what the documents gave "
        "at the last comparison. Checked evaluations are compared every night.",
    )
    compared_at = fields.Datetime(string="Compared on", readonly=True, copy=False)
    reading_changed = fields.Char(
        string="Settings Changed Since", compute="_compute_reading_changed"
    )

    @api.depends("reading_settings", "scheme_id")
    def _compute_reading_changed(self):
        for evaluation in self:
            scheme = evaluation.scheme_id
            before = evaluation.reading_settings or {}
            now = scheme._reading_settings() if before else {}
            evaluation.reading_changed = ", ".join(
                scheme._fields[name]._description_string(self.env)
                for name, value in now.items()
                if (before.get(name) or False) != (value or False)
            )

    def action_compare(self):
        """Compare with the documents of today, and list the customers that differ."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group(ACCOUNTANT_GROUP) and not user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only an accountant or a manager of Customer Tiers may compare an "
                    "evaluation. Ask your administrator for that role."
                )
            )
        self.check_access("read")
        self.sudo()._compare()
        if not self.changed_count:
            return notification(
                self.env._("The documents still give every figure as it was kept.")
            )
        return self.action_view_differences()

    def action_view_differences(self):
        """Open the differences of the last comparison."""
        return self._action_of(
            "customer_tiering.customer_tier_evaluation_difference_action"
        )

    @api.model
    def _cron_compare(self):
        """Compare what is checked with the documents, the longest waiting first."""
        due = fields.Datetime.now() - COMPARE_AGAIN
        commit = self.env["ir.cron"]._commit_progress
        todo = self.search(
            [
                ("checked_at", "!=", False),
                ("figures_kept", "=", True),
                "|",
                ("compared_at", "=", False),
                ("compared_at", "<", due),
            ],
            order="compared_at NULLS FIRST, id",
        )
        commit(remaining=len(todo))
        for evaluation in todo:
            evaluation._compare()
            if not commit(1):
                break

    def _compare(self):
        """Store the differences, and how many customers have one."""
        self.ensure_one()
        if not self.figures_kept:
            raise UserError(self.env._("The figures of this evaluation were not kept."))
        differences = self._differences()
        self.env["customer.tier.evaluation.difference"]._replace(self, differences)
        self.write(
            {
                "changed_count": differences[CUSTOMER].nunique(),
                "compared_at": fields.Datetime.now(),
            }
        )

    def _differences(self):
        """One row per figure that differs: DataFrame with the columns of the model."""
        figures = self.env["customer.tier.evaluation.figure"]
        today = self._reading().frame()
        # messages and leads are no documents that anybody checks
        without = {"group_key", CONTACTS.name, *self.scheme_id._only_now_columns()}
        names = [
            name
            for name in figures._published_fields()
            if name in today and name not in without
        ]
        kept = kept_frame(self, names)
        # what was not read then cannot differ
        names = [name for name in names if len(kept) and kept[name].notna().any()]
        both = kept.merge(today, on=CUSTOMER, suffixes=("_kept", "_today"))
        parts = [
            _changed(both, name, figures._fields[name].type == "date") for name in names
        ]
        gone = kept[~kept[CUSTOMER].isin(today[CUSTOMER])]
        parts.append(_rows(gone, "gone", "net_revenue", gone["net_revenue"], None))
        new = today[~today[CUSTOMER].isin(kept[CUSTOMER])]
        buys = new[[name for name in BUYS if name in new]].fillna(0).ne(0).any(axis=1)
        new = self._named(new[buys])
        parts.append(_rows(new, "joined", "net_revenue", None, new["net_revenue"]))
        return pd.concat(parts, ignore_index=True)

    def _named(self, frame):
        """``frame`` with the names of the customers."""
        partners = self.env["res.partner"].sudo().browse(frame[CUSTOMER].tolist())
        return frame.assign(customer_name=[partner.name for partner in partners])


def _changed(both, name, is_date):
    """The rows in which the column differs; missing equals missing only."""
    kept, today = both[f"{name}_kept"], both[f"{name}_today"]
    if is_date:
        kept, today = pd.to_datetime(kept), pd.to_datetime(today)
        differs = (kept != today) & ~(kept.isna() & today.isna())
    else:
        kept, today = kept.astype("float64"), today.astype("float64")
        differs = ~np.isclose(kept, today, rtol=1e-9, atol=NOISE, equal_nan=True)
    rows = both[differs]
    return _rows(rows, "figure", name, kept[differs], today[differs])


def _rows(customers, what, figure, kept, today):
    """Rows of the model for ``customers``; the values are Series, or None."""
    nothing = pd.Series(np.nan, index=customers.index)
    kept = nothing if kept is None else kept
    today = nothing if today is None else today
    # a figure without data is not 0, a customer who is none brings nothing
    numbers = kept.dtype.kind == "f" and today.dtype.kind == "f"
    change = np.nan
    if numbers:
        change = today - kept
        if what != "figure":
            change = today.fillna(0) - kept.fillna(0)
    return pd.DataFrame(
        {
            CUSTOMER: customers[CUSTOMER].astype("int64"),
            "customer_name": customers["customer_name"],
            "what": what,
            "figure": figure,
            "kept": _plain(kept),
            "today": _plain(today),
            "change": change,
        }
    )


def _plain(values):
    """Numbers and days as texts that every language can write again."""
    return [
        None
        if value != value
        else str(value)[:10]
        if hasattr(value, "year")
        else repr(float(value))
        for value in values
    ]
