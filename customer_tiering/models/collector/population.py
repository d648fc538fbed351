"""Who can be a customer of a scheme, and in which group they are ranked."""

from odoo.tools import SQL

from ...classification import frame as columns
from .customers import public_visitors
from .source import Source

PURE_VENDOR = columns.Column("pure_vendor", "bool", False, "never a customer")
# field of the scheme that customers are ranked by apart -> key of the group
GROUP_KEYS = {
    "user": SQL("p.user_id"),
    "team": SQL(
        "(SELECT MIN(m.crm_team_id) FROM crm_team_member m"
        " WHERE m.active AND m.user_id = p.user_id)"
    ),
    "country": SQL("p.country_id"),
    "state": SQL("p.state_id"),
    # a city is a word: those who write it alike are in one group
    "city": SQL(
        "CASE WHEN TRIM(p.city) <> '' THEN DENSE_RANK() OVER ("
        "ORDER BY p.country_id, LOWER(TRIM(p.city))) END"
    ),
    "industry": SQL("p.industry_id"),
}


def population(reading):
    """The contacts that the scheme may classify, and whether they are pure vendors.

    The company's own contacts, those of internal users and the visitor of the website
    are never customers. Nor is a vendor without any sale or interaction; only the other
    sources tell that.
    """
    scheme = reading.scheme
    return SQL(
        """
        SELECT p.id AS partner_id,
               p.supplier_rank > 0 AND p.customer_rank = 0 AS pure_vendor
          FROM res_partner p
         WHERE %(is_customer)s
           AND p.active
           AND (p.company_id IS NULL OR p.company_id = ANY(%(companies)s))
           AND p.id IN %(matching)s
           AND NOT EXISTS (SELECT FROM res_company c WHERE c.partner_id = p.id)
           AND NOT EXISTS (
               SELECT FROM res_users u WHERE NOT u.share AND u.partner_id = p.id)
           AND p.id <> ALL (%(public)s)
        """,
        is_customer=SQL("p.commercial_partner_id = p.id")
        if scheme.customer_level == "company"
        else SQL("p.parent_id IS NULL"),
        companies=reading.companies,
        matching=scheme._contacts_query().subselect(),
        public=public_visitors(reading.env),
    )


POPULATION = Source(population, (PURE_VENDOR,))


def without_vendors(frame, vendors):
    """``frame`` without those ``vendors`` who have no document nor were in contact.

    :param vendors: array of bool, one per row: is it a pure vendor?
    """
    seen = (
        frame[columns.FIRST_PURCHASE.name].notna()
        | frame[columns.HAS_DOCUMENT.name]
        | (frame[columns.CONTACTS.name] > 0)
    ).to_numpy()
    return frame[seen | ~vendors].reset_index(drop=True)


def group(reading):
    """The group that each customer is ranked in (rule K20)."""
    group_by = reading.scheme.group_by
    if reading.scope and group_by == "city":
        return _city(reading)
    return SQL(
        "SELECT p.id AS partner_id, %s AS %s FROM res_partner p"
        " WHERE p.id IN (SELECT customer_id FROM %s heads)",
        GROUP_KEYS[group_by],
        SQL.identifier(columns.GROUP.name),
        reading.customers,
    )


def _city(reading):
    """The key of one customer's city, which is its place among all cities.

    It is that of the neighbours there, as the last evaluation stored it.
    """
    return SQL(
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
        scheme=reading.scheme.id,
        key=SQL.identifier(columns.GROUP.name),
        customer=reading.scope.customer,
    )


GROUP = Source(group, (columns.GROUP,))
