"""When a customer bought last, and at which interval they usually buy."""

from odoo import fields
from odoo.tools import float_round, formatLang

from ...classification.lifecycle import EXISTING
from .customer_tier_standing_filters import RHYTHM


def last_and_usual(standing, is_read):
    """Such as “44 days ago; usually every 99 days”; "" without a purchase.

    Counted to today, as the filter *Quiet* does. Below two intervals nobody knows what
    is usual, and a scheme that does not read them (``is_read``) says nothing about it.
    """
    last, env = standing.last_purchase, standing.env
    if not last:
        return ""
    told = _ago(env, (fields.Date.context_today(standing) - last).days)
    interval = standing[RHYTHM]
    if interval:
        days = formatLang(env, float_round(interval, precision_digits=0), digits=0)
        return env._("%(ago)s; usually every %(days)s days", ago=told, days=days)
    if is_read and standing.lifecycle == EXISTING:
        return env._("%(ago)s; too early to tell what is usual", ago=told)
    return told


def _ago(env, days):
    if days <= 0:
        return env._("today")
    if days == 1:
        return env._("yesterday")
    return env._("%s days ago", days)
