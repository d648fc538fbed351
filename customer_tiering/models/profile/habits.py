"""How somebody usually answers: counted from their own messages, never guessed."""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# fewer answers say nothing about what is usual
ENOUGH = 5
# what holds in so many of the cases is usual
USUAL = 0.8
# hours within which answers come
WITHIN = (1, 2, 4, 8, 24, 48, 72, 168)


@dataclass(frozen=True)
class Answer:
    """A message of a person that follows one of ours in the same conversation.

    ``asked``, ``answered``  datetimes in UTC, without a zone
    ``channel``              ``"mail"`` or ``"portal"``
    """

    asked: datetime
    answered: datetime
    channel: str


@dataclass(frozen=True)
class Habits:
    """What is usual in ``count`` answers; the shares are 0..1.

    ``hours``          within so many hours comes ``hours_share`` of them; None if even
                       the longest of `WITHIN` holds less than `USUAL` of them
    ``channel``        most frequent channel, with ``channel_share``
    ``before``, ``after``  full hour of the day before or from which ``time_share`` of
                       them are written; one of both is None
    """

    count: int
    hours: int | None
    hours_share: float
    channel: str
    channel_share: float
    before: int | None
    after: int | None
    time_share: float


def habits(answers, zone):
    """`Habits` of a list of `Answer`, None if there are fewer than `ENOUGH`.

    :param zone: name of the time zone in which the hours of the day are told
    """
    if len(answers) < ENOUGH:
        return None
    count = len(answers)
    needed = math.ceil(USUAL * count)
    delays = [one.answered - one.asked for one in answers]
    hours, within = None, 0
    for hours in WITHIN:
        within = sum(delay <= timedelta(hours=hours) for delay in delays)
        if within >= needed:
            break
    else:
        hours = None
    channel, by_channel = Counter(one.channel for one in answers).most_common(1)[0]
    utc, zone = ZoneInfo("UTC"), ZoneInfo(zone)
    clock = sorted(
        one.answered.replace(tzinfo=utc).astimezone(zone).hour for one in answers
    )
    before, after = clock[needed - 1] + 1, clock[count - needed]
    # of both windows the narrower one says more
    if before <= 24 - after:
        after, in_time = None, sum(hour < before for hour in clock)
    else:
        before, in_time = None, sum(hour >= after for hour in clock)
    return Habits(
        count=count,
        hours=hours,
        hours_share=within / count,
        channel=channel,
        channel_share=by_channel / count,
        before=before,
        after=after,
        time_share=in_time / count,
    )
