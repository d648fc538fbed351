from odoo import api, models
from odoo.tools import SQL

from .repricing import last_year, repriced, sold


class CustomerTierBenefit(models.Model):
    """What the benefits of a scheme cost, by the tier the customers are in now."""

    _inherit = "customer.tier.benefit"

    def _costs_by_tier(self, scheme):
        """Values of one row per ranked tier of ``scheme``, for the benefits ``self``.

        And of any other tier whose customers cost something.
        """
        first, last = last_year(scheme.company_id)
        discounts, estimated = self._discounts(scheme, first, last)
        costs = {
            "sample_cost": self._used_samples(scheme, first, last),
            "entitlement_cost": self._used_entitlements(scheme, first, last),
            "discount": discounts,
        }
        self.env["customer.tier.standing"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT tier_id, COUNT(*), SUM(net_revenue)::float,
                       SUM(gross_margin)::float
                  FROM customer_tier_standing
                 WHERE scheme_id = %s GROUP BY tier_id
                """,
                scheme.id,
            )
        )
        ranked = scheme.rule_ids.tier_id.ids
        values = []
        for tier, customers, revenue, margin in rows:
            of_tier = {name: found.get(tier, 0.0) for name, found in costs.items()}
            if tier not in ranked and not any(of_tier.values()):
                continue
            values.append(
                {
                    "scheme_id": scheme.id,
                    "tier_id": tier,
                    "date_from": first,
                    "date_to": last,
                    "customer_count": customers,
                    "net_revenue": revenue,
                    "gross_margin": margin,
                    "discount_estimated": estimated and tier in discounts,
                    "total_cost": sum(of_tier.values()),
                    **of_tier,
                }
            )
        return values

    def _used_samples(self, scheme, first, last):
        return self._sum_by_tier("customer.tier.benefit.usage", scheme, first, last)

    def _used_entitlements(self, scheme, first, last):
        """Trainings and others; nothing where no entitlements are kept."""
        return self._sum_by_tier(
            "customer.tier.entitlement",
            scheme,
            first,
            last,
            column="cost",
            day="state_date",
            condition=SQL("AND u.state = 'used'"),
        )

    def _discounts(self, scheme, first, last):
        """``{tier id: amount}``, and whether it is an estimate.

        What confirmed orders kept, if they kept anything; otherwise last year's
        invoices are priced again.
        """
        kept = self._sum_by_tier(
            "customer.tier.benefit.saving",
            scheme,
            first,
            last,
            condition=SQL(
                "AND EXISTS (SELECT FROM sale_order o"
                " WHERE o.id = u.order_id AND o.state = 'sale')"
            ),
        )
        if kept:
            return kept, False
        return self._estimated_discounts(scheme), True

    def _estimated_discounts(self, scheme):
        benefit = self.filtered(lambda found: found.kind == "pricelist")[:1]
        lists = benefit._lists_by_tier() if benefit else {}
        default = lists.pop(False, False)
        lists = {tier: (default, found) for tier, found in lists.items()}
        if not lists:
            return {}
        company = scheme.company_id
        rows = sold(
            company,
            SQL(
                """SELECT s.partner_id, s.tier_id
                     FROM customer_tier_standing s
                     JOIN res_partner owner ON owner.id = s.partner_id
                    WHERE s.scheme_id = %s AND s.tier_id = ANY(%s) AND %s""",
                scheme.id,
                list(lists),
                self._without_own_list(company),
            ),
        )
        return {
            tier: -difference
            for tier, difference in repriced(company, rows, lists).items()
        }

    def _lists_by_tier(self):
        """``{tier id: price list id}`` of tiers with a list; False: that of the others.

        Empty if price lists are switched off.
        """
        self.ensure_one()
        pricelists = self.env["product.pricelist"].with_company(self.company_id)
        if not pricelists._customer_tier_pricelists_on():
            return {}
        lines = self.line_ids.filtered("pricelist_id")
        usable = pricelists._customer_tier_usable(set(lines.pricelist_id.ids))
        default = pricelists.with_context(
            country_code=False
        )._get_country_pricelist_multi([])[False]
        return {
            False: default.id,
            **{
                line.tier_id.id: line.pricelist_id.id
                for line in lines
                if line.pricelist_id.id in usable
            },
        }

    @api.model
    def _without_own_list(self, company):
        """Whether the contact ``owner`` has no price list of their own."""
        return SQL(
            "(owner.specific_property_product_pricelist ->> %s) IS NULL",
            str(company.id),
        )

    def _sum_by_tier(
        self, model, scheme, first, last, column="amount", day="date", condition=None
    ):
        """``{tier id: sum}`` over the customers who are in the tier now."""
        if model not in self.env:
            return {}
        self.env[model].flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT s.tier_id, SUM(u.%(column)s)::float
                      FROM %(table)s u
                      JOIN customer_tier_standing s
                        ON s.partner_id = u.partner_id AND s.scheme_id = %(scheme)s
                     WHERE u.benefit_id = ANY(%(benefits)s)
                       AND u.%(day)s BETWEEN %(first)s AND %(last)s %(condition)s
                  GROUP BY s.tier_id
                    """,
                    table=SQL.identifier(self.env[model]._table),
                    column=SQL.identifier(column),
                    day=SQL.identifier(day),
                    scheme=scheme.id,
                    benefits=self.ids,
                    first=first,
                    last=last,
                    condition=condition or SQL(),
                )
            )
        )
