from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...gifting.suggestion import Product, suggest
from ...tools.groups import USER_GROUP
from ..gift_occasion.customer_gift_occasion import FORMS

# a product is not suggested again once a gift of it is in one of these states
REPEATS = ("approved", "ordered", "given", "declined", "returned")
# days: a lunar holiday is up to 20 days later than the year before
YEAR_AND_SOME = 400


class ProductTemplate(models.Model):
    """Products that can be given: the gift catalogue."""

    _inherit = "product.template"

    customer_gift_ok = fields.Boolean(string="Can Be Given as a Gift")
    customer_gift_form = fields.Selection(
        FORMS,
        string="Form of the Gift",
        groups=USER_GROUP,
        help="The form in which it is given. Leave empty for goods.",
    )
    customer_gift_freight = fields.Float(
        string="Packing and Freight",
        company_dependent=True,
        min_display_digits="Product Price",
        groups=USER_GROUP,
        help="For one gift, in addition to the cost of the product.",
    )
    customer_gift_tag_ids = fields.Many2many(
        "customer.gift.tag", string="Gift Tags", groups=USER_GROUP
    )
    customer_gift_tier_ids = fields.Many2many(
        "customer.tier",
        relation="customer_gift_product_tier_rel",
        string="For Tiers",
        groups=USER_GROUP,
        help="Leave empty for all tiers.",
    )
    customer_gift_occasion_ids = fields.Many2many(
        "customer.gift.occasion",
        relation="customer_gift_product_occasion_rel",
        string="For Occasions",
        groups=USER_GROUP,
        help="Leave empty for all occasions.",
    )

    @api.constrains("customer_gift_freight")
    def _check_customer_gift_freight(self):
        for product in self.sudo():
            if product.customer_gift_freight < 0:
                raise ValidationError(
                    self.env._(
                        "Packing and freight of “%s” cannot be negative. Enter 0 or "
                        "more.",
                        product.name,
                    )
                )

    @api.model
    def _suggest_gifts(self, plan, frame):
        """``frame`` with ``product_id``, ``cost`` and ``list_value`` for each gift.

        ``cost`` includes packing and freight, is in the currency of the plan and never
        exceeds ``amount``. Where no product fits there is none, and the cost is
        ``amount``. A few queries, however many customers.
        """
        partners = frame["partner_id"].tolist()
        return suggest(
            frame,
            self._gift_catalogue(plan),
            likes=self._gift_tastes("customer_tier_gift_like_ids", partners),
            taboos=self._gift_tastes("customer_tier_gift_taboo_ids", partners),
            given=self._gifts_before(plan, partners),
            unit=plan.currency_id.rounding,
        )

    @api.model
    def _gift_catalogue(self, plan):
        """The products that can be given in ``plan``, without archived ones."""
        company = plan.company_id
        products = (
            self.env["product.product"]
            .sudo()
            .with_company(company)
            .with_context(active_test=True, allowed_company_ids=company.ids)
            .search(
                [
                    ("customer_gift_ok", "=", True),
                    ("product_tmpl_id.active", "=", True),
                    ("company_id", "in", [False, *company.parent_ids.ids]),
                    ("customer_gift_occasion_ids", "in", [False, plan.occasion_id.id]),
                ]
            )
        )
        currency = plan.currency_id
        return [
            Product(
                key=product.id,
                cost=currency.round(product._gift_cost(plan)),
                form=product.customer_gift_form or "goods",
                list_value=currency.round(
                    product.currency_id._convert(
                        product.lst_price, currency, company, plan.date, round=False
                    )
                ),
                tiers=frozenset(product.customer_gift_tier_ids.ids),
                tags=frozenset(product.customer_gift_tag_ids.ids),
            )
            for product in products
        ]

    @api.model
    def _gift_tastes(self, field_name, partners):
        """``{customer: tags}``; the tastes of contacts count for their company."""
        field = self.env["res.partner"]._fields[field_name]
        self.env["res.partner"].flush_model([field_name, "commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT partner.commercial_partner_id, array_agg(DISTINCT wish.%s)"
                " FROM %s wish JOIN res_partner partner ON partner.id = wish.%s"
                " GROUP BY partner.commercial_partner_id",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
            )
        )
        wanted = set(partners)
        return {key: frozenset(tags) for key, tags in rows if key in wanted}

    @api.model
    def _gifts_before(self, plan, partners):
        """``{customer: products}`` that ``plan`` must not repeat.

        Those given within 12 months, or on the same occasion a year earlier.
        """
        Gift = self.env["customer.gift"]
        Gift.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, array_agg(DISTINCT product_id)
                  FROM customer_gift
                 WHERE direction = 'given' AND product_id IS NOT NULL
                   AND state = ANY(%(states)s) AND corrected IS NOT TRUE
                   AND plan_id IS DISTINCT FROM %(plan)s
                   AND date <= %(day)s + 366
                   AND (date >= %(year)s
                        OR occasion_id = %(occasion)s AND date >= %(day)s - %(span)s)
                   AND partner_id = ANY(%(partners)s)
                 GROUP BY partner_id
                """,
                states=list(REPEATS),
                plan=plan.id or None,
                day=plan.date,
                year=plan.date - relativedelta(years=1),
                occasion=plan.occasion_id.id,
                span=YEAR_AND_SOME,
                partners=partners,
            )
        )
        return {partner: frozenset(products) for partner, products in rows}
