"""Lists of the documents behind a customer's figures, for the web client to open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytz

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...classification.window import Window
from ..collector.corrections import corrections
from ..collector.documents import PURCHASE_TYPES, SALE_TYPES, revenue_domain


def midnight(scheme, day, days=0):
    """The moment, in UTC, at which a day begins in the scheme's time zone."""
    local = datetime.combine(day + timedelta(days=days), time.min)
    zone = pytz.timezone(scheme.tz)
    return zone.localize(local).astimezone(pytz.utc).replace(tzinfo=None)


@dataclass(frozen=True)
class Opener:
    """How documents of one kind are opened.

    ``open`` takes a :class:`Documents` and returns an action of the web client;
    ``model`` is the one that the user must be able to read, else the figure is text.
    """

    open: Callable
    model: str = "account.move"


class Documents:
    """The documents of one customer, up to the day of the figures.

    A metric says by ``documents`` which kind is behind its figure, and
    ``standing._openers()`` how that kind is opened. The methods here are what openers
    are made of: domains, and actions that list what a domain finds.
    """

    def __init__(self, standing):
        standing.ensure_one()
        self.standing = standing
        self.env = standing.env
        self.scheme = standing.scheme_id
        self.customer = standing.partner_id

    def readable(self, metric):
        """Whether there are documents behind ``metric`` that the user may read."""
        opener = self.standing._openers().get(metric.documents)
        return bool(opener) and self.env[opener.model].has_access("read")

    def open(self, kind):
        """The action that lists the documents of ``kind``.

        Raises AccessError for a kind that nobody opens, or for a user who may not read
        the standing, and UserError if there is no evaluation anymore.
        """
        self.standing.check_access("read")
        if not self.customer.exists():
            raise UserError(
                self.env._(
                    "This contact has been merged or deleted since. Its documents "
                    "belong to another contact now."
                )
            )
        opener = self.standing._openers().get(kind)
        if not opener:
            raise AccessError(self.env._("No documents can be opened for this figure."))
        return opener.open(self)

    # ---------------------------------------------------------------- days

    @property
    def as_of(self):
        """The day of the figures; UserError if no evaluation made them."""
        return self._evaluation.as_of

    @property
    def _evaluation(self):
        evaluation = self.standing._figures_of()
        if not evaluation:
            raise UserError(
                self.env._(
                    "“%(scheme)s” has no evaluation anymore. Classify again to see "
                    "the documents.",
                    scheme=self.scheme.name,
                )
            )
        return evaluation

    @property
    def period(self):
        """The window of the evaluation."""
        return self._evaluation._window()

    def midnight(self, day, days=0):
        """See `midnight`."""
        return midnight(self.scheme, day, days)

    # ---------------------------------------------------------------- domains

    def own(self):
        """On payments and journal items: those of the customer and their contacts."""
        return self._of_customer("partner_id")

    def own_sales(self):
        """On invoices and refunds: those that the ledger gives to the customer."""
        return self._of_customer("commercial_partner_id")

    def own_orders(self):
        """On orders: those whose invoices the customer gets."""
        return self._of_customer("partner_invoice_id")

    def _of_customer(self, contact):
        if self.scheme.customer_level == "group":
            return Domain(contact, "child_of", self.customer.id)
        return Domain(f"{contact}.commercial_partner_id", "=", self.customer.id)

    def corrected(self):
        """Ids of the customer's invoices and refunds that a correction took back."""
        moves = self.env["account.move"].sudo()
        moves.env.flush_all()
        refunds = moves._search(
            Domain("reversed_entry_id", "!=", False) & self.own_sales()
        )
        found = corrections(
            self.env,
            self.scheme.date_basis,
            self.scheme._covered_companies().ids,
            self.as_of,
            SQL("r.id IN %s", refunds.subselect()),
        )
        rows = self.env.execute_query(SQL("SELECT id FROM %s found", found))
        return [move for (move,) in rows]

    def of_scheme(self):
        """On documents: those of the companies that the scheme covers."""
        return Domain("company_id", "in", self.scheme._covered_companies().ids)

    def sales(self, window, types=SALE_TYPES):
        """The customer's posted invoices and refunds in ``window``."""
        revenue = revenue_domain(self.scheme, window)
        return revenue & Domain("move_type", "in", types) & self.own_sales()

    def uncorrected(self, window, types):
        """The same without those that are neither purchases nor returns."""
        return self.sales(window, types) & Domain("id", "not in", self.corrected())

    # ---------------------------------------------------------------- actions

    def _told(self, title):
        """``title``; beside figures of the past it says that documents are of today."""
        if self.standing == self.standing._in_force():
            return title
        return self.env._("%(title)s (documents as they stand today)", title=title)

    def list_by(self, xmlid, title, domain, **context):
        """The action ``xmlid`` with a title, a domain, and nothing to create."""
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = list(domain)
        action["context"] = {"create": False, **context}
        action["display_name"] = self._told(title)
        return action

    def list_moves(self, title, domain, **context):
        """Invoices and refunds."""
        return self._list_moves(
            title,
            domain,
            # shows the column of the customer; refunds are listed all the same
            default_move_type="out_invoice",
            **context,
        )

    def _list_moves(self, title, domain, **context):
        """The list of invoices, with a form that the reader can open.

        Odoo's own form counts the payments of an invoice, and ends in an error for
        salespeople, who may read invoices and no payments.
        """
        action = self.list_by(
            "customer_tiering.account_move_action_evidence", title, domain, **context
        )
        if not self.env["account.payment"].has_access("read"):
            form = self.env.ref("customer_tiering.account_move_view_form_evidence")
            action["views"] = [
                (form.id, kind) if kind == "form" else (view, kind)
                for view, kind in action["views"]
            ]
        return action

    def list_items(self, title, domain):
        """Journal items; AccessError for a user who may not read them."""
        items = self.env["account.move.line"]
        items.check_access("read")
        return items._tier_action(self._told(title), domain)

    def list_sold(self, title, window):
        """The journal items that add up to the net revenue of ``window``."""
        revenue = self.env["account.move.line"]._tier_revenue()
        documents = Domain("move_id", "any", self.sales(window))
        return self.list_items(title, documents & revenue)

    def list_purchases(self, first, last):
        """What the scheme counts as purchases, from one day to another."""
        title = self.env._("Purchases of %s", self.customer.name)
        if self.scheme.purchase_basis == "order":
            since = Domain("date_order", ">=", self.midnight(first))
            return self.list_orders(title, since, last)
        purchases = self.uncorrected(Window(first, last), PURCHASE_TYPES)
        return self._list_moves(
            title, purchases & Domain("amount_untaxed_signed", "!=", 0)
        )

    def list_orders(self, title, domain, last=None):
        """Confirmed orders up to a day, by default that of the figures."""
        end = self.midnight(last or self.as_of, 1)
        return self.list_by(
            "customer_tiering.sale_order_action_evidence",
            title,
            domain
            & Domain("state", "=", "sale")
            & Domain("date_order", "<", end)
            & self.of_scheme()
            & self.own_orders(),
        )

    def list_payments(self, title, *domain):
        """Parts of payments, see ``customer.tier.payment.line``; made for this user."""
        lines = self.env["customer.tier.payment.line"]._fill(self.standing, self.period)
        return self._list_lines(
            "customer_tiering.customer_tier_payment_line_action", title, lines, *domain
        )

    def list_margin(self, title, window, **context):
        """Invoice lines with cost and margin, see ``customer.tier.sales.line``."""
        lines = self.env["customer.tier.sales.line"]._fill_margin(
            self.standing, self.as_of, window.first
        )
        return self._list_lines(
            "customer_tiering.customer_tier_sales_line_action_margin", title, lines
        ) | {"context": {"create": False, **context}}

    def list_discounts(self, title, window):
        """Refunded and discounted invoice lines."""
        lines = self.env["customer.tier.sales.line"]._fill_discounts(
            self.standing, self.as_of, window.first
        )
        return self._list_lines(
            "customer_tiering.customer_tier_sales_line_action_discount", title, lines
        )

    def _list_lines(self, xmlid, title, lines, *domain):
        """The action ``xmlid`` with the ``lines`` just made."""
        # a range and not the ids: there may be thousands
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [
            ("standing_id", "=", self.standing._in_force().id),
            ("id", ">=", min(lines.ids, default=0)),
            ("id", "<=", max(lines.ids, default=0)),
            *domain,
        ]
        action["display_name"] = self._told(title)
        return action

    def list_people(self, title, domain):
        """Contacts."""
        return self.list_by(
            "customer_tiering.res_partner_action_evidence", title, domain
        )

    def both_periods(self):
        """From the first day of the period before to the day of the figures."""
        return Window(self.period.before().first, self.period.last)
