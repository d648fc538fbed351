"""Three months of playbooks: plays that ended one way or another, and some to do today.

The plays of the past are written as if they had been opened then. What is open now is
opened by the playbooks themselves.
"""

import datetime
import math
import random

from ..models.playbook.customer_playbook_comparison import MEASURED_DAYS

MODULE = "customer_tiering"
SEED = 1987
# playbook -> how many plays of the past
PAST = {
    "playbook_cadence_top": 14,
    "playbook_cadence_big": 22,
    "playbook_cadence_medium": 26,
    "playbook_cadence_small": 0,
    "playbook_rhythm": 24,
    "playbook_fell": 9,
    "playbook_rose": 8,
    "playbook_quote_unopened": 0,
    "playbook_quote_silent": 0,
}
FIRST, LAST = 92, 12
# one playbook leaves customers alone: share, plays, and when they were opened
PROVED, SHARE, DRAWN, SINCE = "playbook_cadence_small", 40, 150, (95, 62)
# of those left alone, so many were drawn from who did not buy soon: it helps
HELPED = 0.25
# days of the past that may still open something now
RECENT = 21
# what became of a play, as often as it stands there
ENDS = ("answer",) * 12 + ("overtaken",) * 4 + ("not_useful",) * 2 + ("cancelled",)
REASONS = ("They are on holiday", "Already spoke with them", "They closed the shop")


def create_plays(env, company):
    """Create the plays of the demo company, once; ``env`` is the superuser's."""
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    first = env.ref(f"{MODULE}.{next(iter(PAST))}", raise_if_not_found=False)
    if not scheme or not scheme.last_evaluation_id or not first or first.active:
        return False
    rng = random.Random(SEED)
    today = scheme._today()
    playbooks = env["customer.playbook"]
    for name, count in PAST.items():
        playbook = env.ref(f"{MODULE}.{name}", raise_if_not_found=False)
        if playbook:
            playbook.write(
                {
                    "scheme_id": scheme.id,
                    "first_occurrence_from": today - datetime.timedelta(days=RECENT),
                    "daily_cap": 3,
                    "active": True,
                }
            )
            playbooks |= playbook
            _past(env, rng, playbook, count, today)
    _proved(env, rng, env.ref(f"{MODULE}.{PROVED}"), today)
    playbooks._run()
    playbooks._cron_measure()
    return True


def _standings(env, playbook):
    domain = [
        ("scheme_id", "=", playbook.scheme_id.id),
        ("partner_id.user_id", "!=", False),
        ("last_purchase", "!=", False),
    ]
    if playbook.tier_ids:
        domain.append(("tier_id", "in", playbook.tier_ids.ids))
    return list(env["customer.tier.standing"].search(domain, order="partner_id"))


def _proved(env, rng, playbook, today):
    """Plays with a comparison group, opened long enough ago to be measured."""
    playbook.comparison_percent = SHARE
    known = set(playbook.play_ids.partner_id.ids)
    standings = [
        one for one in _standings(env, playbook) if one.partner_id.id not in known
    ]
    chosen = rng.sample(standings, min(DRAWN, len(standings)))
    days = [
        today - datetime.timedelta(days=rng.randint(*sorted(SINCE))) for _ in chosen
    ]
    bought = _bought(env, chosen, days)
    order = sorted(
        range(len(chosen)),
        key=lambda place: bought[place] + rng.random() / HELPED,
    )
    held = set(order[: len(chosen) * SHARE // 100])
    for place, (standing, day) in enumerate(zip(chosen, days, strict=True)):
        play = _play(env, rng, playbook, standing, day)
        play.write({"drawn_percent": SHARE, "value_class": _magnitude(standing)})
        if place in held:
            play.step_ids.unlink()
            over = day + datetime.timedelta(days=MEASURED_DAYS + 1)
            play.write(
                {
                    "held_out": True,
                    "outcome": "measured" if over <= today else False,
                    "closed_on": over if over <= today else False,
                    "not_useful_reason": False,
                }
            )


def _bought(env, standings, days):
    """Whether each of them bought within 60 days after its day."""
    invoices = env["account.move"].search_fetch(
        [
            ("commercial_partner_id", "in", [one.partner_id.id for one in standings]),
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
        ],
        ["commercial_partner_id", "invoice_date"],
    )
    dates = {}
    for invoice in invoices:
        customer = invoice.commercial_partner_id.id
        dates.setdefault(customer, []).append(invoice.invoice_date)
    horizon = datetime.timedelta(days=60)
    return [
        any(
            day < bought <= day + horizon
            for bought in dates.get(standing.partner_id.id, ())
        )
        for standing, day in zip(standings, days, strict=True)
    ]


def _magnitude(standing):
    return int(math.log10(max(standing.net_revenue, 0) + 1))


def _past(env, rng, playbook, count, today):
    standings = _standings(env, playbook)
    for standing in rng.sample(standings, min(count, len(standings))):
        day = today - datetime.timedelta(days=rng.randint(LAST, FIRST))
        _play(env, rng, playbook, standing, day)


def _play(env, rng, playbook, standing, day):
    end, step = rng.choice(ENDS), playbook.step_ids[0]
    night = datetime.datetime.combine(day, datetime.time(2))
    closed = day + datetime.timedelta(days=rng.randint(0, 9))
    answer = step.answer_ids and rng.choice(step.answer_ids)
    done = end == "answer"
    why = rng.choice(REASONS) if end == "not_useful" else False
    play = env["customer.playbook.play"].create(
        {
            "playbook_id": playbook.id,
            "company_id": playbook.company_id.id,
            "partner_id": standing.partner_id.id,
            "user_id": standing.partner_id.user_id.id,
            "tier_id": standing.tier_id.id,
            # the days between are those of a purchase or contact that came before
            "occurrence": f"{playbook.trigger}:{day - datetime.timedelta(days=30)}:1",
            "due_since": day,
            "opened_on": day,
            "opened_at": night,
            "closed_on": closed,
            "outcome": rng.choice(("goal", "done")) if done else end,
            "not_useful_reason": why,
        }
    )
    if playbook.trigger in ("cadence", "rhythm"):
        play.reason = play._why(standing)
    env["customer.playbook.play.step"].create(
        {
            "play_id": play.id,
            "company_id": play.company_id.id,
            "step_id": step.id,
            "user_id": play.user_id.id,
            "due": day + datetime.timedelta(days=step.days_after),
            "state": "done" if done else "withdrawn",
            "done": 100 * done,
            "done_on": closed if done else False,
            "answer_id": answer.id if done and answer else False,
            "answered": 100 if done and answer else 0,
            "not_useful": 100 if why else 0,
        }
    )
    return play
