"""``python -m loader``: load a sales history into a database and classify it.

python -m loader --config odoo.conf --database DB FILE.csv
python -m loader --config odoo.conf --database DB cdnow
"""

import sys
import time
from contextlib import ExitStack
from pathlib import Path

from loader import cdnow
from loader import options as command_line
from loader.checks import check
from loader.columns import read_history
from loader.dates import check_format
from loader.documents import build_history
from loader.errors import LoadError
from loader.listing import Listing
from loader.progress import step
from loader.report import class_table, format_table, write_standings

LISTED = 20


def main(arguments=None):
    parser = command_line.parser()
    options = parser.parse_args(arguments)
    for needed in ("config", "database"):
        if not getattr(options, needed):
            parser.error(f"--{needed} is missing")
    started = time.perf_counter()
    try:
        run(options)
    except LoadError as error:
        return _failed(str(error))
    except OSError as error:
        if not error.filename:
            raise
        return _failed(f"{error.filename} cannot be written: {error.strerror}.")
    print(f"Done in {time.perf_counter() - started:.1f} s.")
    return 0


def _failed(sentence):
    # What was printed before is shown before it.
    sys.stdout.flush()
    print(f"Error: {sentence}", file=sys.stderr)
    return 1


def run(options):
    """Read, check, load, classify and report; LoadError if this is not possible."""
    _check_writable(options.out, options.rejected)
    raw, given = _read(options)
    # Odoo takes seconds to start, so the file is read first.
    from loader.session import odoo_environment

    with ExitStack() as stack:
        with step("opening the database"):
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
    if options.date_format:
        check_format(options.date_format)
    if command_line.is_example(options.file):
        options.as_of = options.as_of or cdnow.AS_OF
        options.currency = options.currency or cdnow.CURRENCY
        with step("reading the CDNOW example") as note:
            raw, given = cdnow.read_cdnow()
            note(f"{len(raw):,} rows")
        return raw, given
    with step(f"reading {options.file}") as note:
        raw, given, notes = read_history(options.file, options.encoding, options.sheet)
        note(f"{len(raw):,} rows")
    _say(notes)
    return raw, given


def _say(sentences):
    for sentence in sentences:
        print(f"    {sentence}")


def _load_and_classify(env, options, raw, given):
    from loader.classify import find_scheme
    from loader.company import prepare_company

    # Check what may be missing before minutes of work.
    scheme = None if options.no_classify else find_scheme(env, options.scheme)
    with step("preparing the company"):
        company = prepare_company(env, options.currency)
    checked = _check(env, company, options, raw)
    _post(env, company, checked)
    if scheme:
        as_of = options.as_of or checked.rows["date"].max().date()
        _classify(env, company, scheme, as_of, options, "paid_date" in given)


def _check(env, company, options, raw):
    from odoo import fields

    from loader.lookup import make_lookup
    from loader.ratesfile import load_rates

    decimal = command_line.DECIMALS.get(options.decimal)
    if options.rates:
        with step(f"reading the exchange rates {options.rates}") as note:
            count = load_rates(env, company, options.rates, options.encoding, decimal)
            note(f"{count:,} rates")
    with step("checking the rows") as note:
        checked = check(
            raw,
            make_lookup(env, company),
            fields.Date.context_today(company),
            options.date_format,
            decimal,
            options.skip_duplicates,
        )
        counts = f"{len(checked.rows):,} accepted, {len(checked.bad):,} rejected"
        note(f"{counts}, {len(checked.notes):,} notes")
    _say(checked.said)
    listing = Listing(checked)
    listing.show(LISTED, options.rejected)
    if options.rejected:
        listing.write(options.rejected)
    if checked.rows.empty:
        raise LoadError("All rows were rejected, so there is nothing to load.")
    return checked


def _post(env, company, checked):
    from loader.bulk import rebuilt_indexes
    from loader.ledger import analyse, load_documents
    from loader.lookup import activate_currencies, currency_facts, industry_ids
    from loader.partners import load_partners
    from loader.tally import ledger_sums, tally

    history = build_history(checked.rows, checked.payments.frame)
    _say(history.notes)
    activate_currencies(env, history.documents["currency_id"].unique())
    before = ledger_sums(env, company)
    customers = history.customers
    with step(f"creating {len(customers):,} customers"):
        industry = industry_ids(env, customers["industry"])
        ids = load_partners(env, company, customers.assign(industry_id=industry))
    documents = history.documents.assign(partner_id=ids[history.documents["partner"]])
    frames = (documents, history.lines, history.payments)
    # The database is new: nobody waits for the locks.
    with rebuilt_indexes(env.cr, step):
        done = load_documents(env, company, *frames, step=step)
    with step("comparing the file with the ledger"):
        after = ledger_sums(env, company)
        currencies = currency_facts(env, checked.read["currency_id"].dropna().unique())
        sentences = tally(checked, history, before, after, currencies)
    _say(sentences)
    with step("saving") as note:
        env.cr.commit()
        analyse(env)
        note(", ".join(f"{count:,} {what}" for what, count in done.items() if count))


def _classify(env, company, scheme, as_of, options, payments_known):
    from loader.classify import evaluate, read_standings

    with step(f"classifying with {scheme.name} as of {as_of}"):
        evaluate(scheme, as_of)
        env.cr.commit()
    standings = read_standings(env, scheme)
    ladder = [(tier.sequence, tier.name) for tier in scheme.rule_ids.tier_id]
    table = class_table(standings, ladder)
    print()
    print(format_table(table, company.currency_id.name))
    print()
    if not payments_known:
        print("The file has no payments, so collected and days late are unknown.")
    elif standings["collected"].isna().all():
        print(
            f"The scheme {scheme.name} does not collect payments, so collected and "
            "days late are unknown; add them to its Metrics to Collect."
        )
    if options.out:
        with step(f"writing {options.out}"):
            write_standings(options.out, standings, payments_known)
