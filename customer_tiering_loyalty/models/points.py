"""How many points customers have on their loyalty cards, as of now."""

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.customer_tiering.classification.frame import Column
from odoo.addons.customer_tiering.models.collector.source import Source
from odoo.addons.customer_tiering.models.standing.documents import Opener

POINTS = Column("loyalty_points", "float", 0.0, "points")
# gift cards and e-wallets hold money, coupons are for one order
COLLECTS = "loyalty"


def points(reading):
    """The points on the cards of a customer and their contacts, that still count."""
    return SQL(
        """
        SELECT p.customer_id AS partner_id, SUM(card.points) AS loyalty_points
          FROM loyalty_card card
          JOIN loyalty_program program ON program.id = card.program_id
          JOIN %(customers)s p ON p.id = card.partner_id
         WHERE card.active AND program.active AND program.program_type = %(collects)s
           AND (program.company_id IS NULL OR program.company_id = ANY(%(companies)s))
           AND (card.expiration_date IS NULL OR card.expiration_date >= %(as_of)s)
         GROUP BY p.customer_id
        """,
        customers=reading.customers,
        collects=COLLECTS,
        companies=reading.companies,
        as_of=reading.as_of,
    )


SOURCE = Source(points, (POINTS,), optional=True)


def cards(documents):
    """The cards whose points add up to the figure."""
    env = documents.env
    companies = [False, *documents.scheme._covered_companies().ids]
    domain = (
        documents._of_customer("partner_id")
        & Domain("program_type", "=", COLLECTS)
        & Domain("program_id.active", "=", True)
        & Domain("company_id", "in", companies)
        & (
            Domain("expiration_date", "=", False)
            | Domain("expiration_date", ">=", documents.as_of)
        )
    )
    return {
        "type": "ir.actions.act_window",
        "name": env._("Loyalty cards of %s", documents.customer.name),
        "res_model": "loyalty.card",
        "views": [(False, "list"), (False, "form")],
        "domain": list(domain),
        "context": {"create": False},
    }


CARDS = Opener(cards, "loyalty.card")
