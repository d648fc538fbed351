"""The states of an entitlement, and which may follow which."""

DUE = "due"
OFFERED = "offered"
ACCEPTED = "accepted"
DECLINED = "declined"
USED = "used"
LAPSED = "lapsed"
WITHDRAWN = "withdrawn"

STATES = [
    (DUE, "To Offer"),
    (OFFERED, "Offered"),
    (ACCEPTED, "Accepted"),
    (DECLINED, "Declined"),
    (USED, "Used"),
    (LAPSED, "Lapsed"),
    (WITHDRAWN, "Withdrawn"),
]
# a customer has at most one of a benefit in these states
OPEN = (DUE, OFFERED, ACCEPTED)
# the next one is due by the last of these
SETTLED = (DECLINED, USED, LAPSED)
# state -> those that may follow. What was taken after its end, or after it was
# withdrawn, was taken all the same. Going back is for mistakes and cancellations
FOLLOWING = {
    DUE: (OFFERED, ACCEPTED, DECLINED, USED, LAPSED, WITHDRAWN),
    OFFERED: (ACCEPTED, DECLINED, USED, LAPSED, WITHDRAWN),
    ACCEPTED: (OFFERED, DECLINED, USED, LAPSED, WITHDRAWN),
    DECLINED: (OFFERED, ACCEPTED, USED),
    USED: (OFFERED, ACCEPTED),
    LAPSED: (USED,),
    WITHDRAWN: (USED,),
}
# kinds of benefits that are given time and again
KINDS = ("training", "other")
