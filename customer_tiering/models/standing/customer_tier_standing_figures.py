from datetime import datetime, time, timedelta

import pandas as pd
import pytz

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification import metrics
from ..collector.documents import PURCHASE_TYPES


class CustomerTierStanding(models.Model):
    """The figures behind a tier as they are stored, and the documents behind each."""

    _inherit = "customer.tier.standing"

    def _stored(self, names):
        """``{column: value}`` of one standing, collected or derived; None: no data.

        Read by SQL, because a field of a figure without data says 0. A column that the
        standings do not keep has no data here.
        """
        self.ensure_one()
        needed = metrics.collected(names)
        kept = {
            name for name in needed if name in self._fields and self._fields[name].store
        }
        as_of = self.scheme_id.last_evaluation_id.as_of
        if not kept or not as_of or not self.id:
            return dict.fromkeys(names)
        self.flush_recordset(kept)
        (row,) = self.env.execute_query_dict(
            SQL(
                "SELECT %s FROM customer_tier_standing WHERE id = %s",
                SQL(", ").join(map(SQL.identifier, sorted(kept))),
                self.id,
            )
        )
        days = {name for name in kept if self._fields[name].type == "date"}
        known = [name for name in names if metrics.collected([name]) <= kept]
        frame = metrics.derive(_row_frame(row, days), known, as_of)
        return {
            name: _plain(frame[name].iloc[0]) if name in frame else None
            for name in names
        }

    def _figure(self, column):
        """One figure of the customer, None without data."""
        return self._stored([column])[column]

    def _shown_figures(self):
        """Per metric that decides or is collected: name, figure, any documents."""
        self.ensure_one()
        codes = self.scheme_id._metric_codes()
        catalogue = self.env["customer.tier.metric"].search([("code", "in", codes)])
        stored = self._stored(catalogue.mapped("code"))
        return [
            {
                "code": metric.code,
                "label": metric.name,
                "definition": metric.definition,
                "value": self._format(stored[metric.code], metric.unit),
                "documents": self._has_documents(metric.code),
            }
            for metric in catalogue
        ]

    # ---------------------------------------------------------------- documents

    @api.model
    def _documents_actions(self):
        """Metric code -> name of the method that opens the documents behind it.

        A figure whose documents are opened by ``action_view_<code>`` needs no entry.
        """
        return {
            "net_revenue": "action_view_documents",
            "average_order_value": "action_view_documents",
            "purchase_count": "action_view_purchases",
            "days_since_last_purchase": "action_view_last_purchase",
        }

    @api.model
    def _documents_method(self, code):
        name = self._documents_actions().get(code) or f"action_view_{code}"
        return name if hasattr(type(self), name) else None

    @api.model
    def _has_documents(self, code):
        """Whether there is something to open, and the user may see such documents."""
        return bool(self._documents_method(code)) and self.env[
            "account.move"
        ].has_access("read")

    def action_view_figure(self, code):
        """Open the documents behind the figure of the metric ``code``."""
        self.ensure_one()
        self.check_access("read")
        known = self.env["customer.tier.metric"].search_count([("code", "=", code)])
        method = self._documents_method(code) if known else None
        if not method:
            raise AccessError(self.env._("No documents can be opened for this figure."))
        return getattr(self, method)()

    def action_view_purchases(self):
        """The invoices, or the confirmed orders, that count as purchases."""
        self.ensure_one()
        scheme = self.scheme_id
        window = scheme._window(scheme.last_evaluation_id.as_of or scheme._today())
        return self._action_purchases(window.first, window.last)

    def action_view_last_purchase(self):
        """The purchases of the last day on which there was one."""
        self.ensure_one()
        return self._action_purchases(self.last_purchase, self.last_purchase)

    def _action_purchases(self, first, last):
        """Open the purchases from the day ``first`` to the day ``last``."""
        scheme = self.scheme_id
        domain = self._own_documents() & Domain(
            "company_id", "in", scheme._covered_companies().ids
        )
        if scheme.purchase_basis == "order":
            xmlid, day = "sale.action_orders", "date_order"
            first, last = _midnight(first, scheme.tz), _midnight(last, scheme.tz, 1)
            domain &= Domain("state", "=", "sale") & Domain(day, "<", last)
        else:
            xmlid, day = "account.action_move_out_invoice_type", scheme.date_basis
            domain &= Domain("state", "=", "posted") & Domain(day, "<=", last)
            domain &= Domain("move_type", "in", PURCHASE_TYPES)
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = list(domain & Domain(day, ">=", first))
        action["context"] = {"create": False}
        action["display_name"] = self.env._("Purchases of %s", self.partner_id.name)
        return action

    def _own_documents(self):
        """Domain on documents: those of the customer, contacts and group included."""
        self.ensure_one()
        if self.scheme_id.customer_level == "group":
            return Domain("partner_id", "child_of", self.partner_id.id)
        return Domain("partner_id.commercial_partner_id", "=", self.partner_id.id)


def _midnight(day, tz, days=0):
    """The moment at which a day of the zone ``tz`` begins, in UTC without a zone."""
    local = datetime.combine(day + timedelta(days=days), time.min)
    return pytz.timezone(tz).localize(local).astimezone(pytz.utc).replace(tzinfo=None)


def _row_frame(row, days):
    """A frame of one row for `metrics.derive`."""
    return pd.DataFrame(
        {
            name: pd.to_datetime(pd.Series([value]))
            if name in days
            else pd.to_numeric(pd.Series([value], dtype="object"))
            for name, value in row.items()
        }
    )


def _plain(value):
    """A Python value as it leaves pandas; None for every kind of gap."""
    if value is None or value is pd.NaT or value != value:
        return None
    return value.item() if hasattr(value, "item") else value
