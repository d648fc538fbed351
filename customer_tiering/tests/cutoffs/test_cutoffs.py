from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...classification import curve
from ...classification.settings import Cut
from ..common import GROUP
from ..home.homes import HomeCase


class CutoffsCase(HomeCase):
    """A draft of the pyramid of `HomeCase`: eleven customers, from 1,210 down to 40."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.pyramid._the_draft()

    def metric(self, code):
        return self.env["customer.tier.metric"].search([("code", "=", code)])

    def cutoffs(self, user=None, scheme=None):
        """What the browser gets."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.seen_by(user or self.chief, scheme or self.draft).get_cutoffs()

    def counted(self, data, scheme=None):
        """``{tier code: part}`` as the browser counts the cut-offs of ``scheme``."""
        scheme = scheme or self.draft
        codes = {tier.id: code for code, tier in self.tier.items()}
        rules = scheme.rule_ids._ladder_order()
        cuts = [
            Cut(
                rule.tier_id.id,
                rule.method,
                round(rule.threshold * data["rules"][rule.id]["rate"], 4),
                minimum=rule.minimum or None,
                times=data["rules"][rule.id]["times"],
            )
            for rule in rules
            if not rule.is_remainder
        ]
        parts = curve.recount(
            data["points"],
            rules.tier_id.ids,
            cuts,
            data["population"][scheme.population],
            scheme.ties,
        )
        return {codes[part.tier]: part for part in parts}

    def sizes(self, data, scheme=None):
        return [part.customers for part in self.counted(data, scheme).values()]

    def previewed(self, scheme=None):
        """``{tier code: line}`` of the exact preview, for the tiers with a cut-off."""
        scheme = self.seen_by(self.chief, scheme or self.draft)
        action = scheme.action_preview()
        preview = self.seen_by(self.chief, self.env[action["res_model"]]).browse(
            action["res_id"]
        )
        mine = scheme.rule_ids.tier_id
        return {
            line.tier_id.code: line
            for line in preview.tier_ids
            if line.tier_id in mine and line.count_after
        }


@tagged("post_install", "-at_install", "home")
class TestCutoffs(CutoffsCase):
    """What the browser gets to count the tiers with."""

    def test_the_customers_and_their_tiers_of_today(self):
        data = self.cutoffs()
        self.assertIs(data["problem"], False)
        self.assertEqual(data["points"]["places"], [*range(12)])
        self.assertEqual(data["points"]["amounts"]["net_revenue"][-1], 5951)
        self.assertEqual(data["points"]["values"][1], 121000)
        self.assertEqual(data["currency"], self.usd.id)
        today = {one["name"]: one["today"] for one in data["tiers"]}
        # the first of yesterday keeps Top for now
        self.assertEqual(
            today,
            {
                "Top": {"customers": 2, "net_revenue": 2220},
                "Big": {"customers": 1, "net_revenue": 810},
                "Medium": {"customers": 3, "net_revenue": 1881},
                "Small": {"customers": 5, "net_revenue": 1040},
            },
        )

    def test_few_statements_for_any_number_of_customers(self):
        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.cutoffs()
            return self.cr.sql_log_count - before

        self.cutoffs()
        few = statements()
        more = self.customers(30, "More")
        self.invoices([(one, 5 + place) for place, one in enumerate(more)])
        self.evaluate(self.pyramid, self.last.as_of)
        self.cutoffs()
        self.assertEqual(statements(), few)
        self.assertEqual(len(self.cutoffs()["points"]["places"]), 42)

    # ------------------------------------------------------------ as the preview

    def assertAsPreviewed(self):
        """Customers, revenue and gifts of the tiers are those of the exact preview."""
        self.draft.misses = 1
        data = self.cutoffs()
        gifts = next(cost for cost in data["costs"] if cost["key"] == "gifts")
        previewed = self.previewed()
        counted = self.counted(data)
        self.assertEqual(
            {code for code, part in counted.items() if part.customers}, {*previewed}
        )
        for code, line in previewed.items():
            part = counted[code]
            with self.subTest(code):
                self.assertIs(part.about, False)
                self.assertEqual(part.customers, line.count_after)
                self.assertAlmostEqual(
                    part.amounts["net_revenue"], line.revenue_after, 2
                )
                spent = 0
                if part.tier in gifts["tiers"]:
                    spent = part.amounts[gifts["tiers"][part.tier]["column"]]
                self.assertAlmostEqual(spent, line.gift_after, 2)
        self.assertTrue(sum(line.gift_after for line in previewed.values()))

    def set_cuts(self, method, *thresholds, **values):
        rules = self.draft.rule_ids._ladder_order()
        for rule, threshold in zip(rules, thresholds, strict=False):
            rule.write({"method": method, "threshold": threshold, **values})

    def test_as_previewed_by_percent_of_customers(self):
        self.set_cuts("percent_of_customers", 20, 30, 15.5)
        self.assertAsPreviewed()

    def test_as_previewed_by_share_of_value(self):
        self.set_cuts("share_of_value", 40, 30, 17.25)
        self.assertAsPreviewed()

    def test_as_previewed_by_number(self):
        self.set_cuts("number_of_customers", 1, 4, 2)
        self.assertAsPreviewed()

    def test_as_previewed_by_threshold(self):
        self.set_cuts("threshold", 900, 510, 399.99)
        self.assertAsPreviewed()

    def test_as_previewed_by_threshold_per_month_in_euros(self):
        self.rate(self.eur, "2025-01-01", 0.5)
        # 45 euros a month are 90 dollars, and 1,080 in twelve months
        values = {"per": "month", "threshold_currency_id": self.eur.id}
        self.set_cuts("threshold", 45, 30, 15, **values)
        data = self.cutoffs()
        rule = self.draft.rule_ids._ladder_order()[0]
        self.assertEqual(data["rules"][rule.id], {"times": 12, "rate": 2})
        self.assertEqual(self.counted(data)["TOP"].customers, 1)
        self.assertAsPreviewed()

    def test_as_previewed_with_a_minimum_and_equal_customers(self):
        # two more of 400: three tied ones want places 7 to 9
        tied = self.customers(2, "Tied")
        self.invoices([(one, 400) for one in tied])
        self.evaluate(self.pyramid, self.last.as_of)
        self.set_cuts("number_of_customers", 3, 3, 2)
        self.draft.rule_ids._ladder_order()[0].minimum = 1000
        for ties, sizes in (("down", [2, 4, 0, 7]), ("up", [2, 4, 3, 4])):
            self.draft.ties = ties
            with self.subTest(ties):
                self.assertEqual(self.sizes(self.cutoffs()), sizes)
                self.assertAsPreviewed()

    def test_as_previewed_with_percentages_of_all_customers(self):
        self.customers(9, "Never bought")
        self.evaluate(self.pyramid, self.last.as_of)
        self.draft.population = "all"
        self.assertEqual(self.cutoffs()["population"], {"existing": 11, "all": 20})
        self.assertAsPreviewed()

    def test_as_previewed_with_percentages_and_limits_of_gifts(self):
        lines = self.budget.line_ids
        lines[0].write(
            {
                "method": "percent",
                "percent": 10,
                "base": "net_revenue",
                "maximum": 110,
            }
        )
        self.assertAsPreviewed()

    # ------------------------------------------------------------ costs

    def test_samples_are_an_amount_for_each(self):
        data = self.cutoffs()
        samples = next(cost for cost in data["costs"] if cost["key"] == "samples")
        top, big = self.tier["TOP"].id, self.tier["BIG"].id
        self.assertEqual(samples["tiers"][top], {"each": 3000, "ceiling": False})
        self.assertEqual(samples["today"], {top: 6000, big: 1000})

    def test_the_ceiling_of_the_whole_budget(self):
        self.budget.pool_amount = 700
        data = self.cutoffs()
        gifts = next(cost for cost in data["costs"] if cost["key"] == "gifts")
        self.assertEqual(gifts["ceiling"], 700)
        self.assertAlmostEqual(sum(gifts["today"].values()), 700)

    def test_shares_of_a_pool_are_left_to_the_preview(self):
        self.budget.pool_amount = 700
        self.budget.line_ids[0].method = "share"
        data = self.cutoffs()
        gifts = next(cost for cost in data["costs"] if cost["key"] == "gifts")
        self.assertIn("divides a pool", gifts["note"])
        self.assertNotIn(self.budget.line_ids[0].tier_id.id, gifts["tiers"])

    # ------------------------------------------------------------ no picture

    def problem(self, **values):
        return self.cutoffs(**values)["problem"]

    def test_before_the_first_evaluation(self):
        fresh = self.scheme({"TOP": 25, "SMALL": 0}, in_force=False)
        self.assertIn("before the first evaluation", self.problem(scheme=fresh))

    def test_ranked_in_groups(self):
        self.draft.group_by = "industry"
        self.assertIn("Each industry", self.problem())

    def test_read_or_ranked_otherwise(self):
        for values in (
            {"period_months": 6},
            {"domain": "[('name', 'like', 'Customer')]"},
            {"value_metric_id": self.metric("gross_margin").id},
            {"purchase_basis": "order"},
        ):
            before = {name: self.draft[name] for name in values}
            self.draft.write(values)
            with self.subTest(values):
                self.assertIn("other settings", self.problem())
            self.draft.write(before)
        self.assertIs(self.problem(), False)

    def test_cut_offs_of_other_figures(self):
        rule = self.draft.rule_ids._ladder_order()[0]
        rule.write(
            {
                "method": "threshold",
                "threshold": 3,
                "metric_id": self.metric("purchase_count").id,
            }
        )
        self.assertIn("“Top” does not compare", self.problem())

    def test_several_cut_offs_of_one_tier(self):
        self.draft.rule_ids = [
            Command.create(
                {
                    "tier_id": self.tier["TOP"].id,
                    "method": "threshold",
                    "threshold": 500,
                }
            )
        ]
        self.assertIn("“Top” has several", self.problem())

    def test_an_archived_metric_says_what_to_do(self):
        self.draft.value_metric_id.active = False
        self.assertIn("Unarchive it", self.problem())

    def test_nobody_has_a_value(self):
        self.env.cr.execute(
            "UPDATE customer_tier_standing SET value = 0 WHERE scheme_id = %s",
            [self.pyramid.id],
        )
        self.assertIn("no customer has a value", self.problem())

    # ------------------------------------------------------------ who sees it

    def test_a_salesperson_gets_a_sentence_and_no_figure(self):
        for user in (self.sam, self.books):
            data = self.cutoffs(user)
            self.assertEqual([*data], ["problem"])
            self.assertIn("Only managers", data["problem"])

    def test_managers_see_it_too(self):
        manager = self.person("leader", f"{GROUP}manager")
        self.assertIs(self.problem(user=manager), False)

    def test_a_margin_is_not_shown_to_who_may_not_read_it(self):
        self.pyramid.value_metric_id = self.metric("gross_margin")
        self.evaluate(self.pyramid, self.last.as_of)
        self.draft.value_metric_id = self.pyramid.value_metric_id
        self.env.ref(f"{GROUP}margin").implied_by_ids = False
        self.assertIn("may not read", self.problem())

    def test_nor_as_a_percentage_that_becomes_a_gift(self):
        self.budget.line_ids[0].write(
            {"method": "percent", "percent": 10, "base": "gross_margin"}
        )
        self.env.ref(f"{GROUP}margin").implied_by_ids = False
        keys = [cost["key"] for cost in self.cutoffs()["costs"]]
        self.assertEqual(keys, ["samples"])

    def test_nor_to_another_company(self):
        elsewhere = self.new_company("Elsewhere Inc.", currency_id=self.eur.id)
        other = self.person("elsewhere", f"{GROUP}admin", elsewhere)
        with self.assertRaises(AccessError):
            self.cutoffs(other)

    def test_amounts_are_in_the_currency_of_the_company(self):
        elsewhere = self.new_company("Elsewhere Inc.", currency_id=self.eur.id)
        both = self.person("both", f"{GROUP}admin", elsewhere + self.company)
        buyer = self.customer("Buys in euros")
        self.invoices([(buyer, 70)], company=elsewhere)
        theirs = self.scheme({"TOP": 25, "SMALL": 0}, company_id=elsewhere.id)
        self.evaluate(theirs)
        data = self.cutoffs(both, theirs)
        self.assertEqual(data["currency"], self.eur.id)
        self.assertEqual(data["points"]["amounts"]["net_revenue"], [0, 70])
        self.assertEqual(self.cutoffs(both)["currency"], self.usd.id)

    # ------------------------------------------------------------ one way

    def test_one_button_for_each(self):
        """Who may change a scheme tries changes; who may not has the preview."""

        def buttons(user):
            self.env.registry.clear_cache("templates")
            view = self.env.ref("customer_tiering.customer_tier_scheme_view_form")
            arch = self.seen_by(user, self.env["customer.tier.scheme"]).get_view(
                view.id
            )["arch"]
            return [
                name
                for name in ("action_preview_changes", "action_apply_draft")
                if f'name="{name}"' in arch
            ]

        manager = self.person("leader", f"{GROUP}manager")
        self.assertEqual(
            buttons(self.chief), ["action_preview_changes", "action_apply_draft"]
        )
        self.assertEqual(buttons(manager), [])
