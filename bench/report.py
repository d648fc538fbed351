"""The table of a run, and which bars of the design it meets."""

# figure -> (what it may be, at the sizes of shop from and to which it holds)
SMALLEST, LARGEST = 0, 1_000_000
BARS = {
    "full_over_floor": ("at most", 2.5, SMALLEST, LARGEST),
    "orm_over_full": ("at least", 100, 20_000, LARGEST),
    "preview_s": ("at most", 0.5, SMALLEST, 200_000),
    "refresh_ms": ("at most", 50, SMALLEST, 200_000),
    "group_over_country": ("at most", 1.5, SMALLEST, 200_000),
    "gifts_s": ("at most", 5.0, SMALLEST, 200_000),
    "rss_mib_above_idle": ("at most", 1024, SMALLEST, LARGEST),
}
# the filter: either of two will do
FILTER_OVER_COUNTRY, FILTER_MS = 1.2, 20


def table(result):
    """``result`` of the measuring as lines, with a line for each bar."""
    lines = [f"{name:24} {_shown(value)}" for name, value in result.items()]
    for name, (kind, bar, smallest, largest) in BARS.items():
        if not smallest <= result["customers"] <= largest:
            continue
        met = result[name] <= bar if kind == "at most" else result[name] >= bar
        lines.append(f"bar: {name} {kind} {bar}: {_verdict(met)}")
    met = (
        result["filter_over_country"] <= FILTER_OVER_COUNTRY
        or result["filter_ms"] <= FILTER_MS
    )
    lines.append(
        f"bar: filter at most {FILTER_OVER_COUNTRY} x country or {FILTER_MS} ms:"
        f" {_verdict(met)}"
    )
    return "\n".join(lines)


def _verdict(met):
    return "met" if met else "MISSED"


def _shown(value):
    if isinstance(value, float):
        return f"{value:,.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
