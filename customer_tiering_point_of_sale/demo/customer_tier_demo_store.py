import logging
import random
import time

from odoo import api, fields, models

from odoo.addons.customer_tiering.demo.customer_tier_demo import QUIET

from . import benefits, store
from .plan import plan_sales
from .sales import Seller

_logger = logging.getLogger(__name__)

SEED = 2011


class CustomerTierDemoStore(models.AbstractModel):
    """A store with a till and members, beside the wholesaler of the demo.

    The trade of twelve months is planned in plain Python from a seeded generator. The
    orders of a session are created at once, and Odoo closes the session.
    """

    _name = "customer.tier.demo.store"
    _description = "Customer Tier Demo Store"

    @api.model
    def _install(self):
        """Build the store and twelve months of its trade, once.

        :return: `store.Store`, or None if there is one already
        """
        if self.env.ref(store.COMPANY, raise_if_not_found=False):
            return None
        begun = time.monotonic()
        demo = self.sudo().with_context(**QUIET)
        today = fields.Date.context_today(self)
        built = store.set_up(demo.env)
        self._say(begun, "company, till, products, members")
        plan = plan_sales(
            random.Random(SEED), today, len(built.members), len(built.products)
        )
        Seller(built).sell(plan)
        self._say(begun, f"{sum(map(len, plan.values()))} orders of the till")
        return built

    @api.model
    def _classify(self, built):
        """Classify the members of the store, and give the best what they get."""
        begun = time.monotonic()
        scheme = store.create_scheme(built)
        scheme._queue_evaluation()
        self.env["customer.tier.evaluation"]._run_pending()
        self.env["customer.tier.follower"]._run_pending()
        benefits.create_benefits(built, scheme)
        self._say(begun, "members classified")

    def _say(self, begun, text):
        _logger.info("Demo store, %.1f s: %s", time.monotonic() - begun, text)
