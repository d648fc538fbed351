import random
from decimal import Decimal

import pandas as pd

from odoo.tests import TransactionCase, tagged

from ...tools import binary_copy
from ...tools.binary_copy import BinaryCopy, fits_numeric

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
