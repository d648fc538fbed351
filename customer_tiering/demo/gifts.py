"""A year of gifts: a feast in the past, one in the future, the register, samples.

The gifts depend on the tiers, so they are created after the evaluation. Everything is
done as a user would do it: budget, plan, policy, approval, register.
"""

import datetime

from dateutil.relativedelta import relativedelta

from odoo import Command

from ..gifting import occasions
from .documents import confirm
from .gift_budgets import budget_values
from .gift_products import create_products

MODULE = "customer_tiering"
PAST, AHEAD = "demo_gift_plan_mid_autumn", "demo_gift_plan_spring_festival"
SEED, FRIDAY = 1987, 4
# the effect of a plan is known 30 days after its last delivery, 3 days before the feast
KNOWN_AFTER = datetime.timedelta(days=29)
# places among the gifts of the past feast
DECLINED, RETURNED = (4, 11, 23), (17,)


def create_gifts(env, company):
    """Create the gifts of the demo company, once; ``env`` is that of the superuser."""
    if env.ref(f"{MODULE}.{PAST}", raise_if_not_found=False):
        return False
    scheme = env.ref(f"{MODULE}.scheme_pyramid", raise_if_not_found=False)
    seller = env.ref(f"{MODULE}.demo_user_sales", raise_if_not_found=False)
    if not seller or not scheme or not scheme.last_evaluation_id:
        return False
    _Gifts(env, company, scheme).make()
    return True


class _Gifts:
    def __init__(self, env, company, scheme):
        self.env, self.company, self.scheme = env, company, scheme
        self.today = scheme._today()
        self.manager = env.ref("base.user_admin")
        self.big = env.ref(f"{MODULE}.tier_big")
        tiers = (
            self.big + env.ref(f"{MODULE}.tier_top") + env.ref(f"{MODULE}.tier_medium")
        )
        standings = env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id), ("tier_id", "in", tiers.ids)]
        )
        # the best customers first
        self.best = standings.sorted(
            lambda s: (s.tier_id.sequence, -s.net_revenue, s.partner_id.id)
        ).partner_id.filtered("active")

    def make(self):
        self._describe_customers()
        self.products = create_products(self.env)
        feast = self._past_day()
        self._celebrate(self._create_plan(PAST, feast, comparison_percent=30))
        self._prepare(self._create_plan(AHEAD, self._day_ahead()))
        self._fill_register()
        self._give_samples()

    # -- who and when -------------------------------------------------------------

    def _user(self, login):
        return self.env.ref(f"{MODULE}.demo_user_{login}")

    def _describe_customers(self):
        """Set what customers like, who gets no gifts, and who is a public body."""
        tag = {
            name: self.env.ref(f"{MODULE}.customer_gift_tag_{name}").id
            for name in ("tea", "fruit", "sweets", "alcohol")
        }
        for place, name in enumerate(("tea", "fruit", "sweets")):
            self.best[2 + place : 40 : 5].customer_tier_gift_like_ids = [
                Command.link(tag[name])
            ]
        self.best[1:40:6].customer_tier_gift_taboo_ids = [Command.link(tag["alcohol"])]
        self.best[1].customer_tier_gift_note = "Wrapped in red or gold, never in white."
        self.government = self.env["res.partner"].search(
            [("category_id.name", "=", "Public Sector")]
        )
        self.government.customer_tier_government = True

    def _occasion(self, name):
        return self.env.ref(f"{MODULE}.customer_gift_occasion_{name}")

    def _past_day(self):
        """The last Mid-Autumn whose effect can already be measured."""
        occasion = self._occasion("mid_autumn")
        last = self.today - KNOWN_AFTER
        found = occasions.find(occasion._rule(), last - relativedelta(years=2), last)
        day = found.days[-1]
        known = occasion.date_ids.filtered(lambda date: date.date == day.first)
        return known or occasion._make_date(day)

    def _day_ahead(self):
        occasion = self._occasion("spring_festival")
        ahead = occasion.date_ids.filtered(lambda date: date.date > self.today)
        return ahead.sorted("date")[:1]

    # -- budget and plan ----------------------------------------------------------

    def _create_plan(self, xmlid, day, **values):
        year = day.date.year
        name = f"demo_gift_budget_{xmlid.removeprefix('demo_gift_plan_')}"
        values_of_year = budget_values(self.env, self.scheme, year)
        budget = self._load("customer.gift.budget", name, values_of_year)
        return self._load(
            "customer.gift.plan",
            xmlid,
            {
                "occasion_date_id": day.id,
                "budget_id": budget.id,
                "user_id": self.manager.id,
                "purpose": f"{day.occasion_id.name}: thanks for the good work together",
                "nothing_asked": True,
                "comparison_seed": SEED,
                **values,
            },
        )

    def _load(self, model, name, values):
        row = {"xml_id": f"{MODULE}.{name}", "values": values, "noupdate": True}
        return self.env[model]._load_records([row])

    def _as_manager(self, gifts):
        return gifts.with_user(self.manager)

    # -- the past feast -----------------------------------------------------------

    def _celebrate(self, plan):
        """Propose, approve, order and give the gifts, dated in the weeks before."""
        planner = self.env["customer.gift.planner"]
        planner._publish(plan, planner._propose(plan))
        plan.made_on = self._moment(plan.date, 55)
        plan.action_open()
        self._as_manager(plan.gift_ids).action_approve()
        self._as_manager(plan.gift_ids.filtered("held")).action_cancel()
        gifts = plan.gift_ids.filtered(lambda gift: gift.state == "approved")
        gifts = gifts.sorted("id")
        gifts.approved_on = self._moment(plan.date, 41)
        self._as_manager(gifts).action_order()
        self._send(gifts, plan.date)
        declined = gifts.browse([gifts[i].id for i in DECLINED if i < len(gifts)])
        returned = gifts.browse([gifts[i].id for i in RETURNED if i < len(gifts)])
        declined.result_note = "The rules of the house allow no gifts"
        returned.result_note = "Came back: the office has moved"
        self._as_manager(declined).action_decline()
        self._as_manager(returned).action_return()
        self._as_manager(gifts - declined - returned).action_give()
        plan.action_close()
        self._date_back(gifts)
        plan._measure()

    def _moment(self, day, days_before):
        """An afternoon this many days before, or on the Friday before that."""
        day -= datetime.timedelta(days=days_before)
        day -= datetime.timedelta(days=max(0, day.weekday() - FRIDAY))
        return datetime.datetime.combine(day, datetime.time(14, 20))

    def _send(self, gifts, feast):
        """Deliver by courier or in person, on working days 14 to 3 days before."""
        by_day = {}
        for place, gift in enumerate(gifts):
            day = feast - datetime.timedelta(days=14 - place * 5 % 12)
            # on a weekend, use the Friday before, or the Monday after if that is too
            # early
            back = max(0, day.weekday() - FRIDAY)
            if (feast - day).days + back > 14:
                back = day.weekday() - 7
            by_day.setdefault(day - datetime.timedelta(days=back), []).append(gift.id)
        for day, ids in by_day.items():
            gifts.browse(ids).delivered_on = day
        sent = gifts[::2]
        sent.courier = "Northline Express"
        for place, gift in enumerate(sent):
            gift.tracking_number = f"NL{feast:%y%m}{place * 37 + 10_412}"

    def _date_back(self, gifts):
        """Set earlier dates with SQL, because the register uses the current time.

        Verifying the register would find that, so the entries are sealed once more.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_gift SET register_date = delivered_on + TIME '17:30'"
            " WHERE id = ANY(%s)",
            (gifts.ids,),
        )
        gifts.invalidate_recordset(["register_date"])
        self.env.cr.execute(
            "DELETE FROM customer_gift_seal WHERE gift_id = ANY(%s)", (gifts.ids,)
        )
        entries = gifts.filtered("number").sorted("register_date")
        self.env["customer.gift.seal"]._seal(entries)

    # -- the next feast -----------------------------------------------------------

    def _prepare(self, plan):
        """Some gifts are approved, that of a public body is on hold, others wait."""
        plan.with_user(self.manager).action_make()
        plan.action_open()
        goods = plan.gift_ids.filtered(lambda gift: gift.form == "goods").sorted("id")
        public = plan.gift_ids.filtered(lambda g: g.partner_id in self.government)
        if not public & goods:
            # the salesperson thinks that a card is not enough
            self._change(public[:1], "tea")
        waiting = self._change_minds(goods - public)
        cards = plan.gift_ids - goods - public
        approve = public + (goods - public - waiting)[::2] + cards.sorted("id")[::3]
        self._as_manager(approve).action_approve()
        self._bring_along(goods - approve - waiting)

    def _bring_along(self, gifts):
        """Some salespeople hand a gift over at a visit in the next weeks."""
        for place, some in enumerate(gifts.grouped("user_id").values()):
            visit = self._moment(self.today, -12 - 3 * place).date()
            some[:2].date = visit

    def _change_minds(self, gifts):
        """Salespeople change the product of two gifts: wine, and a clock for China."""
        big = gifts.filtered(lambda gift: gift.tier_id == self.big)
        china = self.env.ref("base.cn")
        clock = big.filtered(lambda gift: gift.partner_id.country_id == china)[:1]
        clock = clock or big[:1]
        wine = (big - clock)[:1]
        self._change(clock, "clock")
        self._change(wine, "wine")
        return clock + wine

    def _change(self, gift, key):
        product = self.products[key]
        gift.write(
            {
                "form": "goods",
                "product_id": product.id,
                "cost": product.standard_price + product.customer_gift_freight,
                "list_value": product.list_price,
                "edited": True,
            }
        )

    # -- register and samples -----------------------------------------------------

    def _fill_register(self):
        """A dinner paid by a customer, and a visit entered after the fact."""
        seller = self._user("sales")
        own = self.best.filtered(lambda p: p.user_id == seller) - self.government
        gifts = self.env["customer.gift"].with_user(seller)
        visit, dinner = (self.today - datetime.timedelta(days=n) for n in (12, 20))
        product = self.products["visit"]
        gifts.create(
            [
                {
                    "direction": "received",
                    "state": "given",
                    "partner_id": own[1].id,
                    "form": "hospitality",
                    "description": "Dinner after the trade fair, two persons",
                    "list_value": 64,
                    "date": dinner,
                    "delivered_on": dinner,
                    "received_use": "shared",
                    "purpose": "Invitation after the trade fair",
                },
                {
                    "state": "given",
                    "partner_id": own[0].id,
                    "form": "experience",
                    "product_id": product.id,
                    "cost": product.standard_price,
                    "list_value": product.list_price,
                    "date": visit,
                    "delivered_on": visit,
                    "purpose": "To see how the new power tools are made",
                    "late_reason": "They asked on the day itself",
                },
            ]
        )

    def _give_samples(self):
        """The yearly samples: used in two orders and requested in a quotation."""
        benefit = self.env.ref(f"{MODULE}.customer_tier_benefit_samples")
        if benefit.active:
            return
        benefit.write({"scheme_id": self.scheme.id, "active": True})
        codes = ("HT-207", "SA-601", "EL-503", "FA-105")
        products = self.env["product.product"].search([("default_code", "in", codes)])
        products = products.grouped("default_code")
        firms = (self.best - self.government).filtered("user_id")
        rows = [
            self._order_values(firms[3], products["HT-207"], 5, products["FA-105"]),
            self._order_values(firms[0], products["SA-601"], 2),
            self._order_values(firms[6], products["EL-503"], 3, products["FA-105"]),
        ]
        confirm(self.env["sale.order"].create(rows)[:2])

    def _order_values(self, customer, sample, quantity, bought=None):
        lines = [
            {
                "product_id": sample.id,
                "product_uom_qty": quantity,
                "customer_tier_sample": True,
            }
        ]
        if bought:
            lines.insert(0, {"product_id": bought.id, "product_uom_qty": 12})
        return {
            "partner_id": customer.id,
            "user_id": customer.user_id.id,
            "date_order": self._moment(self.today, quantity),
            "order_line": [
                Command.create({"analytic_distribution": False, **line})
                for line in lines
            ],
        }
