"""The measures; most functions return seconds."""

import re
import time
from datetime import date
from pathlib import Path
from unittest.mock import patch

from bench import bulk, floor, peer

AS_OF = date(2026, 1, 31)
MONTH_BEFORE = date(2025, 12, 31)
METRICS = ("net_revenue", "order_count", "collected", "days_late", "overdue_amount")
# customers; fewer of them if one takes a second
PEER_SAMPLE, PEER_SAMPLE_OF_A_MILLION = 300, 60
REFRESHED = 40


class Measures:
    """The measures on one shop; ``env`` is an environment of the superuser."""

    def __init__(self, env, company):
        self.env = env
        self.company = company
        # whether evaluations start at night, whatever time it is
        self.night = False
        codes = env["customer.tier.metric"].search([("code", "in", METRICS)])
        self.scheme = env.ref("customer_tiering.scheme_pyramid")
        self.scheme.write(
            {
                "in_force": True,
                "tz": "UTC",
                "domain": "[]",
                "company_id": company.id,
                "metric_ids": [(6, 0, codes.ids)],
                "refresh_nightly": False,
            }
        )
        self.accounts = self.reading().accounts
        env.cr.commit()

    def reading(self):
        # Odoo's path holds the addon only once the environment is there
        from odoo.addons.customer_tiering.models.collector.reading import Reading

        return Reading(self.env, self.scheme, AS_OF)

    # ------------------------------------------------------------ evaluation

    def forget(self):
        """Restore the state before the first evaluation."""
        cr = self.env.cr
        self.scheme.last_evaluation_id = False
        self.env.flush_all()
        cr.execute("DELETE FROM customer_tier_evaluation")
        cr.execute(
            "TRUNCATE customer_tier_standing, customer_tier_standing_undo,"
            " customer_tier_change CASCADE"
        )
        cr.commit()
        self.env.invalidate_all()

    def evaluate(self, as_of=AS_OF):
        """Seconds and SQL statements of one evaluation, with publishing and commit."""
        evaluation = self.scheme._queue_evaluation(as_of)
        self.env.cr.commit()
        before = self.env.cr.sql_log_count
        started = time.perf_counter()
        with patch.object(type(evaluation), "_is_night", lambda _: self.night):
            evaluation._run(checkpoint=self.env.cr.commit)
        self.env.cr.commit()
        seconds = time.perf_counter() - started
        self.evaluation = evaluation
        return seconds, self.env.cr.sql_log_count - before

    def full(self):
        """The first evaluation: all customers get a tier, and none had one before."""
        self.forget()
        seconds, self.queries = self.evaluate()
        self.stages = dict(self.evaluation.timing)
        return seconds

    def next(self):
        """The evaluation a month later: the figures of nearly all customers differ."""
        self.forget()
        self.evaluate(MONTH_BEFORE)
        seconds, _queries = self.evaluate()
        return seconds

    def unchanged(self):
        seconds, _queries = self.evaluate()
        assert not self.evaluation.written_count, "nothing has changed"
        return seconds

    def full_night(self):
        return self._at_night(self.full)

    def next_night(self):
        return self._at_night(self.next)

    def unchanged_night(self):
        return self._at_night(self.unchanged)

    def _at_night(self, measure):
        self.night = True
        try:
            return measure()
        finally:
            self.night = False

    def floor(self):
        floor.empty(self.env.cr)
        return self._floor(AS_OF)

    def promised_floor(self):
        """The floor of what is promised; right after a first evaluation."""
        floor.empty_promised(self.env.cr)
        window = self.scheme._window(AS_OF)
        started = time.perf_counter()
        self.written = floor.promised(self.env.cr, self.company, window, self.accounts)
        return time.perf_counter() - started

    def next_floor(self):
        floor.empty(self.env.cr)
        self._floor(MONTH_BEFORE)
        return self._floor(AS_OF)

    def _floor(self, as_of):
        window = self.scheme._window(as_of)
        started = time.perf_counter()
        floor.run(self.env.cr, self.company, window, self.accounts.receivable)
        return time.perf_counter() - started

    # ------------------------------------------------------------ memory

    def start_peak(self):
        """MiB that this process uses now; `peak` counts from here on."""
        Path("/proc/self/clear_refs").write_text("5")
        return _mib("VmRSS")

    def peak(self):
        return _mib("VmHWM")

    # ------------------------------------------------------------ comparisons

    def peer(self, customers):
        """Seconds of the loop for all customers, estimated from a spread sample."""
        ids = self.customers(customers)
        size = PEER_SAMPLE if customers < 1_000_000 else PEER_SAMPLE_OF_A_MILLION
        step = max(len(ids) // size, 1)
        sample = self.env["res.partner"].browse(ids[::step][:size])
        window = self.scheme._window(AS_OF)
        seconds = peer.seconds_for(self.env, self.company, window, sample)
        return seconds * len(ids) / len(sample)

    def overdue(self):
        """Seconds to read overdue, collected and days late for all customers."""
        reading = self.reading()
        source = self.env["customer.tier.collector"]._sources(reading)["payments"]
        started = time.perf_counter()
        reading.rows(source)
        return time.perf_counter() - started

    def customers(self, count):
        self.env.cr.execute(
            "SELECT id FROM res_partner WHERE id = commercial_partner_id"
            " AND name LIKE 'Customer %%' ORDER BY id LIMIT %s",
            [count],
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def start_preview(self):
        """Create a preview with its frame read; `preview` then changes a cut-off."""
        draft = self.scheme._the_draft()
        self.preview_ = self.env["customer.tier.preview"].create(
            {"scheme_id": draft.id, "as_of": AS_OF}
        )
        self.preview_._refresh()
        self.cut = draft.rule_ids.filtered("threshold")[0]
        self.env.flush_all()

    def preview(self):
        self.cut.threshold = (
            3 - self.cut.threshold if self.cut.threshold in (1, 2) else 1
        )
        started = time.perf_counter()
        self.preview_._refresh()
        self.env.flush_all()
        return time.perf_counter() - started

    # ------------------------------------------------------------ one customer

    def customers_to_refresh(self):
        """The three customers with the most purchases, and others spread over all."""
        cr = self.env.cr
        cr.execute(
            "SELECT partner_id FROM customer_tier_standing WHERE scheme_id = %s"
            " ORDER BY purchase_count DESC, partner_id",
            [self.scheme.id],
        )
        ids = [row[0] for row in cr.fetchall()]
        step = max(len(ids) // REFRESHED, 1)
        partners = self.env["res.partner"].browse([*ids[:3], *ids[3::step]])
        # the first call plans and compiles
        self.refresh(partners[-1])
        return partners

    def refresh(self, partner):
        """Seconds of `Refresh This Customer` in the engine, with an empty cache."""
        self.env.invalidate_all()
        started = time.perf_counter()
        self.env["customer.tier.refresher"]._now(self.scheme, partner, AS_OF)
        return time.perf_counter() - started

    # ------------------------------------------------------------ home

    def home(self, role):
        """Seconds of the app's first screen on the server, with an empty cache."""
        self.env.invalidate_all()
        started = time.perf_counter()
        self.env["customer.tier.home"].with_user(self.reader).get_home(
            role, self.scheme.id
        )
        return time.perf_counter() - started

    def start_home(self):
        """Give one customer in fifty to the reader, as a salesperson's portfolio."""
        self.reader = self.env.ref("base.user_admin")
        self.env.cr.execute(
            "UPDATE res_partner SET user_id = %s WHERE id = commercial_partner_id"
            " AND id %% 50 = 0 AND name LIKE 'Customer %%'",
            [self.reader.id],
        )
        bulk.vacuum(self.env.cr, "res_partner")
        self.env.invalidate_all()

    # ------------------------------------------------------------ what peers buy

    def peers(self):
        """Seconds to read again what the tiers buy, as after an evaluation."""
        started = time.perf_counter()
        self.env["customer.tier.product"]._refresh(self.scheme)
        self.env.cr.commit()
        return time.perf_counter() - started

    def looked_up(self, method):
        """Seconds of another page that managers open from Home, with an empty cache."""
        self.env.invalidate_all()
        started = time.perf_counter()
        home = self.env["customer.tier.home"].with_user(self.reader)
        getattr(home, method)(self.scheme.id)
        return time.perf_counter() - started

    # ------------------------------------------------------------ the contact list

    def start_lists(self):
        """Choose a tier and a country of nearly the same size for the comparison."""
        cr = self.env.cr
        bulk.vacuum(cr, "customer_tier_standing")
        partners = self.env["res.partner"]
        cr.execute(
            "SELECT tier_id, COUNT(*) FROM customer_tier_standing WHERE scheme_id = %s"
            " GROUP BY 1 ORDER BY 2 DESC",
            [self.scheme.id],
        )
        tiers = cr.fetchall()
        cr.execute(
            "SELECT country_id, COUNT(*) FROM res_partner"
            " WHERE country_id IS NOT NULL GROUP BY 1"
        )
        countries = cr.fetchall()
        tier, size = tiers[1]
        country = min(countries, key=lambda item: abs(item[1] - size))[0]
        self.partners = partners.with_context(
            allowed_company_ids=self.company.ids, active_test=True
        )
        self.by = {"customer_tier_id": tier, "country_id": country}

    def filtered(self, field):
        self.env.invalidate_all()
        started = time.perf_counter()
        domain = [(field, "=", self.by[field])]
        self.partners.search(domain, limit=80)
        self.partners.search_count(domain)
        return time.perf_counter() - started

    def grouped(self, field):
        self.env.invalidate_all()
        started = time.perf_counter()
        self.partners._read_group([], [field], ["__count"])
        return time.perf_counter() - started


def _mib(what):
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"^{what}:\s+(\d+) kB$", status, re.MULTILINE)[1]) / 1024
