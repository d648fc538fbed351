import logging
import random
import time

from odoo import api, fields, models
from odoo.tools import SQL

from . import (
    backdrop,
    benefits,
    documents,
    gifts,
    groups,
    history,
    intentions,
    ledger,
    partners,
    payments,
    pipeline,
    playbooks,
    profiles,
    setup,
    statements,
)
from .names import Namer
from .parties import plan_parties
from .trade import TradePlanner

_logger = logging.getLogger(__name__)

SEED = 1987

# What a new scheme does not collect by itself: the forecast with its report card, and
# how broadly and for how much more customers buy
SHOWN = ("expected_revenue", "chance_active", "revenue_at_risk")
SHOWN += ("previous_revenue", "category_depth")
# the evidence of reviews
SHOWN += ("cost_to_serve", "gross_margin", "refunded", "gross_invoiced")

# so many months with a purchase make a long-term customer
LONG_TERM_MONTHS = 6

# Tables that were next to empty before
GREW = ("account_move", "account_move_line", "account_partial_reconcile", "crm_lead")
GREW += ("mail_message", "res_partner", "sale_order", "sale_order_line")

# Thousands of messages "… created" would help nobody and cost half of the time.
QUIET = {
    "lang": "en_US",
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "no_vat_validation": True,
    "skip_pdf_attachment_generation": True,
    "tracking_disable": True,
}


class CustomerTierDemo(models.AbstractModel):
    """A hardware wholesaler with customers of every kind, as demo data.

    First everything is planned in plain Python from a seeded generator (who, what,
    when, how paid), then written in few large batches. The same day of installation
    gives the same business.
    """

    _name = "customer.tier.demo"
    _description = "Customer Tier Demo Business"

    @api.model
    def _install(self):
        """Build the demo business in the main company, once."""
        company = self.env.ref("base.main_company")
        # Entries of a database that runs in another language would get its words.
        demo = self.sudo().with_company(company).with_context(**QUIET)
        demo = demo.with_context(allowed_company_ids=company.ids)
        if demo.env.ref("customer_tiering.demo_user_sales", raise_if_not_found=False):
            return False
        demo._build(company.with_env(demo.env))
        return True

    @api.model
    def _classify(self):
        """Classify now, without waiting for the scheduled action.

        Beside the pyramid stands how customers pay, and their segment. Before the
        first time the past year is evaluated month by month.
        """
        schemes = self.env["customer.tier.scheme"].search([("active", "=", True)])
        if not any(schemes.mapped("shown_besides")):
            presets = self.env["customer.tier.preset.wizard"]
            for preset in ("payment", "eleven_segments"):
                schemes += presets.create({"preset": preset})._set_up()
        schemes.in_force = True
        if not schemes.last_evaluation_id:
            shown = self.env["customer.tier.metric"].search([("code", "in", SHOWN)])
            schemes[:1].metric_ids += shown
            schemes[:1].long_term_months = LONG_TERM_MONTHS
            watch = _StopWatch()
            history.evaluate_months(schemes, schemes[:1]._today())
            watch.lap("evaluations of the past year")
        # their day has come, and is followed by the next; today in any case
        schemes._queue_due()
        schemes._queue_evaluation()
        self.env["customer.tier.evaluation"]._run_pending()
        self.env["customer.tier.follower"]._run_pending()
        self._give()

    @api.model
    def _give(self):
        """What the tiers bring: gifts, benefits, statements, and playbooks."""
        company = self.env.ref("base.main_company")
        demo = self.sudo().with_company(company).with_context(**QUIET)
        demo = demo.with_context(allowed_company_ids=company.ids)
        watch = _StopWatch()
        if gifts.create_gifts(demo.env, company.with_env(demo.env)):
            watch.lap("gifts and samples")
        if benefits.create_benefits(demo.env, company.with_env(demo.env)):
            watch.lap("benefits")
        if statements.create_statements(demo.env, company.with_env(demo.env)):
            watch.lap("statements")
        if playbooks.create_plays(demo.env, company.with_env(demo.env)):
            watch.lap("playbooks")
        if intentions.create_intentions(demo.env, company.with_env(demo.env)):
            watch.lap("purchase intentions")
        if profiles.create_profiles(demo.env, company.with_env(demo.env)):
            watch.lap("profiles and reviews")
        if groups.create_groups(demo.env, company.with_env(demo.env)):
            watch.lap("groups")

    def _build(self, company):
        rng = random.Random(SEED)
        today = fields.Date.context_today(self)
        watch = _StopWatch()
        backdrop.set_aside(self.env, company)
        watch.lap("other demo data set aside")
        base = setup.set_up(self.env, company, today)
        watch.lap("company, users, products")
        parties = plan_parties(rng, Namer(rng))
        TradePlanner(rng, today).plan(parties)
        records = partners.create_partners(base, parties)
        watch.lap(f"{len(parties)} customers")
        deals = documents.create_documents(base, parties, records)
        watch.lap(f"{len(deals)} invoices")
        payments.create_payments(base, deals)
        watch.lap("payments")
        ledger.create_ledger(base, deals)
        watch.lap("suppliers and other entries")
        pipeline.create_pipeline(base, rng, parties, records)
        watch.lap("leads and quotations")
        # Until the server counts by itself, its plans are those of empty tables
        self.env.flush_all()
        self.env.cr.execute(
            SQL("ANALYZE %s", SQL(", ").join(map(SQL.identifier, GREW)))
        )


class _StopWatch:
    def __init__(self):
        self.start = time.monotonic()

    def lap(self, text):
        seconds = time.monotonic() - self.start
        _logger.info("Demo business, %.1f s: %s", seconds, text)
