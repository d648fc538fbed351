from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import TieringCase


class OverrideCase(TieringCase):
    """Ten customers of 1,000 down to 100: one is Top (10 %), two Big, seven Small."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.customers(10)
        cls.invoices(
            [(customer, 1000 - 100 * n) for n, customer in enumerate(cls.people)]
        )
        cls.first, cls.second, cls.last = (cls.people[n] for n in (0, 1, 9))
        cls.pyramid = cls.scheme({"TOP": 10, "BIG": 20, "SMALL": 0})
        cls.evaluate(cls.pyramid)

    @classmethod
    def by_hand(cls, customer, kind, code, scheme=None, **values):
        return cls.env["customer.tier.override"].create(
            {
                "partner_id": customer.id,
                "scheme_id": (scheme or cls.pyramid).id,
                "kind": kind,
                "tier_id": cls.tier[code].id,
                "reason": "Opens three shops",
                **values,
            }
        )

    def assertTier(self, customer, code, computed=None, decided_by=None):
        standing = self.standing(self.pyramid, customer)
        self.assertEqual(standing.tier_id.code, code)
        if computed:
            self.assertEqual(standing.computed_tier_id.code, computed)
        if decided_by:
            self.assertEqual(standing.decided_by, decided_by)


@tagged("post_install", "-at_install")
class TestOverride(OverrideCase):
    """K14: fixed, at least, at most; in force at once, until its last day."""

    def test_fixed_goes_up_and_down(self):
        self.by_hand(self.last, "fix", "TOP")
        self.by_hand(self.first, "fix", "SMALL")

        self.assertTier(self.last, "TOP", "SMALL", "manual")
        self.assertTier(self.first, "SMALL", "TOP", "manual")
        self.assertTrue(self.standing(self.pyramid, self.first).differs)

    def test_in_the_same_transaction_the_row_is_known_as_another(self):
        """A digest is only true of the version of the row that was published."""
        published = self.standing(self.pyramid, self.last)
        self.assertTrue(published.row_digest)
        self.by_hand(self.last, "fix", "TOP")
        self.assertFalse(published.row_digest)
        self.assertTrue(self.standing(self.pyramid, self.second).row_digest)

    def test_at_least_lifts_and_never_lowers(self):
        self.by_hand(self.last, "at_least", "BIG")
        self.by_hand(self.first, "at_least", "BIG")

        self.assertTier(self.last, "BIG", "SMALL", "manual")
        self.assertTier(self.first, "TOP", "TOP", "computed")

    def test_at_most_lowers_and_never_lifts(self):
        self.by_hand(self.first, "at_most", "BIG")
        self.by_hand(self.last, "at_most", "BIG")

        self.assertTier(self.first, "BIG", "TOP", "manual")
        self.assertTier(self.last, "SMALL", "SMALL", "computed")

    def test_removed_the_figures_decide_at_once(self):
        self.by_hand(self.last, "fix", "TOP")
        standing = self.standing(self.pyramid, self.last)

        standing.with_user(self.user("manager")).action_remove_manual()

        self.assertTier(self.last, "SMALL", "SMALL", "computed")
        self.assertFalse(standing.override_id)

    def test_it_holds_on_its_last_day_and_not_after(self):
        self.by_hand(self.last, "fix", "TOP", date_end=date(2025, 7, 31))

        self.evaluate(self.pyramid, date(2025, 7, 31))
        self.assertTier(self.last, "TOP")
        self.evaluate(self.pyramid, date(2025, 8, 1))
        self.assertTier(self.last, "SMALL", "SMALL", "computed")

    def test_a_refresh_of_the_figures_drops_it_too(self):
        self.by_hand(self.last, "fix", "TOP", date_end=date(2025, 7, 31))
        self.evaluate(self.pyramid, date(2025, 7, 31))
        self.assertTier(self.last, "TOP")

        self.pyramid._queue_evaluation(date(2025, 8, 1), "figures")._run()

        self.assertTier(self.last, "SMALL")

    def test_a_second_run_for_the_day_changes_nothing(self):
        self.by_hand(self.last, "fix", "TOP")
        day = self.pyramid._today()
        self.evaluate(self.pyramid, day)
        before = self.versions("customer_tier_standing")

        evaluation = self.evaluate(self.pyramid, day)

        self.assertEqual(evaluation.change_count, 0)
        self.assertEqual(self.versions("customer_tier_standing"), before)
        self.assertTier(self.last, "TOP")

    def test_each_company_has_its_own(self):
        other = self.new_company("Other Inc.")
        theirs = self.scheme({"TOP": 10, "SMALL": 0}, company_id=other.id)
        self.invoices([(p, 100 + n) for n, p in enumerate(self.people)], company=other)
        self.evaluate(theirs)

        self.by_hand(self.second, "fix", "SMALL")

        self.assertTier(self.second, "SMALL", "BIG")
        self.assertEqual(self.tier_code(theirs, self.last), "TOP")
        self.by_hand(self.second, "fix", "TOP", theirs)
        self.assertEqual(self.tier_code(theirs, self.second), "TOP")
        self.assertTier(self.second, "SMALL", "BIG")
        manager = self.user("manager", other)
        seen = self.seen_by(manager, self.env["customer.tier.override"]).search([])
        self.assertEqual(seen.scheme_id, theirs)

    def test_customers_with_one_each_can_be_merged(self):
        self.by_hand(self.first, "at_most", "BIG")
        latest = self.by_hand(self.last, "fix", "SMALL")

        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.first + self.last).ids, self.first
        )

        self.assertFalse(self.last.exists())
        overrides = self.env["customer.tier.override"].search(
            [("partner_id", "=", self.first.id)]
        )
        self.assertEqual(len(overrides), 2)
        # the latest counts, and either can be removed
        self.evaluate(self.pyramid)
        self.assertTier(self.first, "SMALL", "TOP", "manual")
        self.assertEqual(self.standing(self.pyramid, self.first).override_id, latest)
        latest.action_archive()
        self.assertTier(self.first, "BIG", "TOP", "manual")

    def test_the_scheme_that_contacts_show_is_proposed(self):
        shown = self.env["customer.tier.scheme"]._shown_ids(self.company.id)
        override = self.env["customer.tier.override"].new({})
        self.assertEqual(override.scheme_id._origin.id, shown[0])

    def test_one_per_customer(self):
        self.by_hand(self.last, "fix", "TOP")

        with self.assertRaisesRegex(ValidationError, "a manual tier in"):
            self.by_hand(self.last, "at_least", "BIG")

    def test_a_least_is_a_step_of_the_ladder(self):
        with self.assertRaisesRegex(ValidationError, "is not a ranked tier of"):
            self.by_hand(self.last, "at_least", "INACTIVE")

    def test_only_managers_set_tiers(self):
        user, manager = self.user("user"), self.user("manager")
        override = self.by_hand(self.last, "fix", "TOP")

        self.assertEqual(override.with_user(user).reason, "Opens three shops")
        with self.assertRaises(AccessError):
            override.with_user(user).reason = "Because"
        with self.assertRaises(AccessError):
            self.standing(self.pyramid, self.last).with_user(
                user
            ).action_remove_manual()
        with self.assertRaises(AccessError):
            self.env["customer.tier.override.wizard"].with_user(user).create({})
        override.with_user(manager).kind = "at_least"
        self.assertTier(self.last, "TOP")

    def test_ended_ones_are_found(self):
        today = self.pyramid._today()
        over = self.by_hand(self.last, "fix", "TOP", date_end=today - timedelta(days=1))
        holds = self.by_hand(self.second, "fix", "TOP", date_end=today)

        overrides = self.env["customer.tier.override"]
        own = [("scheme_id", "=", self.pyramid.id)]
        self.assertEqual(overrides.search([*own, ("ended", "=", True)]), over)
        self.assertEqual(overrides.search([*own, ("ended", "=", False)]), holds)
        self.assertTier(self.last, "SMALL")
        self.assertTier(self.second, "TOP")


@tagged("post_install", "-at_install")
class TestOverrideWizard(OverrideCase):
    """Many at once: from contacts and from standings."""

    def wizard(self, records, **values):
        wizards = self.env["customer.tier.override.wizard"].with_context(
            active_model=records._name, active_ids=records.ids
        )
        return wizards.create(
            {
                "kind": "at_least",
                "tier_id": self.tier["BIG"].id,
                "reason": "Fair of 2025",
                **values,
            }
        )

    def test_contacts_stand_for_their_company(self):
        contact = self.contact(self.last)

        wizard = self.wizard(contact + self.people[8], scheme_id=self.pyramid.id)
        self.assertEqual((wizard.customer_count, wizard.existing_count), (2, 0))
        wizard.action_apply()

        self.assertEqual(
            self.tier_codes(self.pyramid, self.people),
            ["TOP", "BIG", "BIG"] + ["SMALL"] * 5 + ["BIG"] * 2,
        )

    def test_who_has_one_is_changed_and_never_left_out(self):
        existing = self.by_hand(self.last, "fix", "TOP", date_end=date(2099, 1, 1))
        standings = self.env["customer.tier.standing"].union(
            *(self.standing(self.pyramid, self.people[n]) for n in (8, 9))
        )

        wizard = self.wizard(standings)
        self.assertEqual(wizard.scheme_id, self.pyramid)
        self.assertEqual((wizard.customer_count, wizard.existing_count), (2, 1))
        action = wizard.action_apply()

        overrides = self.env["customer.tier.override"].search(action["domain"])
        self.assertRecordValues(
            overrides.sorted("id"),
            [
                {
                    "id": existing.id,
                    "partner_id": self.last.id,
                    "kind": "at_least",
                    "reason": "Fair of 2025",
                    "date_end": False,
                },
                {
                    "id": max(overrides.ids),
                    "partner_id": self.people[8].id,
                    "kind": "at_least",
                    "reason": "Fair of 2025",
                    "date_end": False,
                },
            ],
        )
        self.assertTier(self.last, "BIG", "SMALL", "manual")

    def test_one_evaluation_places_all_of_them(self):
        evaluations = self.env["customer.tier.evaluation"]
        before = evaluations.search_count([])

        self.wizard(self.people, scheme_id=self.pyramid.id).action_apply()

        self.assertEqual(evaluations.search_count([]), before + 1)
        self.assertEqual(
            self.tier_codes(self.pyramid, self.people), ["TOP"] + ["BIG"] * 9
        )

    def test_any_tier_can_be_fixed_a_least_is_a_step(self):
        wizard = self.wizard(self.last, scheme_id=self.pyramid.id)
        self.assertEqual(
            wizard.ladder_ids, self.tier["TOP"] + self.tier["BIG"] + self.tier["SMALL"]
        )
        wizard.kind = "fix"
        self.assertIn(self.tier["NONEED"], wizard.ladder_ids)
