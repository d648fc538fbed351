"""The table by tier, and the file with the tier of each customer."""

import pandas as pd

COLUMNS = ["customer", "class", "rank", "net revenue", "collected", "days late"]


def class_table(standings, classes=()):
    """Customers and revenue per tier (class).

    :param standings: frame of ``classify.read_standings``
    :param classes: tiers to show even if they have no customers, as (sequence, name)
    :return: frame, best tier first: ``class``, ``customers``, ``customers_share``
        (percent), ``revenue``, ``revenue_share`` (percent; 0 if there is none)
    """
    known = standings.assign(net_revenue=standings["net_revenue"].astype(float))
    grouped = known.groupby(["class_sequence", "class"])["net_revenue"]
    table = grouped.agg(["count", "sum"])
    wanted = table.index.union(
        pd.MultiIndex.from_tuples(classes, names=table.index.names)
    )
    table = table.reindex(wanted, fill_value=0).sort_index().reset_index()
    revenue = table["sum"].sum()
    return pd.DataFrame(
        {
            "class": table["class"],
            "customers": table["count"],
            "customers_share": 100 * table["count"] / max(len(standings), 1),
            "revenue": table["sum"],
            "revenue_share": 100 * table["sum"] / revenue if revenue else 0.0,
        }
    )


def format_table(table, currency):
    """The table as text, with a total in the last line."""
    head = ("Tier", "Customers", "Share", f"Revenue {currency}", "Share")
    total = (
        "Total",
        f"{table['customers'].sum():,}",
        "",
        f"{table['revenue'].sum():,.2f}",
        "",
    )
    body = [
        (
            str(row["class"]),
            f"{row['customers']:,}",
            f"{row['customers_share']:.1f} %",
            f"{row['revenue']:,.2f}",
            f"{row['revenue_share']:.1f} %",
        )
        for row in table.to_dict("records")
    ]
    widths = [
        max(len(row[at]) for row in (head, *body, total)) for at in range(len(head))
    ]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *body, total)
    ]
    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def write_standings(path, standings, payments_known=True):
    """Write one row per customer (COLUMNS) as UTF-8 with a byte order mark.

    The figures are those of the standings, digit by digit; an unknown one is empty.

    :param standings: frame of ``classify.read_standings``
    :param payments_known: False if the file has no payments: then nobody knows what
        was collected, and when
    """
    figures = {
        "net revenue": standings["net_revenue"],
        "collected": standings["collected"],
        "days late": standings["days_late"],
    }
    if not payments_known:
        figures["collected"] = figures["days late"] = pd.Series(
            None, index=standings.index, dtype=object
        )
    frame = pd.DataFrame(
        {
            "customer": standings["customer"].map(escape),
            "class": standings["class"].map(escape),
            "rank": standings["rank"],
            **{
                name: column.map(lambda value, least=least: _digits(value, least))
                for (name, column), least in zip(
                    figures.items(), (2, 2, 1), strict=True
                )
            },
        }
    )
    # Spreadsheets need the mark to read Chinese names correctly.
    frame.to_csv(path, columns=COLUMNS, index=False, encoding="utf-8-sig")


def _digits(value, least):
    """All digits of a figure, and at least ``least`` decimals; "" if unknown."""
    if value is None or pd.isna(value):
        return ""
    whole, _point, decimals = f"{value:f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(least, '0')}"


def escape(text):
    """The text, changed so that a spreadsheet does not read it as a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
