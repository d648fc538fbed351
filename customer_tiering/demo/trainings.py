"""What became of the wholesaler's trainings: held, declined, offered, due."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

# months since the trainings began
BEGAN = 5
# tier: what one training costs
COSTS = {"TOP": 600, "BIG": 400, "MEDIUM": 250}
# activities a night
LIMIT = 25
HELD = (
    "Half a day at their workshop, six people",
    "Welding and cutting, four people",
    "New catalogue and safety, eight people",
)
REFUSED = ("No time before the trade fair", "They train their people themselves")
PUBLIC = "A training of half a day on our products, at your place or at ours."
INTERNAL = "Ask what their new people need. Do not promise a Monday."


def create_trainings(env, training):
    """Fill in the past of ``training``, let a night pass, and answer some of it."""
    today = training._today()
    training.write({"in_use_since": today - relativedelta(months=BEGAN)})
    training.daily_limit = LIMIT
    for line in training.line_ids.filtered("interval_months"):
        line.write(
            {
                "unit_cost": COSTS[line.tier_id.code],
                "public_text": PUBLIC,
                "text": INTERNAL,
            }
        )
    _write_past(env, training, today)
    entitlements = env["customer.tier.entitlement"]
    entitlements._night(training)
    while entitlements._tell_batch(training):
        pass
    due = entitlements.search(
        [("benefit_id", "=", training.id), ("state", "=", "due")], order="id"
    )
    for number, one in enumerate(due):
        if number % 4 in (1, 2):
            one._answer("offered", "salesperson")
        if number % 8 == 2:
            one._answer("accepted", "salesperson", note="In the morning, please")


def _write_past(env, training, today):
    """One training that is over for most customers: two in three were held."""
    months = {line.tier_id: line.interval_months for line in training.line_ids}
    standings = env["customer.tier.standing"].search(
        [
            ("scheme_id", "=", training.scheme_id.id),
            ("tier_id", "in", [tier.id for tier, number in months.items() if number]),
        ],
        order="rank, id",
    )
    for number, standing in enumerate(standings):
        if number % 7 == 6:
            continue
        every = months[standing.tier_id]
        due = max(
            today - timedelta(days=20 + number * 11 % (every * 27)),
            training.in_use_since,
        )
        one = env["customer.tier.entitlement"].create(
            {
                "benefit_id": training.id,
                "partner_id": standing.partner_id.id,
                "company_id": training.company_id.id,
                "tier_id": standing.tier_id.id,
                "user_id": standing.user_id.id,
                "due_date": due,
                "date_from": due,
                "date_to": due + relativedelta(months=every, days=-1),
                "interval_months": every,
            }
        )
        day = due + timedelta(days=number % 17)
        if number % 7 in (2, 4):
            note = REFUSED[number % len(REFUSED)]
            one._answer("declined", "salesperson", note=note, day=min(day, today))
        elif number % 7 == 3 and one.date_to < today:
            one._answer("lapsed", "system", reason="ended", day=one.date_to)
        else:
            note = HELD[number % len(HELD)]
            one._answer("used", "salesperson", note=note, day=min(day, today))
