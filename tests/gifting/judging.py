"""Gifts as the policy reads them, and what it finds."""

from datetime import date

import pandas as pd
from gifting.policy import (
    SEVERITIES,
    Policy,
    Setting,
    check,
)

DAY = date(2025, 6, 30)

C01 = Policy(18, "C01", "block", days=92)
C03 = Policy(1, "C03", "approve", 200, 400, "block")
C04 = Policy(2, "C04", "approve", 600, 1200, "block")
C05 = Policy(3, "C05", "approve", count=4)
C07 = Policy(12, "C07", "block", 50)
C08 = Policy(20, "C08", "block", 1000, days=30)
C15 = Policy(5, "C15", "approve", 200, 400, "block", days=30)


def gift(**facts):
    """An ordinary gift of goods to a business that buys, all in order."""
    return {
        "partner_id": 1,
        "date": DAY,
        "cost": 100.0,
        "amount": 100.0,
        "budget_line_id": 7,
        "tier_id": 3,
        "lifecycle": "existing",
        "evaluated_on": date(2025, 6, 1),
        "decided_on": date(2025, 6, 1),
        "purpose": "Thanks",
        "nothing_asked": True,
        "contact_id": None,
        **facts,
    }


def person(**facts):
    return gift(contact_id=2, person=True, **facts)


def judged(policies, *gifts, mode="strict", past=None):
    """Per gift, what each finding is: (code, severity, what, figure, limit)."""
    policies = [policies] if isinstance(policies, Policy) else policies
    if past is not None:
        past = pd.DataFrame(
            past, columns=["recipient_id", "partner_id", "date", "value"]
        )
    found = check(pd.DataFrame(list(gifts)), policies, Setting(mode, past))
    result = [[] for _gift in gifts]
    for line in found.itertuples():
        figures = (line.figure, line.limit)
        result[line.gift].append(
            (
                line.code,
                SEVERITIES[line.severity],
                line.what,
                *(None if number != number else number for number in figures),
            )
        )
    return result


def severities(policies, *gifts, **setting):
    return [
        max((SEVERITIES.index(line[1]) for line in lines), default=0)
        and max((line[1] for line in lines), key=SEVERITIES.index)
        for lines in judged(policies, *gifts, **setting)
    ]


def whats(policies, *gifts, **setting):
    return [
        [line[2] for line in lines] for lines in judged(policies, *gifts, **setting)
    ]
