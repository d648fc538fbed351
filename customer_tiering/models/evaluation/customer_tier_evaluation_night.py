import logging
from dataclasses import replace
from datetime import datetime

import pytz

from odoo import models

_logger = logging.getLogger(__name__)
CONNECTIONS = "customer_tiering.night_connections"
HOURS = "customer_tiering.night_hours"


class CustomerTierEvaluation(models.Model):
    """At night several connections read at a time; by day people need the cores.

    The cores are those of the server and not of a scheme, so system parameters say how
    many connections, and from which hour to which in the time zone of the scheme.
    """

    _inherit = "customer.tier.evaluation"

    def _reading(self):
        return replace(super()._reading(), connections=self._connections())

    def _connections(self):
        """How many connections to PostgreSQL may read now."""
        if not self._is_night():
            return 1
        allowed = self._night_parameter(CONNECTIONS, "2", int)
        return max(allowed or 1, 1)

    def _is_night(self):
        self.ensure_one()
        hours = self._night_parameter(HOURS, "22-6", _hours)
        if not hours:
            return False
        first, end = hours
        hour = datetime.now(pytz.timezone(self.scheme_id.tz)).hour
        # most nights have midnight in them
        return first <= hour < end if first < end else hour >= first or hour < end

    def _night_parameter(self, key, default, read):
        """The parameter as ``read`` (function) gives it; None and a warning if not."""
        text = self.env["ir.config_parameter"].sudo().get_param(key, default)
        try:
            return read(text)
        except ValueError:
            _logger.warning(
                "One connection reads, because the system parameter %s is “%s” and "
                "not like “%s”.",
                *(key, text, default),
            )
            return None


def _hours(text):
    first, end = map(int, text.split("-"))
    return first, end
