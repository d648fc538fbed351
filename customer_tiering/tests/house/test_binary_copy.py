import random
from datetime import date
from decimal import Decimal

import pandas as pd

from odoo.tests import TransactionCase, tagged

from ...tools import binary_copy
from ...tools.binary_copy import BinaryCopy, fits_numeric
from ...tools.staging import stage

TYPES = {
    "number": "int4",
    "amount": "float8",
    "day": "date",
    "flag": "bool",
    "word": "varchar",
    "remark": "text",
    "points": "jsonb",
}


@tagged("post_install", "-at_install")
class TestBinaryCopy(TransactionCase):
    """What PostgreSQL reads is what the frame holds, in every type."""

    def copied(self, frame, types=TYPES):
        columns = ", ".join(f"{name} {type_}" for name, type_ in types.items())
        self.env.cr.execute(f"CREATE TEMPORARY TABLE copied ({columns})")
        self.env.cr.copy_expert(
            f"COPY copied ({', '.join(types)}) FROM STDIN WITH (FORMAT binary)",
            BinaryCopy(frame, types),
        )
        self.env.cr.execute("SELECT * FROM copied ORDER BY ctid")
        found = self.env.cr.fetchall()
        self.env.cr.execute("DROP TABLE copied")
        return found

    def test_by_hand(self):
        frame = pd.DataFrame(
            {
                "number": pd.array([-7, None], dtype="Int64"),
                "amount": [12345678.25, None],
                "day": pd.to_datetime(pd.Series(["1999-12-31", None])),
                "flag": [True, False],
                "word": ["顶级客户", None],
                "remark": ["", 'quoted "text"\n\\N'],
                "points": ['{"a": [1, null]}', None],
            }
        )
        first, second = self.copied(frame)
        self.assertEqual(first[:2], (-7, 12345678.25))
        self.assertEqual(str(first[2]), "1999-12-31")
        self.assertEqual(first[3:], (True, "顶级客户", "", {"a": [1, None]}))
        rest = (False, None, 'quoted "text"\n\\N', None)
        self.assertEqual(second, (None, None, None, *rest))

    def test_random_frames_in_several_pieces(self):
        self.patch(binary_copy, "CHUNK", 7)
        draw = random.Random(1987)
        words = ["", "a", "中文", "x" * 300, None]
        for count in (0, 1, 6, 7, 8, 50):
            rows = [
                (
                    draw.choice([None, draw.randint(-(2**31), 2**31 - 1)]),
                    draw.choice([None, draw.uniform(-1e12, 1e12)]),
                    draw.choice([None, pd.Timestamp(2026, 2, draw.randint(1, 28))]),
                    draw.choice([True, False]),
                    draw.choice(words),
                    draw.choice(words),
                    None,
                )
                for _ in range(count)
            ]
            frame = pd.DataFrame(rows, columns=list(TYPES))
            frame["day"] = pd.to_datetime(frame["day"])
            frame["number"] = frame["number"].astype("Int64")
            frame["amount"] = frame["amount"].astype("float64")
            frame["flag"] = frame["flag"].astype("bool")
            expected = [
                (*row[:2], row[2].date() if row[2] else None, *row[3:]) for row in rows
            ]
            with self.subTest(count):
                self.assertEqual(self.copied(frame), expected)

    def numerics(self, values):
        """The digits of ``values`` in a numeric column, as text."""
        self.env.cr.execute("CREATE TEMPORARY TABLE numerics (value numeric)")
        frame = pd.DataFrame({"value": pd.Series(values, dtype="float64")})
        self.env.cr.copy_expert(
            "COPY numerics FROM STDIN WITH (FORMAT binary)",
            BinaryCopy(frame, {"value": "numeric"}),
        )
        self.env.cr.execute("SELECT value::text FROM numerics ORDER BY ctid")
        found = [text for (text,) in self.env.cr.fetchall()]
        self.env.cr.execute("DROP TABLE numerics")
        return found

    def test_numerics_by_hand(self):
        self.assertEqual(
            self.numerics([0, -0.0, 0.01, -12.5, 10000, None, 99999999999.99]),
            ["0.00", "0.00", "0.01", "-12.50", "10000.00", None, "99999999999.99"],
        )
        self.assertEqual(self.numerics([0.0001, -9999.9999]), ["0.0001", "-9999.9999"])
        # the last bit of a float is none of its digits
        self.assertEqual(self.numerics([0.1 + 0.2]), ["0.30"])

    def test_random_numerics_have_the_digits_of_their_floats(self):
        draw = random.Random(10_000)
        values = [
            round(draw.uniform(-1, 1) * 10 ** draw.uniform(-4, 11), draw.randint(0, 4))
            for _ in range(500)
        ]
        self.assertTrue(fits_numeric(pd.Series(values)))
        found = [Decimal(text) for text in self.numerics(values)]
        self.assertEqual(found, [Decimal(repr(value)) for value in values])

    def test_what_has_more_digits_is_no_numeric(self):
        for value in (1e11, -1e11, 0.00001, 1 / 3, float("inf")):
            with self.subTest(value):
                self.assertFalse(fits_numeric(pd.Series([1.0, value])))
        self.assertTrue(fits_numeric(pd.Series([None, 0.1 + 0.2, 1.25])))

    def test_an_unknown_type_is_refused(self):
        with self.assertRaises(KeyError):
            list(binary_copy._pieces(pd.DataFrame({"a": [1]}), {"a": "point"}))


@tagged("post_install", "-at_install")
class TestStaging(TransactionCase):
    """A staged table holds what the frame holds, however few values a column has."""

    COLUMNS = (
        *("partner_id", "tier_id", "computed_tier_id", "since", "falling", "reason"),
        *("net_revenue", "value", "state_before"),
    )

    def staged(self, **columns):
        frame = pd.DataFrame({"partner_id": [3, 1, 2], **columns})
        standings = self.env["customer.tier.standing"]
        stage(standings, "customer_tier_staged", frame, self.COLUMNS)
        self.env.cr.execute("SELECT * FROM customer_tier_staged ORDER BY ctid")
        return self.env.cr.dictfetchall()

    def test_columns_with_one_value(self):
        rows = self.staged(
            tier_id=pd.array([7, 7, 7], dtype="Int64"),
            since=pd.to_datetime(pd.Series(["2026-01-31"] * 3)),
            falling=[False] * 3,
            reason=["顶级'客户"] * 3,
            net_revenue=[12.5] * 3,
            # more than a numeric takes from a float
            value=[123456789012.125] * 3,
            state_before=['{"earned": null}'] * 3,
        )
        self.assertEqual([row["partner_id"] for row in rows], [3, 1, 2])
        for row in rows:
            self.assertEqual(
                [row[name] for name in self.COLUMNS[1:]],
                [7, None, date(2026, 1, 31), False, "顶级'客户"]
                + [12.5, 123456789012.125, {"earned": None}],
            )

    def test_one_value_and_nothing_are_two(self):
        rows = self.staged(
            computed_tier_id=pd.array([7, None, 7], dtype="Int64"),
            since=pd.to_datetime(pd.Series([None, "2026-01-31", None])),
            reason=["a", None, "a"],
            net_revenue=[None, 1.0, 1.0],
        )
        self.assertEqual(
            [
                tuple(row[name] for name in ("computed_tier_id", "since", "reason"))
                for row in rows
            ],
            [(7, None, "a"), (None, date(2026, 1, 31), None), (7, None, "a")],
        )
        self.assertEqual([row["net_revenue"] for row in rows], [None, 1.0, 1.0])
