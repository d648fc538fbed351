"""Before the sale: leads, opportunities, quotations, and those who need nothing."""

import datetime

from odoo.tools import SQL

from .documents import confirm, order_values
from .parties import EXISTING, NO_NEED, PROSPECT
from .partners import archive_partners

SUBJECTS = (
    *("Fasteners for a school refit", "Pumps for two basements", "Site lighting"),
    *("Tool crib for 12 fitters", "Yearly contract safety wear", "Scaffold towers"),
    *("Copper pipe, 40 bundles", "Workshop machines", "Power distribution on site"),
)
CN_SUBJECTS = ("询价：闸阀 DN200", "询价：电动工具", "年度框架合同：紧固件")
# Reason: does it mean that the customer has no need of us, ever?
LOST_REASONS = {
    "no_need_own": ("Makes it in-house", True),
    "no_need_area": ("Closed down or left the trade", True),
    "competitor": ("Chose a competitor", False),
    "delivery": ("Delivery time too long", False),
}
MARK_REASONS = (
    "Buys through the group's central purchasing abroad, by contract",
    "Private household, got onto the list by mistake",
    "Software firm, no use for hardware",
)


def create_pipeline(base, rng, parties, records):
    pipeline = _Pipeline(base, rng, records)
    of_kind = {
        kind: [p for p in parties if p.kind == kind]
        for kind in (EXISTING, PROSPECT, NO_NEED)
    }
    pipeline.create_reasons()
    pipeline.court_prospects(of_kind[PROSPECT])
    pipeline.serve_existing(of_kind[EXISTING])
    pipeline.mark_no_need(of_kind[NO_NEED], of_kind[EXISTING])
    pipeline.add_anonymous_leads(25)
    archive_partners(parties, records)


class _Pipeline:
    def __init__(self, base, rng, records):
        self.base, self.env, self.rng, self.records = base, base.env, rng, records
        self.stages = self.env["crm.stage"].search([("is_won", "=", False)])

    def _ago(self, oldest, latest=1):
        return self.base.today - datetime.timedelta(self.rng.randint(latest, oldest))

    def create_reasons(self):
        reasons = self.env["crm.lost.reason"]
        marks = "customer_tier_no_need" in reasons
        rows = [
            {
                "xml_id": f"customer_tiering.demo_lost_reason_{key}",
                "values": {"name": name}
                | ({"customer_tier_no_need": True} if no_need and marks else {}),
                "noupdate": True,
            }
            for key, (name, no_need) in LOST_REASONS.items()
        ]
        self.reasons = dict(zip(LOST_REASONS, reasons._load_records(rows), strict=True))

    # -- leads --------------------------------------------------------------------

    def _lead_values(self, party, kind="opportunity", stage=0):
        subjects = CN_SUBJECTS if party.country == "CN" else SUBJECTS
        user = self.base.users.get(party.salesperson)
        records = self.records[party.number]
        return {
            "name": self.rng.choice(subjects),
            "type": kind,
            "partner_id": (records.buyers or [records.partner])[0].id,
            "user_id": user.id if user else False,
            "team_id": self.base.teams[party.team].id,
            "company_id": self.base.company.id,
            "stage_id": self.stages[min(stage, len(self.stages) - 1)].id,
            "expected_revenue": round(self.rng.lognormvariate(7.8, 1.0), -2),
        }

    def _create_leads(self, rows, dates):
        leads = self.env["crm.lead"].create(rows)
        self._date_back(leads, dates)
        return leads

    def _date_back(self, records, dates):
        """The only way to let a record be older than the installation."""
        records.flush_recordset()
        rows = zip(records.ids, dates, strict=True)
        self.env.cr.execute(
            SQL(
                "UPDATE %s r SET create_date = v.day FROM (VALUES %s) v (id, day)"
                " WHERE r.id = v.id",
                SQL.identifier(records._table),
                SQL(", ").join(SQL("(%s, %s::timestamp)", *row) for row in rows),
            )
        )
        records.invalidate_recordset(["create_date"])

    def _converse(self, records, dates, asked=True, answered=None):
        """Mails at the records: from the customer, and ours to half of them.

        What the customer wrote and we never answered is as much a part of business.
        """
        rows = []
        comment = self.env.ref("mail.mt_comment").id
        for i, (record, date) in enumerate(zip(records, dates, strict=True)):
            base = {"model": record._name, "res_id": record.id, "subtype_id": comment}
            moment = datetime.datetime.combine(date, datetime.time(9, 12))
            customer = record.partner_id
            anonymous = record._name == "crm.lead" and not customer
            theirs = base | {
                "message_type": "email",
                "author_id": customer.id,
                "email_from": record.email_from if anonymous else customer.email,
            }
            user = record.user_id or self.base.users["tomas"]
            ours = base | {
                "message_type": "comment",
                "author_id": user.partner_id.id,
                "email_from": user.email_formatted,
            }
            first, second = (theirs, ours) if asked else (ours, theirs)
            question = "Please send us your offer." if asked else "Here is our offer."
            rows.append(first | {"date": moment, "body": f"<p>{question}</p>"})
            if answered is None or i % answered == 0:
                later = min(
                    moment + datetime.timedelta(days=2),
                    datetime.datetime.combine(self.base.today, datetime.time()),
                )
                rows.append(
                    second
                    | {"date": later, "body": "<p>Thank you, we come back to it.</p>"}
                )
        self.env["mail.message"].create(rows)

    def court_prospects(self, prospects):
        """Lead, quotation or both, but never a purchase."""
        with_lead = prospects[:26] + prospects[48:]
        rows = [
            self._lead_values(p, "lead" if i < 10 else "opportunity", i % 3)
            for i, p in enumerate(with_lead)
        ]
        dates = [self._ago(300, 3) for _party in with_lead]
        leads = self._create_leads(rows, dates)
        self._converse(leads, dates, answered=2)
        # Lost, but not because there would be no need: still prospects.
        leads[12:15].action_set_lost(lost_reason_id=self.reasons["competitor"].id)
        leads[15:17].action_set_lost(lost_reason_id=self.reasons["delivery"].id)
        quoted = prospects[26:]
        orders, dates = self._create_quotations(quoted, oldest=330)
        for lead, order in zip(leads[26:], orders[22:], strict=True):
            order.opportunity_id = lead
        sent = orders[8:]
        sent.write({"state": "sent"})
        self._converse(sent, dates[8:], asked=False, answered=3)

    def _create_quotations(self, parties, oldest):
        dates = [self._ago(oldest, 2) for _party in parties]
        rows = [
            order_values(
                self.base,
                party,
                self.records[party.number],
                date,
                self._wish_list(),
                by_contact=True,
            )
            for party, date in zip(parties, dates, strict=True)
        ]
        return self.env["sale.order"].create(rows), dates

    def _wish_list(self):
        count, products = self.rng.choice((1, 2, 3)), len(self.base.products)
        return [
            (product, self.rng.randint(2, 40))
            for product in self.rng.sample(range(products), count)
        ]

    def serve_existing(self, existing):
        """Customers ask for offers too; a few orders wait for their invoice."""
        regular = [p for p in existing if p.pattern == "steady"]
        asking = self.rng.sample(regular, 45)
        leads = [self._lead_values(p, stage=i % 3) for i, p in enumerate(asking[:30])]
        dates = [self._ago(200, 3) for _lead in leads]
        leads = self._create_leads(leads, dates)
        self._converse(leads, dates, answered=2)
        leads[:10].action_set_won()
        leads[10:16].action_set_lost(lost_reason_id=self.reasons["competitor"].id)
        orders, dates = self._create_quotations(asking, oldest=90)
        orders[10:25].write({"state": "sent"})
        self._converse(orders[10:25], dates[10:25], asked=False, answered=2)
        orders[25:31]._action_cancel()
        # Ordered in the last days, not yet invoiced.
        for order in orders[31:38]:
            order.date_order = order.date_order.combine(
                self._ago(6), order.date_order.time()
            )
        confirm(orders[31:38])

    # -- no need ------------------------------------------------------------------

    def mark_no_need(self, parties, existing):
        """Nine by the reason of a lost lead, six by hand; one mark is out of date."""
        has_marks = "customer.tier.no.need" in self.env
        lost = parties[:9] if has_marks else parties
        leads = self._create_leads(
            [self._lead_values(p, "lead") for p in lost],
            [self._ago(400, 30) for _party in lost],
        )
        leads[::2].action_set_lost(lost_reason_id=self.reasons["no_need_own"].id)
        leads[1::2].action_set_lost(lost_reason_id=self.reasons["no_need_area"].id)
        if not has_marks:
            return
        # Marked long ago, buys today: the purchase wins and the mark is flagged.
        contradicted = next(p for p in existing if p.pattern == "new")
        marked = [*parties[9:], contradicted]
        marks = self.env["customer.tier.no.need"].create(
            [
                {
                    "partner_id": self.records[party.number].partner.id,
                    "reason": MARK_REASONS[i % len(MARK_REASONS)],
                }
                for i, party in enumerate(marked)
            ]
        )
        self._date_back(marks, [self._ago(400, 30) for _mark in marks])

    def add_anonymous_leads(self, count):
        """From the website form: a name and an address, no contact yet."""
        dates = [self._ago(120) for _ in range(count)]
        users = [self.base.users["sales"].id, self.base.users["ivo"].id, False]
        rows = [
            {
                "name": self.rng.choice(SUBJECTS),
                "type": "lead",
                "contact_name": f"Website Visitor {i + 1}",
                "email_from": f"visitor{i + 1}@enquiry.example.com",
                "user_id": users[i % 3],
                "team_id": self.base.teams["trade"].id,
                "company_id": self.base.company.id,
            }
            for i in range(count)
        ]
        self._converse(self._create_leads(rows, dates), dates, answered=3)
