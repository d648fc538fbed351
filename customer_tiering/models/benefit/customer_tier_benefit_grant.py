from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models, tools
from odoo.tools import SQL

from ..collector.customers import public_visitors
from ..scheme.customer_tier_scheme_schedule import today_in


class Ladder(NamedTuple):
    """A benefit in use: what its lines grant, as plain ids that can be cached."""

    benefit_id: int
    scheme_id: int
    # time zone of the scheme, whose day decides how long a protection lasts
    tz: str
    protection_days: int
    # tier id -> (line, price list or None, payment terms or None)
    lines: dict


class Grant(NamedTuple):
    """What a customer is granted, and why."""

    benefit_id: int
    line_id: int
    pricelist_id: int | None
    payment_term_id: int | None
    # whose line it is, and the tier the customer has now: they differ after a fall
    tier_id: int
    now_tier_id: int
    # day since which the customer has the tier of now
    since: object
    # last day of a protection, else None
    until: object


class CustomerTierBenefit(models.Model):
    """Who is granted what: read from the standings when it is needed, never stored."""

    _inherit = "customer.tier.benefit"

    @api.model
    @tools.ormcache("kind", "company_id")
    def _ladders(self, kind, company_id):
        """The benefits of a kind that apply in a company, as a tuple of `Ladder`.

        Those of the company come before those of the companies above it.
        """
        company = self.env["res.company"].sudo().browse(company_id)
        depth = {id_: place for place, id_ in enumerate(company.parent_ids.ids)}
        # cached for all callers, so it must not depend on the active_test of one
        benefits = (
            self.sudo()
            .with_context(active_test=True)
            .search(
                [
                    ("kind", "=", kind),
                    ("company_id", "in", list(depth)),
                    ("scheme_id.active", "=", True),
                ]
            )
            .sorted(lambda b: (-depth[b.company_id.id], b.sequence, b.id))
        )
        return tuple(
            Ladder(
                benefit.id,
                benefit.scheme_id.id,
                benefit.scheme_id.tz,
                benefit.protection_days if kind == "pricelist" else 0,
                {
                    line.tier_id.id: (
                        line.id,
                        line.pricelist_id.id or None,
                        line.payment_term_id.id or None,
                    )
                    for line in benefit.line_ids
                },
            )
            for benefit in benefits
        )

    @api.model
    def _granted(self, kind, partners):
        """``{id: Grant}`` of those ``partners`` who are granted a benefit of ``kind``.

        The company is that of the environment. The ids are those that were passed, so
        that a contact in a form, saved or not, is found again. The first benefit in
        whose scheme the customer stands decides. There is one statement for all
        partners, and none if no benefit of the kind is in use.
        """
        ladders = self._ladders(kind, self.env.company.id)
        if not ladders:
            return {}
        saved = [id_ for id_ in partners._ids if id_ and isinstance(id_, int)]
        asked = dict.fromkeys(saved)
        # what a form shows is not in the database yet, above all the company
        edited = {
            partner.id: (
                partner._origin.id or 0,
                partner.commercial_partner_id._origin.id or 0,
            )
            for partner in partners.sudo().browse(set(partners._ids).difference(saved))
        }
        if not asked and not edited:
            return {}
        pairs = [*asked.items(), *sorted({*edited.values()})]
        found = {}
        for partner, customer, place, *standing in self._read_grants(ladders, pairs):
            found.setdefault((partner, customer), (ladders[place], *standing))
        granted = {}
        for id_, key in (*zip(asked, asked.items(), strict=True), *edited.items()):
            grant = key in found and self._grant(*found[key])
            if grant:
                granted[id_] = grant
        return granted

    @api.model
    def _grant(self, ladder, tier, since, before, fell):
        """``before`` is the best tier that is still protected, left on ``fell``."""
        until = None
        held = tier
        if before in ladder.lines:
            held = before
            until = fell + relativedelta(days=ladder.protection_days)
        if held not in ladder.lines:
            return None
        return Grant(ladder.benefit_id, *ladder.lines[held], held, tier, since, until)

    @api.model
    def _read_grants(self, ladders, pairs):
        """Rows of partner, customer, place of the ladder and where the customer stands.

        ``pairs`` of partner and customer: 0 for one who is not saved yet, None for the
        customer that the database knows. What a visitor of the website is shown is
        never a tier's, whatever their contact is.
        """
        # standings and changes are written by SQL, but not in every test
        self.env["customer.tier.change"].flush_model()
        self.env["res.users"].flush_model(["partner_id", "group_ids"])
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT asked.partner_id, asked.customer_id, ladder.place, s.tier_id,
                       s.since, fall.from_tier_id, fall.date
                  FROM unnest(%(partners)s::int[], %(customers)s::int[])
                       AS asked (partner_id, customer_id)
             LEFT JOIN res_partner known
                    ON known.id = asked.partner_id AND asked.customer_id IS NULL
                  JOIN customer_tier_standing s
                    ON s.partner_id
                       = COALESCE(known.commercial_partner_id, asked.customer_id)
                  JOIN (VALUES %(ladders)s) AS ladder (place, scheme_id, since)
                    ON ladder.scheme_id = s.scheme_id
             LEFT JOIN LATERAL (%(fall)s) fall ON ladder.since IS NOT NULL
                 WHERE asked.partner_id <> ALL (%(public)s)
                   AND s.partner_id <> ALL (%(public)s)
              ORDER BY ladder.place
                """,
                partners=[partner for partner, _customer in pairs],
                customers=[customer for _partner, customer in pairs],
                ladders=SQL(", ").join(
                    SQL(
                        "(%s::int, %s::int, %s::date)",
                        place,
                        ladder.scheme_id,
                        self._protected_since(ladder),
                    )
                    for place, ladder in enumerate(ladders)
                ),
                fall=self._protected_fall_sql(),
                public=public_visitors(self.env),
            )
        )

    @api.model
    def _protected_since(self, ladder):
        """A fall on this day or later is protected today; None without protection."""
        if not ladder.protection_days:
            return None
        return today_in(ladder.tz) - relativedelta(days=ladder.protection_days)

    @api.model
    def _protected_fall_sql(self):
        """The fall from the best tier that is better than the one of today."""
        return SQL(
            """
            SELECT c.from_tier_id, c.date
              FROM customer_tier_change c
              JOIN customer_tier_evaluation e
                ON e.id = c.evaluation_id AND e.state <> 'undone'
              JOIN customer_tier better ON better.id = c.from_tier_id
              JOIN customer_tier today ON today.id = s.tier_id
             WHERE c.partner_id = s.partner_id AND c.scheme_id = s.scheme_id
               AND c.direction = 'down' AND c.date >= ladder.since
               AND (better.sequence, better.id) < (today.sequence, today.id)
          ORDER BY better.sequence, better.id, c.date DESC
             LIMIT 1
            """
        )
