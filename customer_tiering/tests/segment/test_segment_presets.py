from itertools import product

from odoo.tests import tagged

from ...classification.segments import SCORES
from ...models.segment.lift import place_of
from .segments import SegmentCase

PRESETS = ("six_segments", "eleven_segments", "eight_segments")


@tagged("post_install", "-at_install", "playbook")
class TestSegmentPresets(SegmentCase):
    """Each preset on twelve customers, counted by hand.

    In two classes, six of the twelve are above the median: of the purchases 4, 5, 6, 6,
    7 and 8, of the value 4,200 and more. By date of the last purchase, Eve and Fay are
    among the first six, Lee, Jon and Kim are not; the others have a rhythm, and are
    late after two of their intervals (Gus 3.3, Hal 3.25, Ida 10).
    """

    IN_TWO_CLASSES = {
        "Ada": (4, 4, 4),
        "Bea": (4, 4, 4),
        "Cy": (4, 4, 2),
        "Dan": (4, 2, 4),
        "Eve": (4, 2, 2),
        "Fay": (4, 2, 2),
        "Gus": (2, 4, 4),
        "Hal": (2, 4, 2),
        "Ida": (2, 4, 4),
        "Jon": (2, 2, 4),
        "Kim": (2, 2, 2),
        "Lee": (2, 2, 2),
    }

    def scores(self, scheme):
        standings = self.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id)]
        )
        return {
            standing.partner_id.name: tuple(standing[name] for name in SCORES)
            for standing in standings
        }

    def test_six_by_hand(self):
        scheme = self.preset("six_segments")
        self.evaluate(scheme)

        self.assertEqual(self.scores(scheme), self.IN_TWO_CLASSES)
        self.assertEqual(
            self.segments(scheme),
            {
                "Ada": "CHAMPIONS",
                "Bea": "CHAMPIONS",
                "Cy": "LOYAL",
                "Dan": "LOYAL",
                "Eve": "RECENT",
                "Fay": "RECENT",
                "Gus": "AT_RISK",
                "Hal": "AT_RISK",
                "Ida": "AT_RISK",
                "Jon": "AT_RISK",
                "Kim": "COOLING",
                "Lee": "COOLING",
            },
        )

    def test_eight_by_hand(self):
        """八类客户: all eight, with two classes whatever the number of buyers."""
        scheme = self.preset("eight_segments")
        self.evaluate(scheme)

        self.assertEqual(scheme.segment_classes, "2")
        self.assertEqual(self.scores(scheme), self.IN_TWO_CLASSES)
        self.assertEqual(
            self.segments(scheme),
            {
                "Ada": "KEY_VALUE",
                "Bea": "KEY_VALUE",
                "Cy": "POTENTIAL",
                "Dan": "KEY_DEEPEN",
                "Eve": "NEWCOMERS",
                "Fay": "NEWCOMERS",
                "Gus": "KEY_RECALL",
                "Hal": "MAINTAIN",
                "Ida": "KEY_RECALL",
                "Jon": "KEY_RETAIN",
                "Kim": "CHURNED",
                "Lee": "CHURNED",
            },
        )

    def test_eleven_by_hand(self):
        """In five classes: who is ahead of w others of twelve has 1 + 5 w // 12."""
        scheme = self.preset("eleven_segments", segment_classes="5")
        self.evaluate(scheme)

        self.assertEqual(
            self.scores(scheme),
            {
                "Ada": (5, 5, 5),
                "Bea": (5, 5, 4),
                "Cy": (4, 4, 3),
                "Dan": (5, 3, 5),
                "Eve": (4, 1, 1),
                "Fay": (4, 2, 1),
                "Gus": (2, 3, 4),
                "Hal": (2, 3, 2),
                "Ida": (1, 4, 3),
                "Jon": (1, 1, 3),
                "Kim": (1, 1, 1),
                "Lee": (3, 2, 1),
            },
        )
        self.assertEqual(
            self.segments(scheme),
            {
                "Ada": "CHAMPIONS",
                "Bea": "CHAMPIONS",
                "Cy": "LOYAL",
                "Dan": "BIG_ORDERS",
                "Eve": "RECENT",
                "Fay": "RECENT",
                "Gus": "AT_RISK",
                "Hal": "AT_RISK",
                "Ida": "ONCE_LOYAL",
                "Jon": "DORMANT",
                "Kim": "DORMANT",
                "Lee": "COOLING",
            },
        )

    def test_a_better_score_never_leads_to_a_worse_segment(self):
        """In every one of the 125 cells, so that up and down mean something."""
        for preset in PRESETS:
            settings = (
                self.preset(preset)._settings(self.env.cr.now().date()).to_plain()
            )
            for cell in product(range(1, 6), repeat=3):
                for which in range(3):
                    better = list(cell)
                    better[which] = min(cell[which] + 1, 5)
                    self.assertLessEqual(
                        place_of(settings, better), place_of(settings, cell), cell
                    )

    def test_every_segment_of_a_preset_can_be_reached(self):
        for preset in PRESETS:
            settings = (
                self.preset(preset)._settings(self.env.cr.now().date()).to_plain()
            )
            reached = {
                place_of(settings, cell) for cell in product(range(1, 6), repeat=3)
            }
            self.assertEqual(reached, set(range(len(settings["ladder"]))), preset)

    def test_every_segment_has_advice_in_four_parts(self):
        tiers = self.env["customer.tier"].with_context(active_test=False)
        segments = tiers.search([("code", "=like", "SEG\\_%")])

        self.assertEqual(len(segments), 19)
        for segment in segments:
            for name in ("advice", "advice_person", "advice_offer", "advice_stop"):
                self.assertTrue(segment[name], (segment.code, name))
            self.assertEqual(segment.kind, "segment")
            # customers are never told
            self.assertFalse(segment.public_name)

    def test_segments_are_in_the_catalogue_once_a_preset_needs_them(self):
        key = self.tier["SEG_KEY_VALUE"]
        self.assertFalse(key.active)

        self.preset("eight_segments")

        self.assertTrue(key.active)
        self.assertFalse(self.tier["SEG_MUST_KEEP"].active)

    def test_a_scheme_of_segments_takes_no_customer_from_the_first_scheme(self):
        first = self.scheme()
        scheme = self.preset()
        for one in (first, scheme):
            self.evaluate(one)

        self.assertGreater(scheme.sequence, first.sequence)
        self.assertTrue(scheme.shown_besides)
        ada = self.twelve["Ada"]
        self.assertEqual(ada.customer_tier_id.kind, "ranked")
        home = self.env["customer.tier.home"].with_user(self.user("manager"))
        home = home.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(home.get_home()["scheme"], first.id)
        self.assertEqual(home.get_home("management", scheme.id)["scheme"], scheme.id)
