from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, formatLang

STANDINGS = "customer.tier.standing"


@dataclass(frozen=True)
class Page:
    """What all parts of a page need.

    ``tiers``  ``{tier id: plain data}``, the best first
    ``today``  the day of the reader
    """

    scheme: object
    tiers: dict
    today: date


class CustomerTierHome(models.AbstractModel):
    """Figures, and the records behind them.

    A figure is ``{"value", "unit", "action", "measure"}``: ``unit`` is ``count``,
    ``money`` or ``plain``; the records that ``action`` opens have ``value`` as their
    ``measure``, an aggregate as `_read_group` knows it.
    """

    _inherit = "customer.tier.home"

    @api.model
    def _page(self, scheme):
        """The `Page` about ``scheme``; archived tiers are on it too."""
        tiers = self.env["customer.tier"].with_context(active_test=False)
        plain = {
            tier.id: {
                "id": tier.id,
                "name": tier.name,
                "color": tier.color,
                "ranked": tier.kind != "lifecycle",
            }
            for tier in tiers.search([])
        }
        return Page(scheme, plain, fields.Date.context_today(self))

    @api.model
    def _figure(self, value, action, measure="__count"):
        unit = "count" if measure in ("__count", "customer_count:sum") else "money"
        return {"value": value, "unit": unit, "action": action, "measure": measure}

    @api.model
    def _count_and_value(self, count, value, action, measure="net_revenue:sum"):
        """Two figures of the same records."""
        return {
            "count": self._figure(count, action),
            "value": self._figure(value, action, measure),
        }

    @api.model
    def _list(self, name, model, domain, list_view=None, **context):
        """The action that lists the records of ``domain``."""
        view = list_view and self.env["ir.model.data"]._xmlid_to_res_id(
            f"customer_tiering.{list_view}"
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [[view or False, "list"], [False, "form"]],
            "domain": _plain(list(domain)),
            "context": {"create": False, **context},
            "target": "current",
        }

    @api.model
    def _form(self, record, name):
        """The action that opens one record."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": record._name,
            "res_id": record.id,
            "views": [[False, "form"]],
            "target": "current",
        }

    @api.model
    def _standings(self, name, page, domain, **options):
        """The action that lists customers of ``scheme``, once each."""
        domain = [("scheme_id", "=", page.scheme.id), *domain]
        return self._list(name, STANDINGS, domain, **options)

    @api.model
    def _query(self, domain, conditions):
        """Standings of ``domain`` that the user may see.

        :param conditions: list of domains
        :return: the query, and for each condition the SQL that says if it is met
        """
        standings = self.env[STANDINGS]
        query = standings._search(domain)
        return query, [
            SQL(
                "(%s) IS TRUE",
                Domain(condition)
                .optimize_full(standings)
                ._to_sql(standings, standings._table, query),
            )
            for condition in conditions
        ]

    @api.model
    def _columns(self, query, names):
        standings = self.env[STANDINGS]
        return [
            standings._field_to_sql(standings._table, name, query) for name in names
        ]

    @api.model
    def _pyramid(self, page, totals, domain=()):
        """One line per tier that somebody is in.

        :param totals: ``{tier id: (customers, net revenue)}`` of ``domain``
        """
        return [
            {
                "tier": tier,
                **self._count_and_value(
                    *totals[tier["id"]],
                    self._standings(
                        tier["name"], page, [*domain, ("tier_id", "=", tier["id"])]
                    ),
                ),
            }
            for tier in page.tiers.values()
            if tier["id"] in totals
        ]

    @api.model
    def _money(self, page, amount):
        return formatLang(self.env, amount, currency_obj=page.scheme.currency_id)

    @api.model
    def _percent(self, share):
        return self.env._(
            "%(percent)s %%", percent=formatLang(self.env, 100 * share, digits=1)
        )


def _plain(value):
    """A domain as the browser sends it back: days are texts."""
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, date) else value
