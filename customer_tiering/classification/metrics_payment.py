"""How customers pay: columns of the customer frame, and metrics derived from them.

All figures are as of the as-of date: money received later and reconciliations with
later entries do not count. The *weight* of an average is the amount in company
currency.
"""

from .frame import Column
from .metrics import Derived, days_since, register

# True for all customers if the scheme reads payments, so that an empty figure differs
# from a figure that is not collected
KNOWN = Column("payments_known", "bool", True, "payments were read")
COLLECTED = Column("collected", "float", 0.0, "company currency, money in the period")
DUE_AMOUNT = Column("due_amount", "float", 0.0, "company currency behind the averages")
DAYS_LATE = Column("days_late", "float", None, "days after the due day, early negative")
ON_TIME_SHARE = Column("on_time_share", "float", None, "part of the due amount, 0..1")
DAYS_TO_PAY = Column("days_to_pay", "float", None, "days after the invoice date")
PREPAID_SHARE = Column("prepaid_share", "float", None, "part of what was paid, 0..1")
OVERDUE_AMOUNT = Column("overdue_amount", "float", 0.0, "company currency, as-of day")
OLDEST_OVERDUE = Column("oldest_overdue", "date", None, "oldest due day not paid")
TERMS_DAYS = Column(
    "terms_days", "float", None, "days granted, of the period's invoices"
)
UNMATCHED_MONEY = Column("unmatched_money", "float", 0.0, "company currency, as-of day")
UNPOSTED_PAYMENTS = Column("unposted_payments", "float", 0.0, "company currency, now")

PAYMENT_COLUMNS = (
    KNOWN,
    COLLECTED,
    DUE_AMOUNT,
    DAYS_LATE,
    ON_TIME_SHARE,
    DAYS_TO_PAY,
    PREPAID_SHARE,
    OVERDUE_AMOUNT,
    OLDEST_OVERDUE,
)

register(
    Derived(
        Column("overdue_days", "float", None, "days since the oldest due day not paid"),
        (OLDEST_OVERDUE.name,),
        lambda frame, as_of: days_since(frame[OLDEST_OVERDUE.name], as_of),
    )
)
