"""Twelve customers whose recency, frequency and value can be counted by hand."""

from datetime import timedelta

from ..common import AS_OF, TieringCase

# name: (days since the last purchase, days between two, purchases, amount of each)
TWELVE = {
    "Ada": (10, 30, 8, 1000),
    "Bea": (20, 25, 7, 900),
    "Cy": (40, 30, 6, 200),
    "Dan": (5, 40, 3, 4000),
    "Eve": (15, 0, 1, 300),
    "Fay": (12, 100, 2, 150),
    "Gus": (100, 30, 5, 1500),
    "Hal": (130, 40, 4, 100),
    "Ida": (200, 20, 6, 700),
    "Jon": (300, 0, 1, 5000),
    "Kim": (250, 0, 1, 80),
    "Lee": (90, 60, 2, 60),
}


class SegmentCase(TieringCase):
    """The twelve as of ``day``, evaluated by nobody yet."""

    day = AS_OF

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.twelve = {name: cls.customer(name) for name in TWELVE}
        cls.invoices(
            [
                (
                    cls.twelve[name],
                    amount,
                    cls.day - timedelta(days=ago + every * place),
                )
                for name, (ago, every, count, amount) in TWELVE.items()
                for place in range(count)
            ]
        )

    @classmethod
    def preset(cls, preset="six_segments", **values):
        """A scheme of the preset for the twelve, not evaluated."""
        wizard = cls.env["customer.tier.preset.wizard"].create(
            {"preset": preset, "company_id": cls.company.id}
        )
        scheme = wizard._set_up()
        scheme.write(
            {
                "domain": "[('ref', '=', 'TIERING-TEST')]",
                "tz": "UTC",
                "next_date": False,
                "in_force": True,
                **values,
            }
        )
        return scheme

    @classmethod
    def standing(cls, scheme, name):
        return cls.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id), ("partner_id", "=", cls.twelve[name].id)]
        )

    @classmethod
    def segments(cls, scheme):
        """``{name: code of the segment}`` of the twelve."""
        standings = cls.env["customer.tier.standing"].search(
            [("scheme_id", "=", scheme.id)]
        )
        return {
            standing.partner_id.name: standing.tier_id.code.removeprefix("SEG_")
            for standing in standings
        }

    @classmethod
    def segment(cls, scheme, code):
        """The row of a segment on the screen."""
        return cls.env["customer.tier.segment"].search(
            [("scheme_id", "=", scheme.id), ("tier_id.code", "=", f"SEG_{code}")]
        )
