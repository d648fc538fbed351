"""A year with 19.0.1.0.0: people, settings, schemes, evaluations, manual tiers."""

from datetime import date

from odoo import Command

from odoo.addons.customer_tiering.tests.gift_samples import SampleCase
from odoo.addons.customer_tiering.tests.payments import PaymentCase

NEXT = date(2025, 7, 31)


class YearOfTiers(SampleCase, PaymentCase):
    """Ten customers in a pyramid, evaluated in June and July 2025, and more schemes."""

    @classmethod
    def people(cls):
        """Roles, and what is known of customers and contacts."""
        cls.officer = cls.user("compliance")
        cls.accountant = cls.user("accountant")
        cls.clerk = cls.user("admin")
        cls.manager.customer_tier_digest = True
        cls.manager.customer_tier_digest_on = "2025-10-06"
        tag = cls.env["customer.gift.tag"].create({"name": "Tea of the house"})
        top, big = cls.buyers[:2]
        cls.lin = cls.contact(top, "Lin Wei", function="Buyer")
        cls.wu = cls.contact(big, "Wu", function="Clerk", customer_tier_official="yes")
        cls.contact(big, "Xu", customer_tier_family_of_id=cls.wu.id)
        top.write(
            {
                "customer_tier_gift_like_ids": [Command.link(tag.id)],
                "customer_tier_gift_note": "Wrapped in red.",
                "customer_tier_influence_type": "celebrity",
                "customer_tier_influence_reach": 120_000,
                "customer_tier_influence_note": "Her own channel",
                "customer_tier_influence_review_date": "2026-01-01",
            }
        )
        big.write(
            {
                "customer_tier_gift_taboo_ids": [Command.link(tag.id)],
                "customer_tier_referrer_id": top.id,
                "customer_tier_gift_accepts": "ask",
                "customer_tier_gift_max": 50,
                "customer_tier_gift_private": True,
            }
        )
        cls.buyers[8].customer_tier_government = True
        cls.buyers[9].write(
            {
                "customer_tier_gift_hold": "opt_out",
                "customer_tier_gift_hold_reason": "Said so on the phone",
            }
        )
        cls.env["customer.tier.no.need"].create(
            {
                "partner_id": cls.customer("Neighbour").id,
                "company_id": cls.company.id,
                "reason": "Makes it all",
            }
        )
        cls.tea = cls.env["product.product"].create(
            {
                "name": "Tea, a box",
                "type": "consu",
                "standard_price": 60,
                "list_price": 90,
                "customer_gift_ok": True,
                "customer_gift_form": "goods",
                "customer_gift_freight": 5,
                "customer_gift_sensitive": "luxury",
                "customer_gift_promotional": True,
                "customer_gift_tag_ids": [Command.link(tag.id)],
                "customer_gift_tier_ids": [Command.link(cls.tier["TOP"].id)],
                "customer_gift_occasion_ids": [Command.link(cls.occasion.id)],
            }
        )
        cls.tea.copy({"customer_gift_forbidden_kind": "voucher"})

    @classmethod
    def settings(cls):
        """What an administrator changes of the records that were shipped."""
        cls.company.write(
            {"customer_tier_keep_months": 60, "customer_gift_keep_years": 10}
        )
        cls.tier["TOP"].write({"name": "Platinum", "color": 7, "description": "Ours"})
        cls.env["customer.gift.tag"].search([], limit=1).active = False
        shipped = cls.env["customer.gift.policy"].search([("template", "=", "general")])
        shipped.filtered(lambda p: p.code == "C03")[0].write(
            {"amount": 77, "second_amount": 177, "name": "Our own limit"}
        )
        shipped.filtered(lambda p: p.code == "C05").active = False
        cls.env["customer.gift.occasion"].search([], limit=1).write(
            {"name": "Our feast", "form": "card"}
        )
        abcd = cls.env.ref("customer_tiering.scheme_abcd")
        abcd.write({"name": "Letters of ours", "period_months": 18})
        cls.env["ir.config_parameter"].set_param("customer_tiering.replica_seconds", 7)
        cls.env.ref("customer_tiering.ir_cron_digest").write(
            {"active": False, "interval_number": 2}
        )
        cls.env["ir.default"].set("customer.gift", "courier", "Northline")
        cls.env["ir.filters"].create(
            {
                "name": "My gifts of tea",
                "model_id": "customer.gift",
                "domain": "[('description', 'ilike', 'tea')]",
            }
        )
        cls.env["ir.exports"].create(
            {
                "name": "For the tax adviser",
                "resource": "customer.gift",
                "export_fields": [Command.create({"name": "number"})],
            }
        )
        cls.env["crm.lost.reason"].search([], limit=1).customer_tier_no_need = True
        cls.env.ref("customer_tiering.customer_tier_benefit_samples").write(
            {"name": "Samples of ours", "first_month": "4", "freight_percent": 5}
        )

    @classmethod
    def schemes(cls):
        """Beside the pyramid a score, with caps, thresholds and a group."""
        preset = cls.env["customer.tier.preset.wizard"]
        values = {"company_id": cls.company.id}
        score = preset.create({"preset": "cash_flow", **values})._set_up()
        payment = preset.create({"preset": "payment", **values})._set_up()
        telecom = preset.create({"preset": "telecom", **values})._set_up()
        cls.score, cls.others = score, payment + telecom
        changes = {"domain": "[]", "tz": "UTC", "in_force": True, "next_date": False}
        (score + payment + telecom).write(changes)
        score.criterion_ids[0].write(
            {
                "method": "bands",
                "band_ids": [
                    Command.create({"start": 0, "points": 10}),
                    Command.create({"start": 500, "points": 90}),
                ],
            }
        )
        score.metric_ids = cls.env["customer.tier.metric"].search([])
        telecom.write({"group_by": "user", "alert_user_id": cls.manager.id})
        # a domain belongs to whoever wrote it
        telecom.with_user(cls.clerk).domain = "[('is_company', '=', True)]"
        cls.pyramid.rule_ids[0].write({"keep_bar": 12, "minimum": 100})
        cls.pyramid.rule_ids[0].minimum_metric_id = score.value_metric_id
        score.action_preview_changes()  # a draft of it
        invoices = cls.env["account.move"].search(
            [("company_id", "=", cls.company.id), ("move_type", "=", "out_invoice")]
        )
        cls.money(invoices[0], 100, date(2025, 6, 30))
        cls.money(invoices[1], 50, date(2025, 6, 20), write_off=5)
        for scheme in score + payment + telecom:
            cls.evaluate(scheme)

    @classmethod
    def sign(cls):
        """An accountant has checked the first evaluation, and another one twice."""
        first = cls.pyramid.last_evaluation_id
        cls.seen_by(cls.accountant, first).action_check()
        second = cls.seen_by(cls.accountant, cls.score.last_evaluation_id)
        second.action_check()
        second.action_uncheck()

    @classmethod
    def manual_tiers(cls):
        """Fixed, at least and at most; one that ends, one that has ended."""
        for place, (kind, code, values) in enumerate(
            (
                ("fix", "SMALL", {"date_end": "2099-12-31"}),
                ("at_least", "BIG", {}),
                ("at_most", "SMALL", {}),
                ("fix", "INACTIVE", {"date_end": "2025-07-15"}),
                ("at_least", "MEDIUM", {"active": False}),
            )
        ):
            cls.env["customer.tier.override"].with_user(cls.manager).create(
                {
                    "partner_id": cls.buyers[2 + place].id,
                    "scheme_id": cls.pyramid.id,
                    "kind": kind,
                    "tier_id": cls.tier[code].id,
                    "reason": "Agreed by the board",
                    **values,
                }
            )

    @classmethod
    def second_evaluation(cls):
        """Orders, refunds, a lost customer, a newcomer, bad rows; then all again."""
        cls.newcomer = cls.customer("Newcomer")
        added = cls.invoices(
            [
                (cls.newcomer, 5000, NEXT),
                (cls.buyers[8], 900, NEXT),
                (cls.buyers[7], 33, NEXT),
            ]
        )
        cls.refund(cls.buyers[0], 700, NEXT)
        cls.update(added[2], invoice_date=None)
        cls.order(cls.newcomer, 80, "2025-07-20 10:00:00").customer_tier_tender = True
        cls.lead(cls.customer("Asks"), customer_tier_tender=True)
        cls.customer("On a list")
        cls.buyers[9].ref = "somebody else's"
        for scheme in cls.pyramid + cls.score + cls.others:
            cls.evaluate(scheme, NEXT)
        cls.evaluate(cls.others[0], NEXT)  # which overtakes that of the same day
        followers = cls.env["customer.tier.follower"]
        for follower in followers.search([], order="id", limit=3):
            follower._work_batch()
        followers.search([], order="id desc", limit=1).write(
            {"state": "failed", "error": "No such mailbox"}
        )
        cls.pyramid._queue_evaluation(date(2025, 8, 31))
        cls.score._queue_evaluation(date(2025, 8, 31)).write(
            {"state": "failed", "error": "The disk was full."}
        )

    @classmethod
    def ladder(cls):
        """Who stands where in the pyramid: customer, tier, rank, value."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "SELECT partner_id, tier_id, rank, net_revenue::text"
            " FROM customer_tier_standing WHERE scheme_id = %s ORDER BY partner_id",
            [cls.pyramid.id],
        )
        return cls.env.cr.fetchall()
