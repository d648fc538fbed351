import random
from datetime import date
from decimal import Decimal

import pandas as pd

from odoo.tests import TransactionCase, tagged

from ...tools import binary_copy
from ...tools.binary_copy import BinaryCopy, fits_numeric
from ...tools.row_digest import digests
from ...tools.staging import add_rows, stage

TYPES = {
    "number": "int4",
    "amount": "float8",
    "day": "date",
    "flag": "bool",
    "word": "varchar",
    "remark": "text",
    "points": "jsonb",
    "large": "int8",
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
                "large": [-(2**63), 2**63 - 1],
            }
        )
        first, second = self.copied(frame)
        self.assertEqual(first[:2], (-7, 12345678.25))
        self.assertEqual(str(first[2]), "1999-12-31")
        self.assertEqual(first[3:-1], (True, "顶级客户", "", {"a": [1, None]}))
        self.assertEqual(first[-1], -(2**63))
        rest = (False, None, 'quoted "text"\n\\N', None, 2**63 - 1)
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
                    draw.randint(-(2**63), 2**63 - 1),
                )
                for _ in range(count)
            ]
            frame = pd.DataFrame(rows, columns=list(TYPES))
            frame["day"] = pd.to_datetime(frame["day"])
            frame["number"] = frame["number"].astype("Int64")
            frame["amount"] = frame["amount"].astype("float64")
            frame["flag"] = frame["flag"].astype("bool")
            frame["large"] = frame["large"].astype("int64")
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

    def added(self, **columns):
        """Whether rows of another scheme were added, and what is there of them."""
        customers = self.env["res.partner"].create(
            [{"name": "Anvil"}, {"name": "Bolt"}]
        )
        tier = self.env.ref("customer_tiering.tier_small")
        frame = pd.DataFrame({"partner_id": customers.ids, **columns})
        names = ["scheme_id", "company_id", "tier_id"]
        frame[names] = [10_000_000, self.env.company.id, tier.id]
        names += ["partner_id", "net_revenue", "value", "lifecycle"]
        standings = self.env["customer.tier.standing"]
        done = add_rows(standings, frame, names)
        found = standings.search(
            [("partner_id", "in", customers.ids)], order="partner_id"
        )
        return done, found

    def test_rows_go_straight_into_the_table(self):
        done, (anvil, bolt) = self.added(net_revenue=[12.5, -0.01], value=[None, 7.0])
        self.assertTrue(done)
        self.assertEqual((anvil.net_revenue, bolt.net_revenue), (12.5, -0.01))
        self.assertEqual((anvil.value, bolt.value), (False, 7.0))
        # a column that the frame lacks
        self.assertFalse(anvil.lifecycle)
        self.assertEqual(anvil.tier_id.code, "SMALL")

    def test_no_rows_are_added_too(self):
        standings = self.env["customer.tier.standing"]
        frame = pd.DataFrame({"partner_id": pd.Series([], dtype="int64")})
        before = standings.search_count([])
        self.assertTrue(add_rows(standings, frame, ["partner_id", "tier_id"]))
        self.assertEqual(standings.search_count([]), before)

    def test_an_amount_with_more_digits_needs_a_stage(self):
        done, found = self.added(net_revenue=[1.0, 123456789012.125])
        self.assertFalse(done)
        self.assertFalse(found)


@tagged("post_install", "-at_install")
class TestRowDigest(TransactionCase):
    """Rows have the same digest if they are equal, and only then."""

    FRAME = pd.DataFrame(
        {
            "tier_id": pd.array([1, 1, None], dtype="Int64"),
            "amount": [2.0, 2.0, None],
            "word": ["a", "a", None],
            "day": pd.to_datetime(pd.Series(["2026-01-31", "2026-01-31", None])),
            "flag": [True, True, False],
        }
    )

    def of(self, frame, columns=("tier_id", "amount", "word", "day", "flag")):
        return digests(frame, list(columns)).tolist()

    def test_equal_rows(self):
        first, second, empty = self.of(self.FRAME)
        self.assertEqual(first, second)
        self.assertNotEqual(first, empty)
        # wherever the row stands, and whatever else there is
        turned = self.FRAME.iloc[::-1].assign(other=7)
        self.assertEqual(self.of(turned), [empty, second, first])

    def test_every_value_counts(self):
        other = {
            "tier_id": 2,
            "amount": 2.0000000000000004,
            "word": "a ",
            "day": pd.Timestamp("2026-02-01"),
            "flag": False,
        }
        before = self.of(self.FRAME)
        for name, value in other.items():
            for changed in (value, *([None] if name != "flag" else [])):
                frame = self.FRAME.copy()
                frame.loc[0, name] = changed
                with self.subTest(name, value=changed):
                    after = self.of(frame)
                    self.assertNotEqual(after[0], before[0])
                    self.assertEqual(after[1:], before[1:])

    def test_a_column_that_is_not_there(self):
        self.assertNotEqual(
            self.of(self.FRAME.drop(columns="word")),
            self.of(self.FRAME.drop(columns="flag")),
        )
        same = self.FRAME.rename(columns={"tier_id": "computed_tier_id"})
        names = ("computed_tier_id", "amount", "word", "day", "flag")
        self.assertNotEqual(self.of(same, names), self.of(self.FRAME))
