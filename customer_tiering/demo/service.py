"""Enquiries that wait for a reply, a customer nobody looks after, and an inversion."""

import datetime

from odoo import Command, fields
from odoo.tools import SQL

from ..models.benefit_worth.repricing import sold

# hours since the enquiry, and whether it was answered; the first two are late
ENQUIRIES = ((100, False), (75, False), (1, False), (2, False), (30, True))
SUBJECTS = (
    "Delivery date of the last order",
    "Price for 400 m of copper pipe",
    "Spare parts for two pumps",
    "Scaffold towers until Friday",
    "Certificates for the gate valves",
)
# Big gets this off the best seller, where Top has 12 percent off everything
BY_MISTAKE = 16


def create_service(env, company, scheme):
    """All of it for the best customers, who notice first."""
    standings = env["customer.tier.standing"].search(
        [("scheme_id", "=", scheme.id), ("tier_id.code", "in", ("TOP", "BIG"))],
        order="rank",
    )
    _ask(env, company, standings.partner_id[: len(ENQUIRIES)])
    # the salesperson left, and nobody noticed
    standings.filtered(lambda one: one.tier_id.code == "BIG")[
        -1:
    ].partner_id.user_id = False
    _invert(env, company, scheme)


def _ask(env, company, customers):
    """Enquiries of the last days, with the deadline they had then."""
    now = fields.Datetime.now()
    benefits = env["customer.tier.benefit"].with_company(company)
    lines = benefits._service(customers)
    for customer, (hours, answered), subject in zip(
        customers, ENQUIRIES, SUBJECTS, strict=False
    ):
        asked = now - datetime.timedelta(hours=hours)
        promised = lines[customer.id].response_hours
        lead = env["crm.lead"].create(
            {
                "name": subject,
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": customer.user_id.id,
                "company_id": company.id,
                "customer_tier_reply_by": benefits._reply_by(promised, asked),
                "customer_tier_replied_on": answered
                and asked + datetime.timedelta(hours=1),
            }
        )
        lead.flush_recordset()
        # the only way to let a record be older than the installation
        env.cr.execute(
            SQL("UPDATE crm_lead SET create_date = %s WHERE id = %s", asked, lead.id)
        )
        lead.invalidate_recordset(["create_date"])


def _invert(env, company, scheme):
    """The best seller is cheaper for Big than for Top: the inversion check finds it."""
    best = sorted(sold(company), key=lambda row: -row[3])[:1]
    line = env["customer.tier.benefit.line"].search(
        [
            ("benefit_id.scheme_id", "=", scheme.id),
            ("benefit_id.kind", "=", "pricelist"),
            ("tier_id.code", "=", "BIG"),
        ],
        limit=1,
    )
    line.pricelist_id.item_ids = [
        Command.create(
            {
                "applied_on": "0_product_variant",
                "product_id": product,
                "compute_price": "percentage",
                "percent_price": BY_MISTAKE,
            }
        )
        for _key, product, *_figures in best
    ]
