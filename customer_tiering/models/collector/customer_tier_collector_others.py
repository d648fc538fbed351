from odoo import api, models
from odoo.tools import SQL

from ...classification import frame as columns
from ...classification import metrics_sales
from .customer_tier_collector import Source
from .customer_tier_sources import PURCHASE_TYPES


class CustomerTierCollector(models.AbstractModel):
    """Sources that compare one customer with others, asked for him alone."""

    _inherit = "customer.tier.collector"

    @api.model
    def _referrals_sql(self, scheme, as_of):
        """In the scope are those whom he may have referred, and who else they name."""
        scope = self._scope()
        if scope is None:
            return super()._referrals_sql(scheme, as_of)
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        named = partners.search([("customer_tier_referrer_id", "in", scope.contacts)])
        referred = self._contacts_of(scheme, scheme._customers_of(named))
        naming = partners.browse(contact for contact, _ in referred)
        referrers = {
            (referrer.id, scheme._customers_of(referrer).id)
            for referrer in naming.customer_tier_referrer_id
        }
        own = zip(scope.contacts, scope.customers, strict=True)
        wider = scope.of({*own, *referred, *referrers})
        return super(CustomerTierCollector, self._scoped(wider))._referrals_sql(
            scheme, as_of
        )

    @api.model
    def _categories_sql(self, scheme, as_of):
        """The whole is the categories that anybody bought from, asked one by one."""
        scope = self._scope()
        if scope is None:
            return super()._categories_sql(scheme, as_of)
        window = scheme._window(as_of)
        everybody = self._scoped(None)
        bought = SQL("m.move_type = ANY(%s)", list(PURCHASE_TYPES))
        lines = SQL(
            """account_move_line l JOIN product_product product
                    ON product.id = l.product_id AND l.display_type = 'product'
               JOIN product_template t ON t.id = product.product_tmpl_id"""
        )
        return SQL(
            """
            SELECT m.customer_id AS partner_id,
                   COUNT(DISTINCT t.categ_id)::float8 / (
                       SELECT COUNT(*) FROM product_category category
                        CROSS JOIN LATERAL (
                            SELECT 1 FROM %(lines)s JOIN %(all)s m ON m.id = l.move_id
                             WHERE t.categ_id = category.id AND %(bought)s
                             LIMIT 1) anybody) AS %(depth)s
              FROM %(own)s m JOIN %(lines)s ON l.move_id = m.id
             WHERE %(bought)s AND t.categ_id IS NOT NULL
             GROUP BY m.customer_id
            """,
            lines=lines,
            all=everybody._documents(scheme, window.last, window.first),
            own=self._documents(scheme, window.last, window.first),
            bought=bought,
            depth=SQL.identifier(metrics_sales.CATEGORY_DEPTH.name),
        )

    @api.model
    def _group_source(self, scheme):
        """A city's key is its place among all cities: that of his neighbours there."""
        source = super()._group_source(scheme)
        scope = self._scope()
        if scope is None or scheme.group_by != "city":
            return source
        return Source(
            SQL(
                """
                SELECT p.id AS partner_id,
                       CASE WHEN TRIM(p.city) <> '' THEN COALESCE((
                           SELECT s.group_key FROM res_partner n
                             JOIN customer_tier_standing s ON s.partner_id = n.id
                            WHERE s.scheme_id = %(scheme)s AND s.rank > 0
                              AND LOWER(TRIM(n.city)) = LOWER(TRIM(p.city))
                              AND n.country_id IS NOT DISTINCT FROM p.country_id
                              AND (n.id <> p.id OR NOT EXISTS (
                                  SELECT FROM customer_tier_standing o
                                   WHERE o.scheme_id = s.scheme_id AND o.rank > 0
                                     AND o.group_key = s.group_key AND o.id <> s.id))
                            LIMIT 1), -1) END AS %(key)s
                  FROM res_partner p WHERE p.id = %(customer)s
                """,
                scheme=scheme.id,
                key=SQL.identifier(columns.GROUP.name),
                customer=scope.customer,
            ),
            source.columns,
        )
