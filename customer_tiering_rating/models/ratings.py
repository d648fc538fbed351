"""What customers think of us: the average of their ratings in the period."""

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.customer_tiering.classification.frame import Column
from odoo.addons.customer_tiering.models.collector.source import Source
from odoo.addons.customer_tiering.models.standing.documents import Opener, midnight
from odoo.addons.rating.models.rating_data import RATING_LIMIT_MIN

AVERAGE = Column("average_rating", "float", None, "stars, 1..5")


def average(reading):
    """The ratings that a customer and their contacts gave, of whatever they rated.

    Ratings have no company, so those of all companies count.
    """
    window = reading.window
    return SQL(
        """
        SELECT p.customer_id AS partner_id, AVG(r.rating) AS average_rating
          FROM rating_rating r
          JOIN %(customers)s p ON p.id = r.partner_id
         WHERE r.consumed AND r.rating >= %(lowest)s AND %(has_contact)s
           AND r.rated_on >= %(first)s AND r.rated_on < %(end)s
         GROUP BY p.customer_id
        """,
        customers=reading.customers,
        lowest=RATING_LIMIT_MIN,
        has_contact=reading.has_contact(SQL("r.partner_id")),
        first=midnight(reading.scheme, window.first),
        end=midnight(reading.scheme, window.last, 1),
    )


SOURCE = Source(average, (AVERAGE,), optional=True)


def ratings(documents):
    """The ratings whose average is the figure."""
    env, window = documents.env, documents.period
    domain = (
        documents._of_customer("partner_id")
        & Domain("consumed", "=", True)
        & Domain("rating", ">=", RATING_LIMIT_MIN)
        & Domain("rated_on", ">=", documents.midnight(window.first))
        & Domain("rated_on", "<", documents.midnight(window.last, 1))
    )
    return {
        "type": "ir.actions.act_window",
        "name": env._("Ratings by %s", documents.customer.name),
        "res_model": "rating.rating",
        "views": [(False, "list"), (False, "form")],
        "domain": list(domain),
        "context": {"create": False},
    }


RATINGS = Opener(ratings, "rating.rating")
