"""The steps of the bridges from the books to the customers, in their order."""

from typing import NamedTuple


class Step(NamedTuple):
    """One line of a bridge.

    ``sign``    whether the amount is added or deducted; 0 for a subtotal
    ``always``  whether the line is there even if nothing is in it
    """

    bridge: str
    label: str
    sign: int
    always: bool = False


STEPS = {
    # from the income in the ledger to the net revenue of the customers
    "income": Step(
        "revenue", "All income of the period, by accounting date", 0, always=True
    ),
    "manual": Step("revenue", "Journal entries that are not sales documents", -1),
    "vendor": Step("revenue", "Vendor bills booked to income", -1),
    "other_type": Step("revenue", "Taxes, discounts and the like booked to income", -1),
    "other_account": Step("revenue", "Invoiced, but not booked to income", 1),
    "timing_out": Step("revenue", "Booked in the period, invoiced outside it", -1),
    "no_date": Step("revenue", "Invoices without an invoice date", -1),
    "timing_in": Step("revenue", "Invoiced in the period, booked outside it", 1),
    "ledger": Step("revenue", "Net revenue of the period's documents", 0, always=True),
    "tax_rounding": Step("revenue", "Rounding that belongs to a tax", -1),
    "no_rate": Step("revenue", "Invoices whose currency has no rate", -1),
    "no_customer": Step("revenue", "Invoices without a customer", -1),
    "archived": Step("revenue", "Archived customers", -1),
    "excluded": Step("revenue", "Partners the scheme does not classify", -1),
    "customers": Step("revenue", "Net revenue of the customers", 0, always=True),
    # from the bank to what was collected from the customers
    "money": Step(
        "money", "Change of the bank, cash and outstanding accounts", 0, always=True
    ),
    "paid_out": Step("money", "Paid out", -1),
    "received": Step("money", "All money received", 0, always=True),
    "money_other": Step(
        "money", "Without receivables: interest, own transfers and the like", -1
    ),
    "money_suspense": Step("money", "Bank lines without a counterpart yet", -1),
    "money_vendor": Step("money", "From vendors", -1),
    "waiting_money": Step("money", "Not matched with a receivable yet", -1),
    "returned": Step("money", "Refunds paid and payments the bank returned", 1),
    "money_nobody": Step("money", "Matched, but without a customer", -1),
    "money_excluded": Step("money", "From partners the scheme does not classify", -1),
    "collected": Step("money", "Collected from the customers", 0, always=True),
    # from the receivables in the ledger to what the customers owe
    "receivable": Step(
        "receivables", "All receivables in the books on the day", 0, always=True
    ),
    "later_exchange": Step(
        "receivables", "Exchange differences booked after the day", 1
    ),
    "receivable_nobody": Step("receivables", "Items without a customer", -1),
    "receivable_excluded": Step(
        "receivables", "Of partners the scheme does not classify", -1
    ),
    "receivable_customers": Step(
        "receivables", "Receivables of the customers", 0, always=True
    ),
    "overdue_over_90": Step("receivables", "Overdue for more than 90 days", 1),
    "overdue_to_90": Step("receivables", "Overdue for 61 to 90 days", 1),
    "overdue_to_60": Step("receivables", "Overdue for 31 to 60 days", 1),
    "overdue_to_30": Step("receivables", "Overdue for 1 to 30 days", 1),
    "not_due_amount": Step("receivables", "Not yet due", 1),
    "open_credits": Step("receivables", "Open credit notes", -1),
    "unmatched_money": Step("receivables", "Money not matched yet", -1),
    # the end of each
    "difference": Step("", "Difference", 0, always=True),
}
BRIDGES = ("revenue", "money", "receivables")
