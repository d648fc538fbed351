from odoo.tests import tagged

from ..common import REF, TieringCase


@tagged("post_install", "-at_install")
class TestRanking(TieringCase):
    """K08 on thirty customers worth 3,000, 2,900, … 100: one invoice each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thirty = cls.customers(30)
        cls.invoices(
            (customer, 100 * (30 - place)) for place, customer in enumerate(cls.thirty)
        )

    def counts(self, scheme):
        groups = self.env["customer.tier.standing"]._read_group(
            [("scheme_id", "=", scheme.id)], ["tier_id"], ["__count"]
        )
        return {tier.code: count for tier, count in groups}

    def test_pyramid(self):
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        # places: ceil(0.3) = 1, ceil(1.5) = 2, ceil(6.0) = 6, all 30
        self.assertEqual(
            self.tier_codes(scheme, self.thirty),
            ["TOP"] + ["BIG"] + 4 * ["MEDIUM"] + 24 * ["SMALL"],
        )
        self.assertEqual(evaluation.existing_count, 30)
        results = {line.tier_id.code: line for line in evaluation.result_ids}
        self.assertEqual(
            {code: line.customer_count for code, line in results.items()},
            {"TOP": 1, "BIG": 1, "MEDIUM": 4, "SMALL": 24},
        )
        # 100 x (1 + … + 30) = 46,500; medium: 2,800 + 2,700 + 2,600 + 2,500
        self.assertEqual(evaluation.revenue_total, 46500)
        self.assertEqual(results["MEDIUM"].net_revenue, 10600)
        self.assertAlmostEqual(results["MEDIUM"].revenue_share, 10600 / 46500)
        self.assertAlmostEqual(results["MEDIUM"].customer_share, 4 / 30)

    def test_rank_and_shares_are_stored(self):
        scheme = self.scheme()

        self.evaluate(scheme)

        third = self.standing(scheme, self.thirty[2])
        self.assertEqual((third.rank, third.ranked_count, third.threshold), (3, 30, 6))
        self.assertAlmostEqual(third.share, 2800 / 46500)
        self.assertAlmostEqual(third.cumulated, (3000 + 2900 + 2800) / 46500)
        self.assertEqual(third.reason, "percent_of_customers")
        last = self.standing(scheme, self.thirty[29])
        self.assertEqual((last.rank, last.reason), (30, "remainder"))

    def test_fractions_of_a_percent_are_exact(self):
        # 9.9 + 0.1 are 10 % of 30, three places; in binary they are a little more
        scheme = self.scheme({"TOP": 9.9, "BIG": 0.1, "SMALL": 0})

        self.evaluate(scheme)

        self.assertEqual(self.counts(scheme), {"TOP": 3, "SMALL": 27})

    def test_percentages_may_refer_to_all_customers(self):
        self.customers(70, "Never bought")
        scheme = self.scheme(population="all")

        self.evaluate(scheme)

        # of 100 customers: 1, 5 and 20 places among the 30 who bought
        self.assertEqual(
            self.counts(scheme),
            {"TOP": 1, "BIG": 4, "MEDIUM": 15, "SMALL": 10, "SUSPECT": 70},
        )

    def test_a_minimum_is_demanded_besides(self):
        scheme = self.scheme()
        scheme.rule_ids.filtered(lambda r: r.tier_id.code == "TOP").minimum = 3000.01
        scheme.rule_ids.filtered(lambda r: r.tier_id.code == "MEDIUM").minimum = 2700

        self.evaluate(scheme)

        # the first misses Top by a cent and becomes Big; 2,600 and 2,500 miss Medium
        self.assertEqual(self.counts(scheme), {"BIG": 2, "MEDIUM": 2, "SMALL": 26})
        self.assertEqual(self.tier_code(scheme, self.thirty[3]), "MEDIUM")

    def test_a_ladder_of_one_tier_holds_everybody(self):
        scheme = self.scheme({"SMALL": 0})

        self.evaluate(scheme)

        self.assertEqual(self.counts(scheme), {"SMALL": 30})


@tagged("post_install", "-at_install")
class TestTies(TieringCase):
    """K07, K08: equal values, no values, few customers."""

    def ladder(self, values, shares=None, **settings):
        """Tier codes of customers with these values, under ``shares``."""
        customers = self.customers(len(values))
        self.invoices(zip(customers, values, strict=True))
        scheme = self.scheme(shares or {"TOP": 20, "BIG": 30, "SMALL": 0}, **settings)
        self.evaluate(scheme)
        return self.tier_codes(scheme, customers)

    def test_a_tied_group_that_overfills_a_tier_goes_down_together(self):
        # 10 customers: 2 places of Top, 5 up to Big; the second to fourth are equal
        tiers = self.ladder([90, 50, 50, 50, 40, 30, 20, 10, 9, 8])

        self.assertEqual(tiers, ["TOP"] + 4 * ["BIG"] + 5 * ["SMALL"])

    def test_or_up_together(self):
        tiers = self.ladder([90, 50, 50, 50, 40, 30, 20, 10, 9, 8], ties="up")

        self.assertEqual(tiers, 4 * ["TOP"] + ["BIG"] + 5 * ["SMALL"])

    def test_tied_customers_share_a_rank(self):
        customers = self.customers(4)
        self.invoices(zip(customers, [90, 50, 50, 10], strict=True))
        scheme = self.scheme()

        self.evaluate(scheme)

        ranks = [self.standing(scheme, customer).rank for customer in customers]
        self.assertEqual(ranks, [1, 2, 2, 4])

    def test_all_equal_are_all_in_the_last_tier(self):
        for ties in ("down", "up"):
            with self.subTest(ties):
                self.assertEqual(self.ladder(5 * [70], ties=ties), 5 * ["SMALL"])
                self.env["res.partner"].search([("ref", "=", REF)]).ref = False

    def test_one_customer_is_the_first(self):
        self.assertEqual(self.ladder([70]), ["TOP"])

    def test_nobody_bought(self):
        customer = self.customer("Anvil Ltd.")
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertEqual(evaluation.existing_count, 0)
        self.assertEqual(evaluation.revenue_total, 0)
        self.assertEqual(self.tier_code(scheme, customer), "SUSPECT")

    def test_nobody_at_all(self):
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.assertEqual(evaluation.state, "done")
        self.assertEqual(evaluation.customer_count, 0)
        self.assertFalse(evaluation.result_ids)

    def test_zero_and_negative_value_stay_in_the_last_tier(self):
        first, zero, negative = self.customers(3)
        self.invoices([(first, 100), (zero, 50), (negative, 50)])
        self.refund(zero, 50)
        self.refund(negative, 80)
        # a Top of 90 % has ceil(2.7) = 3 places, so value alone keeps them out
        scheme = self.scheme({"TOP": 90, "SMALL": 0})

        self.evaluate(scheme)

        self.assertEqual(
            self.tier_codes(scheme, first + zero + negative), ["TOP", "SMALL", "SMALL"]
        )
        standing = self.standing(scheme, negative)
        self.assertEqual(standing.net_revenue, -30)
        self.assertEqual(standing.lifecycle, "existing")
        self.assertEqual(standing.reason, "no_value")
        self.assertEqual(standing.share, 0)
        # the whole is the sum of the positive values
        self.assertEqual(self.standing(scheme, first).share, 1)

    def test_values_are_rounded_to_the_currency_before_ranking(self):
        # 100.004 and 100.0 are both 100.00: a tie, so neither reaches the one place
        first, second, third = self.customers(3)
        moves = self.invoices([(first, 100), (second, 100), (third, 1)])
        self.update(moves[0], amount_untaxed_signed=100.004)
        scheme = self.scheme({"TOP": 1, "SMALL": 0})

        self.evaluate(scheme)

        self.assertEqual(self.tier_codes(scheme, first + second), 2 * ["SMALL"])
        self.assertEqual(self.standing(scheme, first).net_revenue, 100)

    def test_rounding_follows_the_currency(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        company = self.new_company("Tiering KK", currency_id=yen.id)
        customer = self.customer("Kanazuchi KK")
        invoice = self.invoice(customer, 500, company=company)
        self.update(invoice, amount_untaxed_signed=499.5)
        scheme = self.scheme(company_id=company.id)

        self.evaluate(scheme)

        self.assertEqual(self.standing(scheme, customer).net_revenue, 500)

    def test_amounts_are_stored_to_the_cent(self):
        customers = self.customers(4)
        amounts = [1234567.89, 0.1, 98765432.1, 8217.33]
        self.invoices(zip(customers, amounts, strict=True))
        self.invoice(customers[1], 0.2)
        scheme = self.scheme()

        evaluation = self.evaluate(scheme)

        self.env.cr.execute(
            "SELECT net_revenue::text FROM customer_tier_standing"
            " WHERE scheme_id = %s ORDER BY partner_id",
            [scheme.id],
        )
        self.assertEqual(
            [float(value) for (value,) in self.env.cr.fetchall()],
            [1234567.89, 0.3, 98765432.1, 8217.33],
        )
        self.assertEqual(evaluation.revenue_total, 100008217.62)
