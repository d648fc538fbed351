"""What customers read of a benefit, in their language: never an internal name.

Functions take a record in the language of the reader and return a list of sentences,
which is empty if there is nothing to tell.
"""

from math import ceil, floor, log10

from odoo.tools import format_amount, format_date, formatLang, html2plaintext

# in the order of the statement
KINDS = (
    "pricelist",
    "payment_term",
    "sample",
    "training",
    "service",
    "salesperson",
    "other",
)


def place(kind):
    """Where benefits of a kind stand in a statement; kinds of other addons are last."""
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def title(env, kind):
    """What customers call benefits of a kind."""
    named = {
        "pricelist": env._("Prices"),
        "payment_term": env._("Payment"),
        "sample": env._("Free Samples"),
        "training": env._("Training"),
        "service": env._("Service"),
        "salesperson": env._("Your Contact"),
    }
    return named.get(kind) or env._("Also for You")


def written(line):
    """The public text that somebody wrote for a line, one sentence per row."""
    rows = (line.public_text or "").splitlines()
    return [row.strip() for row in rows if row.strip()]


def granted(line, customer):
    """What a line grants, whoever has used how much of it."""
    teller = TELLERS.get(line.kind)
    told = written(line)
    # what somebody wrote about a training does not say how often there is one
    if teller and (line.kind == "training" or not told):
        told = [*teller(line, customer), *told]
    return told


def prices(line, _customer):
    """Percentages off everything, or that there are special prices."""
    env = line.env
    off = line.pricelist_id.item_ids.filtered(
        lambda item: (
            item.applied_on == "3_global"
            and item.compute_price == "percentage"
            and item.percent_price > 0
        )
    ).sorted("min_quantity")
    if not off:
        return [env._("Special prices for you.")] if line.pricelist_id else []
    return [
        env._(
            "%(percent)s %% off from %(quantity)s units of an article.",
            percent=_number(env, item.percent_price),
            quantity=_number(env, item.min_quantity),
        )
        if item.min_quantity > 1
        else env._("%(percent)s %% off.", percent=_number(env, item.percent_price))
        for item in off
    ]


def terms(line, _customer):
    """The note that Odoo prints on documents, or the discount and the last due day."""
    env, term = line.env, line.payment_term_id
    note = html2plaintext(term.note or "").strip()
    if note or not term:
        return [note] if note else []
    told = []
    if term.early_discount:
        told.append(
            env._(
                "%(percent)s %% discount if you pay within %(days)s days.",
                percent=_number(env, term.discount_percentage),
                days=term.discount_days,
            )
        )
    plain = term.line_ids.filtered(lambda part: part.delay_type == "days_after")
    if len(term.line_ids) > 1:
        told.append(env._("Payment in %s instalments.", len(term.line_ids)))
    elif plain and plain.nb_days:
        told.append(env._("Payment within %s days.", plain.nb_days))
    return told or [env._("Special payment terms.")]


def samples(line, _customer):
    if not line.amount:
        return []
    return [
        line.env._("Free samples worth %s a year.", money(line, line.amount)),
    ]


def training(line, _customer):
    months = line.interval_months
    if not months:
        return []
    env = line.env
    named = {
        1: env._("A free training every month."),
        3: env._("A free training every quarter."),
        6: env._("A free training every half-year."),
        12: env._("A free training every year."),
    }
    return [named.get(months) or env._("A free training every %s months.", months)]


def service(line, _customer):
    if not line.response_hours:
        return []
    return [
        line.env._(
            "You get an answer within %s working hours.",
            _number(line.env, line.response_hours),
        )
    ]


def contact(line, customer):
    """Who looks after the customer; nothing is promised while there is nobody."""
    user = customer.user_id
    return [line.env._("%s looks after you.", user.name)] if user else []


TELLERS = {
    "pricelist": prices,
    "payment_term": terms,
    "sample": samples,
    "training": training,
    "service": service,
    "salesperson": contact,
}


def samples_left(env, balance):
    """What is left of the samples of this year."""
    return env._(
        "%(left)s of %(granted)s are left until %(day)s.",
        left=format_amount(env, balance.amount_left, balance.currency_id),
        granted=format_amount(env, balance.granted, balance.currency_id),
        day=format_date(env, balance.date_to),
    )


def money(record, amount):
    return format_amount(record.env, amount, record.currency_id)


def rounded_up(amount):
    """``amount`` with two digits that count, never below it.

    Where places are limited, what a customer lacks is the difference from somebody
    else's figure, which the exact amount would give away.

    >>> rounded_up(1234.56), rounded_up(1300), rounded_up(7.31)
    (1300.0, 1300.0, 7.4)
    """
    step = 10.0 ** (floor(log10(amount)) - 1)
    return round(ceil(round(amount / step, 6)) * step, 2)


def _number(env, number):
    return formatLang(env, number, digits=0 if number == int(number) else 2)
