"""A year with 19.0.1.0.0: budgets, plans, the register, the policy, samples."""

from year_of_tiers import YearOfTiers

from odoo import Command

from odoo.addons.customer_tiering.tests.gifts import PHOTO


class YearOfGifts(YearOfTiers):
    """Gifts in every state, made and approved by those who do such things."""

    @classmethod
    def plan(cls):
        """A plan with a group held back: proposed, edited, held, approved, ordered."""
        cls.budget.write(
            {
                "pool_amount": 3000,
                "line_ids": [
                    Command.create(
                        {
                            "tier_id": cls.tier["SMALL"].id,
                            "method": "percent",
                            "percent": 5,
                            "minimum": 15,
                            "maximum": 40,
                        }
                    ),
                    Command.create(
                        {
                            "tier_id": cls.tier["TOP"].id,
                            "occasion_id": cls.env["customer.gift.occasion"]
                            .search([], limit=1)
                            .id,
                            "form": "card",
                            "method": "share",
                            "pool_amount": 500,
                            "weight": 3,
                        }
                    ),
                ],
                "cap_ids": [
                    Command.create({"scope": "customer", "amount": 450}),
                    Command.create({"scope": "tier", "amount": 5000}),
                ],
            }
        )
        cls.new_budget(
            {"TOP": 1},
            name="Card budget",
            date_from="2024-01-01",
            date_to="2024-12-31",
            seller_pool="fixed",
            seller_amount=200,
            cap_ids=[
                Command.create(
                    {"scope": "tier", "tier_id": cls.tier["TOP"].id, "amount": 80}
                ),
                Command.create(
                    {
                        "scope": "salesperson",
                        "user_id": cls.seller.id,
                        "occasion_id": cls.occasion.id,
                        "amount": 90,
                    }
                ),
            ],
        )
        dates = cls.env["customer.gift.occasion.date"]
        near = dates.create({"occasion_id": cls.occasion.id, "date": "2025-10-08"})
        near.write({"date_end": "2025-10-09", "locked": True})
        near.merged_into_id = cls.feast
        cls.feast_plan = cls.new_plan(
            comparison_percent=30, comparison_seed=7, note="Cards to all"
        )
        cls.feast_plan.with_user(cls.manager).action_make()
        cls.feast_plan.action_open()
        gifts = cls.feast_plan.gift_ids.sorted("id")
        assert len(gifts) >= 6, gifts
        gifts[0].with_user(cls.manager).write(
            {"product_id": cls.tea.id, "cost": 66, "proof": PHOTO, "contact_id": None}
        )
        gifts[1].with_user(cls.manager).action_hold()
        gifts[1].message_post(body="Waits for the new address")
        gifts[0].activity_schedule("mail.mail_activity_data_todo", summary="Call")
        gifts[0].message_subscribe(cls.lin.ids)
        for gift in gifts[2:]:
            gift.with_user(cls.manager).action_approve()
        gifts[3:].with_user(cls.manager).action_order()

    @classmethod
    def one(cls, place, state="ordered", cost=80.0, **values):
        """A gift by hand, as far as ``state``."""
        gift = cls.gift(cls.buyers[place], cost, **values)
        if state != "proposed":
            gift.write({"state": state})
        return gift

    @classmethod
    def ends_of_a_plan(cls):
        """A second one with all ends, measured and closed."""
        plan = cls.new_plan(name="Closed", comparison_percent=50, nothing_asked=True)
        cls.closed_plan = plan
        people = cls.buyers[:8]
        cls.env["customer.gift.comparison"].create(
            [
                {
                    "plan_id": plan.id,
                    "company_id": cls.company.id,
                    "partner_id": customer.id,
                    "tier_id": cls.tier["MEDIUM"].id,
                    "held_out": place % 2 == 1,
                }
                for place, customer in enumerate(people)
            ]
        )
        day = {"plan_id": plan.id, "date": "2025-07-10", "delivered_on": "2025-07-10"}
        ends = ("given", "given", "declined", "returned", "cancelled")
        for place, end in enumerate(ends):
            gift = cls.one(place, cost=20, tracking_number=f"NL{place}", **day)
            gift.result_note = f"It was {end}"
            gift.write({"state": end})
        plan.action_open()
        plan.action_close()
        plan._measure()

    @classmethod
    def bill(cls):
        """The entry where the cost of a gift is posted."""
        return cls.entry([(cls.cost, 70), (cls.bank.default_account_id, -70)])

    @classmethod
    def gifts_by_hand(cls):
        """The register: evidence, a correction, a pseudonym, one that we received."""
        cls.given = cls.one(
            0,
            proof=PHOTO,
            contact_id=cls.lin.id,
            purpose="For Lin Wei's help",
            conflict_note="None",
            evidence_ids=[
                Command.create({"name": "bill.txt", "raw": b"60 for a box of tea"})
            ],
        )
        cls.given.write({"state": "given"})
        late = cls.one(1, "proposed", contact_id=cls.wu.id, move_id=cls.bill().id)
        late.write({"state": "given", "courier": "Northline"})
        assert late.after_the_fact and late.number
        late._correct({"cost": 70}, "Typing error")
        cls.one(0, "ordered", contact_id=cls.lin.id).write({"state": "returned"})
        cls.env["customer.gift"].with_user(cls.seller).create(
            {
                "direction": "received",
                "state": "given",
                "partner_id": cls.buyers[3].id,
                "company_id": cls.company.id,
                "form": "hospitality",
                "description": "Dinner after the fair",
                "list_value": 64,
                "date": "2025-08-20",
                "received_use": "shared",
            }
        )
        wizard = cls.env["customer.gift.pseudonymise"].with_user(cls.officer)
        wizard.create(
            {"contact_id": cls.lin.id, "reason": "Asked for it"}
        ).action_pseudonymise()

    @classmethod
    def policy(cls):
        """Read normally from now on: refused, excepted, approved by a deputy."""
        cls.company.customer_gift_policy_mode = "normal"
        cls.company.customer_gift_policy_template = "general"
        cls.company.customer_gift_spot_check_seed = "seed of the test"
        cls.env["customer.gift.policy"].create(
            [
                {
                    "name": "Our own rule",
                    "code": "C03",
                    "severity": "block",
                    "amount": 300,
                    "company_id": cls.company.id,
                    "tier_ids": [Command.set(cls.tier["TOP"].ids)],
                    "occasion_ids": [Command.set(cls.occasion.ids)],
                    "country_ids": [Command.set(cls.env.ref("base.us").ids)],
                    "tag_ids": [
                        Command.create({"name": "Regulated"}),
                    ],
                    "industry_ids": [
                        Command.set(cls.env["res.partner.industry"].search([])[:1].ids)
                    ],
                    "category_ids": [
                        Command.set(cls.env["product.category"].search([])[:1].ids)
                    ],
                    "valid_from": "2025-01-01",
                    "valid_to": "2099-01-01",
                },
                {
                    "name": "Look at all",
                    "code": "C24",
                    "severity": "info",
                    "share": 100,
                    "form": "goods",
                    "company_id": cls.company.id,
                },
                {
                    "name": "Never above 500",
                    "code": "C03",
                    "severity": "block",
                    "amount": 500,
                    "company_id": cls.company.id,
                },
            ]
        )
        deputy = cls.user(
            "deputy", groups="base.group_user,customer_tiering.group_customer_tier_user"
        )
        cls.env["customer.gift.delegation"].with_user(cls.manager).create(
            {
                "deputy_id": deputy.id,
                "date_from": "2025-08-25",
                "date_to": "2025-12-31",
                "company_id": cls.company.id,
                "note": "On holiday",
            }
        )
        blocked = cls.gift(cls.newcomer, nothing_asked=True)
        costly = cls.one(4, "proposed", cost=900, nothing_asked=True)
        cheap = cls.gift(cls.customer("Modest"), 10, nothing_asked=True)
        (blocked + costly + cheap).with_user(cls.manager).action_approve()
        assert (blocked.severity, blocked.held) == ("block", True), blocked.findings
        assert (costly.severity, costly.held) == ("approve", True), costly.findings
        assert cheap.state == "approved", cheap.hold_reason
        excepted = cls.gift(cls.newcomer, 90, nothing_asked=True)
        excepted.exception_reason = "Fifty years together"
        excepted.with_user(cls.officer).action_approve()
        away = cls.gift(cls.customer("Meanwhile"), 10, nothing_asked=True)
        away.with_user(deputy).action_approve()
        assert away.approved_for_id == cls.manager
        # one for the day after the update
        waits = cls.gift(cls.customer("Waits"), 12, nothing_asked=True)
        waits.description = "To be approved"
        cls.env["customer.gift.spot.check"]._draw(cls.company)
        drawn = cls.env["customer.gift.spot.check"].search([])
        drawn[0].with_user(cls.officer).action_fine()
        drawn[1].with_user(cls.officer).write({"note": "No receipt"})
        drawn[1].with_user(cls.officer).action_problem()

    @classmethod
    def samples(cls):
        """Used, used above the allowance, taken back in part and as a whole."""
        cls.benefit.write({"freight": "fixed", "freight_amount": 4, "over": "warn"})
        self = cls()
        order = self.sample(cls.buyers[1], 5)
        order.order_line[0].product_uom_qty = 3
        self.sample(cls.buyers[0], 400)
        self.sample(cls.buyers[3], 2)._action_cancel()
        self.sample(cls.buyers[4], 1, confirm=False)
