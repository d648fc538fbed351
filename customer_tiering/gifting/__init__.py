"""Gifts as plain calculation: days, amounts, rules, effects.

Frames in, frames out: pandas and NumPy, no Odoo, no clock, no database. The modules
below are what the rest of the addon uses. Importing the package registers the policy
rules of the ``policy_*`` modules.
"""

from . import (
    allocation,
    anniversary,
    approval,
    comparison,
    effect,
    exact,
    flow,
    occasions,
    policy,
    pseudonym,
    rules,
    suggestion,
    year,
)
from . import policy_amounts, policy_circumstances, policy_people

__all__ = [
    "allocation",
    "anniversary",
    "approval",
    "comparison",
    "effect",
    "exact",
    "flow",
    "occasions",
    "policy",
    "pseudonym",
    "rules",
    "suggestion",
    "year",
]
