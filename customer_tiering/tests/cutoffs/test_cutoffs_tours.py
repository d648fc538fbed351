import json
from pathlib import Path
from random import Random

import numpy as np

from odoo.tests import HttpCase, tagged

from ...classification import curve, cuts
from ...classification.settings import TIES_DOWN, TIES_UP, Cut
from .test_cutoffs import CutoffsCase

AGREES = Path(__file__).with_name("recount_agrees.js")
LADDER = tuple(range(1, 9))
METHODS = {
    cuts.PERCENT_OF_CUSTOMERS: (0.1, 12),
    cuts.SHARE_OF_VALUE: (0.1, 12),
    cuts.NUMBER_OF_CUSTOMERS: (1, 4),
    cuts.THRESHOLD: (0.01, 90),
}
# a few tied ones, and so many that some have no point of their own
SIZES = [*range(26)] * 8 + [5_000, 20_000]


def some_cut(random, tier):
    method = random.choice(list(METHODS))
    low, high = METHODS[method]
    own = round(random.uniform(low, high), 2)
    return Cut(
        tier,
        method,
        float(int(own) or 1) if method == cuts.NUMBER_OF_CUSTOMERS else own,
        minimum=random.choice([None, None, 7.5]),
        times=random.choice([1.0, 3.0]) if method == cuts.THRESHOLD else 1.0,
    )


def some_case(random, size):
    """Points, cuts and what `recount` of Python makes of them."""
    if size < 100:
        known = (-3.0, 0.0, 0.01, 7.0, 7.5, 20.0, 33.33, 100.0, 270.0)
        values = np.array([random.choice(known) for _ in range(size)])
    else:
        values = np.round(1e6 / np.arange(1, size + 1) ** 0.9, 2)
    points = curve.curve(values, 0.01, {"net_revenue": values})
    some = tuple(some_cut(random, tier) for tier in LADDER[:-1])
    population = size + random.choice([0, 0, 9])
    ties = random.choice([TIES_DOWN, TIES_UP])
    parts = curve.recount(points, LADDER, some, population, ties)
    return {
        "points": points,
        "cuts": [
            {
                "rule": cut.tier,
                "tier": cut.tier,
                "method": cut.method,
                "own": cut.threshold,
                "threshold": cut.threshold,
                "rate": 1,
                "times": cut.times,
                "minimum": cut.minimum or 0,
            }
            for cut in some
        ],
        "population": population,
        "ties": ties,
        "expected": [
            [part.customers, part.about, part.amounts["net_revenue"]] for part in parts
        ],
    }


@tagged("post_install", "-at_install", "home", "tour")
class TestCutoffsInTheBrowser(HttpCase, CutoffsCase):
    """The browser counts as Python does, and people get along with the picture."""

    def test_the_arithmetic_agrees(self):
        """For 210 curves and eight tiers; each is counted within 100 ms."""
        random = Random(2026)
        cases = [some_case(random, size) for size in SIZES]
        code = AGREES.read_text().replace("CASES", json.dumps(cases))
        self.browser_js("/odoo", code, "odoo.isReady === true", login="home_chief")

    def test_manager_drags_a_line_previews_applies(self):
        self.draft.action_discard_draft()
        self.pyramid.misses = 1
        self.start_tour(
            f"/odoo/customer-tier-schemes/{self.pyramid.id}",
            "customer_tiering_cutoffs",
            login="home_chief",
        )
        self.pyramid.pending_evaluation_id.sudo()._run()
        codes = [self.tier_code(self.pyramid, buyer) for buyer in self.buyers[:7]]
        self.assertEqual(
            codes, ["BIG", "TOP", "BIG", "BIG", "MEDIUM", "MEDIUM", "SMALL"]
        )

    def test_what_is_not_saved_is_not_drawn(self):
        self.start_tour(
            f"/odoo/customer-tier-schemes/{self.draft.id}",
            "customer_tiering_cutoffs_saved",
            login="home_chief",
        )
        self.assertEqual(self.draft.period_months, 6)


@tagged("post_install", "-at_install", "home", "tour")
class TestCutoffsOnAPhone(HttpCase, CutoffsCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_phone(self):
        before = self.draft.rule_ids._ladder_order()[1].threshold
        self.start_tour(
            f"/odoo/customer-tier-schemes/{self.draft.id}",
            "customer_tiering_cutoffs_on_a_phone",
            login="home_chief",
        )
        self.assertGreater(self.draft.rule_ids._ladder_order()[1].threshold, before)
