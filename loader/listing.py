"""Shows and writes what was rejected or noted, row by row."""

import pandas as pd

from loader.report import escape

COLUMNS = ["line", "document", "kind", "reason", "amount"]


class Listing:
    def __init__(self, checked):
        bad = checked.bad.assign(kind="rejected", amount=checked.bad["exact"])
        notes = checked.notes.rename(columns={"note": "reason"})
        notes = notes.assign(kind="note", amount=None)
        self.bad, self.notes = bad[COLUMNS], notes[COLUMNS]

    def show(self, most, path=None):
        """Print up to ``most`` of each kind.

        :param path: of the file to which all of them are written, if there is one
        """
        for title, rows in (("rejected", self.bad), ("note", self.notes)):
            for row in rows.head(most).itertuples():
                document = row.document or "-"
                print(f"    {title}, line {row.line}: {row.reason} ({document})")
            if len(rows) > most:
                hint = "" if path else "; use --rejected FILE to write all of them"
                print(f"    … and {len(rows) - most:,} more of these{hint}")

    def write(self, path):
        """Write all of them, by line, as UTF-8 with a byte order mark."""
        rows = pd.concat([self.bad.astype(object), self.notes.astype(object)])
        rows = rows.sort_values(["line", "kind"], ascending=[True, False])
        texts = {name: rows[name].map(escape) for name in ("document", "reason")}
        rows.assign(**texts).to_csv(path, index=False, encoding="utf-8-sig")
