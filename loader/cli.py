"""``python -m loader``: load a sales history into a database and classify it.

python -m loader --config odoo.conf --database DB FILE.csv
python -m loader --config odoo.conf --database DB cdnow
"""

import argparse
import datetime
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from loader import cdnow
from loader.checks import check
from loader.csvfile import read_csv
from loader.documents import build_history
from loader.errors import LoadError
from loader.progress import step
from loader.report import class_table, format_table, write_standings

LISTED = 20
EXAMPLE = "cdnow"


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="./dev load",
        description="Load a sales history as posted invoices, refunds and payments "
        "into a new database, and classify its customers.",
        epilog="FILE needs the columns customer, document, date and amount (negative "
        "for a refund), and can have due_date, paid_date, paid_amount, country, "
        "industry, currency and label. Rows with the same document number are the "
        "lines of one document. Use cdnow to load the example.",
    )
    parser.add_argument("file", metavar="FILE", help="CSV file, or cdnow")
    parser.add_argument("--config", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--database", required=True, help=argparse.SUPPRESS)
    parser.add_argument(
        "--as-of",
        type=_date,
        metavar="DATE",
        help="default: date of the latest document",
    )
    parser.add_argument(
        "--scheme", metavar="NAME_OR_ID", help="default: the first scheme"
    )
    parser.add_argument("--out", metavar="CSV", help="write the tier of every customer")
    parser.add_argument("--rejected", metavar="CSV", help="write all rejected rows")
    parser.add_argument(
        "--currency",
        metavar="CODE",
        help="of the company, and of rows without a currency",
    )
    parser.add_argument(
        "--rates",
        metavar="CSV",
        help="exchange rates: currency, date, rate (units of the "
        "foreign currency per unit of the company currency)",
    )
    parser.add_argument(
        "--date-format", metavar="FORMAT", help="for example %%d/%%m/%%Y"
    )
    parser.add_argument("--encoding", default="utf-8-sig", help="default: UTF-8")
    parser.add_argument(
        "--no-classify", action="store_true", help="only load the documents"
    )
    return parser.parse_args(arguments)


def _date(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text} is not a date; write it as YYYY-MM-DD"
        ) from error


def main(arguments=None):
    options = parse(arguments)
    started = time.perf_counter()
    try:
        run(options)
    except LoadError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(f"Done in {time.perf_counter() - started:.1f} s.")
    return 0


def run(options):
    """Read, check, load, classify and report; LoadError if this is not possible."""
    _check_writable(options.out, options.rejected)
    raw, given = _read(options)
    # Odoo takes seconds to start, so the file is read first.
    from loader.session import odoo_environment

    with ExitStack() as stack:
        with step(f"opening the database {options.database}"):
            session = odoo_environment(options.config, options.database)
            env = stack.enter_context(session)
        _load_and_classify(env, options, raw, given)


def _check_writable(*paths):
    for path in paths:
        if path and not Path(path).absolute().parent.is_dir():
            raise LoadError(
                f"The folder {Path(path).absolute().parent} does not exist."
            )


def _read(options):
    if options.file.casefold() == EXAMPLE and not Path(options.file).exists():
        options.as_of = options.as_of or cdnow.AS_OF
        options.currency = options.currency or cdnow.CURRENCY
        with step("reading the CDNOW example") as note:
            raw, given = cdnow.read_cdnow()
            note(f"{len(raw):,} rows")
    else:
        with step(f"reading {options.file}") as note:
            raw, given = read_csv(options.file, options.encoding)
            note(f"{len(raw):,} rows")
    return raw, given


def _load_and_classify(env, options, raw, given):
    from loader.classify import find_scheme
    from loader.company import prepare_company

    # Check what may be missing before minutes of work.
    scheme = None if options.no_classify else find_scheme(env, options.scheme)
    with step("preparing the company"):
        company = prepare_company(env, options.currency)
    rows = _check(env, company, options, raw)
    _post(env, company, rows)
    if scheme:
        as_of = options.as_of or rows["date"].max().date()
        _classify(env, company, scheme, as_of, options, "paid_date" in given)


def _check(env, company, options, raw):
    from odoo import fields

    from loader.lookup import make_lookup
    from loader.ratesfile import load_rates

    if options.rates:
        with step(f"reading the exchange rates {options.rates}") as note:
            note(f"{load_rates(env, company, options.rates):,} rates")
    with step("checking the rows") as note:
        lookup = make_lookup(env, company)
        today = fields.Date.context_today(company)
        rows, bad = check(raw, lookup, today, options.date_format)
        note(f"{len(rows):,} accepted, {len(bad):,} rejected")
    for row in bad.head(LISTED).itertuples():
        print(f"    line {row.line}: {row.reason} (document {row.document or '-'})")
    if len(bad) > LISTED:
        hint = "" if options.rejected else "; use --rejected FILE to write all of them"
        print(f"    … and {len(bad) - LISTED:,} more{hint}")
    if options.rejected:
        _write_rejected(options.rejected, bad)
    if rows.empty:
        raise LoadError("All rows were rejected, so there is nothing to load.")
    return rows


def _write_rejected(path, bad):
    from loader.report import escape

    texts = {name: bad[name].map(escape) for name in ("document", "reason")}
    bad.assign(**texts).to_csv(path, index=False, encoding="utf-8-sig")


def _post(env, company, rows):
    from loader.bulk import rebuilt_indexes
    from loader.ledger import analyse, load_documents
    from loader.lookup import activate_currencies, industry_ids
    from loader.partners import load_partners

    history = build_history(rows)
    for note in history.notes:
        print(f"    {note}")
    activate_currencies(env, history.documents["currency_id"].unique())
    customers = history.customers
    with step(f"creating {len(customers):,} customers"):
        industry = industry_ids(env, customers["industry"])
        ids = load_partners(env, company, customers.assign(industry_id=industry))
    documents = history.documents.assign(partner_id=ids[history.documents["partner"]])
    frames = (documents, history.lines, history.payments)
    # The database is new: nobody waits for the locks.
    with rebuilt_indexes(env.cr, step):
        done = load_documents(env, company, *frames, step=step)
    with step("saving") as note:
        env.cr.commit()
        analyse(env)
        note(", ".join(f"{count:,} {what}" for what, count in done.items() if count))


def _classify(env, company, scheme, as_of, options, payments_known):
    from loader.behaviour import collected, days_late
    from loader.classify import evaluate, read_standings

    with step(f"classifying with {scheme.name} as of {as_of}"):
        evaluation = evaluate(scheme, as_of)
        env.cr.commit()
    standings = read_standings(env, scheme)
    ladder = [(tier.sequence, tier.name) for tier in scheme.rule_ids.tier_id]
    table = class_table(standings, ladder)
    print()
    print(format_table(table, company.currency_id.name))
    print()
    if not payments_known:
        print("The file has no payments, so collected and days late are unknown.")
    if options.out:
        with step(f"writing {options.out}"):
            figures = {}
            if payments_known:
                period = (evaluation.date_from, as_of)
                figures["collected"] = collected(env, company, *period)
                figures["days_late"] = days_late(env, company, *period)
            write_standings(options.out, standings, **figures)
