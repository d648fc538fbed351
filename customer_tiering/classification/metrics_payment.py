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
OVERDUE_TO_30 = Column("overdue_to_30", "float", 0.0, "of it, 1 to 30 days")
OVERDUE_TO_60 = Column("overdue_to_60", "float", 0.0, "of it, 31 to 60 days")
OVERDUE_TO_90 = Column("overdue_to_90", "float", 0.0, "of it, 61 to 90 days")
OVERDUE_OVER_90 = Column("overdue_over_90", "float", 0.0, "of it, over 90 days")
NOT_DUE_AMOUNT = Column("not_due_amount", "float", 0.0, "company currency, as-of day")
WRITTEN_OFF = Column("written_off", "float", 0.0, "company currency, in the period")
WAITING_MONEY = Column(
    "waiting_money", "float", 0.0, "company currency, of the period, not matched yet"
)
TERMS_DAYS = Column(
    "terms_days", "float", None, "days granted, of the period's invoices"
)
UNMATCHED_MONEY = Column("unmatched_money", "float", 0.0, "company currency, as-of day")
OPEN_CREDITS = Column("open_credits", "float", 0.0, "company currency, as-of day")
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
    OVERDUE_TO_30,
    OVERDUE_TO_60,
    OVERDUE_TO_90,
    OVERDUE_OVER_90,
    NOT_DUE_AMOUNT,
    WRITTEN_OFF,
    WAITING_MONEY,
)
CREDIT_COLUMNS = (UNMATCHED_MONEY, OPEN_CREDITS)

register(
    Derived(
        Column("overdue_days", "float", None, "days since the oldest due day not paid"),
        (OLDEST_OVERDUE.name,),
        lambda frame, as_of: days_since(frame[OLDEST_OVERDUE.name], as_of),
    )
)
