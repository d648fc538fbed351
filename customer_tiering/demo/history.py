"""The year behind: what the evaluations of the past months found.

One month more than a year, so that somebody had a tier a year ago.

Evaluated as of the end of each month, the oldest first, from the documents that were
there by then. So tiers have a past, customers have risen and fallen, and reports over
time have something to show.
"""

import datetime

from dateutil.relativedelta import relativedelta

MONTHS = 13
# Whoever fell before this long has been called; a later fall is still to be done.
CALLED_AFTER = datetime.timedelta(days=60)


def evaluate_months(schemes, today):
    """Evaluate ``schemes`` as of the last thirteen ends of a month before ``today``."""
    for day in month_ends(today):
        for scheme in schemes:
            _evaluate(scheme, day)
        if today - day > CALLED_AFTER:
            _call_the_fallen(schemes)


def month_ends(today):
    """The last days of the thirteen months before that of ``today``, oldest first."""
    first = today.replace(day=1)
    return [
        first - relativedelta(months=back) - datetime.timedelta(days=1)
        for back in reversed(range(MONTHS))
    ]


def _evaluate(scheme, day):
    """As the scheduled action does, in the night after ``day``."""
    # What was noted later was not known
    scheme = scheme.with_context(customer_tier_marks_until=day)
    evaluation = scheme._queue_evaluation(day)
    evaluation._run()
    for follower in evaluation.follower_ids:
        while follower._work_batch():
            pass
    night = datetime.datetime.combine(day, datetime.time(23, 30))
    evaluation.started_at = night
    evaluation.finished_at = night + datetime.timedelta(seconds=evaluation.duration)


def _call_the_fallen(schemes):
    kind = schemes.env.ref("customer_tiering.mail_activity_type_falling")
    falls = schemes.env["mail.activity"].search([("activity_type_id", "=", kind.id)])
    falls.action_feedback(feedback="Called the customer.")
