"""What an update may change in the rows of 19.0.1.0.0, each with its reason.

Whoever renames a model, a column or a value writes a migration and says so here. What
is in none of these lists has to be the same before and after, to the last character.
An entry that nothing meets any more fails the test too.
"""

from dataclasses import dataclass

# old model -> new one. Tables, external ids and what is written on a record (messages,
# followers, files, activities, filters) are expected under the new name.
MODELS: dict[str, str] = {}

# old table -> {old column: new column, or None for one that is gone for good}. The
# row of the field itself has to move too, with its external id: the history of a
# record, filters and defaults hang on it.
COLUMNS: dict[str, dict[str, str | None]] = {}

# old table -> {old column: {old value: new value}}, as PostgreSQL writes them as text;
# or a function from the old text to the new one, for JSON.
VALUES: dict[str, dict] = {}

# old external id without the module -> new one, or None for a record that is gone.
XMLIDS: dict[str, str | None] = {}

# Whether the last evaluation of the old version can be undone by the new one; if not,
# the screen has to refuse with a sentence.
OLD_EVALUATION_CAN_BE_UNDONE = True


@dataclass(frozen=True)
class Expected:
    """A difference: of ``column`` in ``table`` (old names); of new rows if `ROWS`.

    Where ``data``, only of records that the addon ships and updates.
    """

    table: str
    column: str
    reason: str
    data: bool = True


ROWS = "*"
EVERY_UPDATE = "an update writes the records that it ships, also when nothing changes"

DIFFERENCES = [
    Expected("customer_tier_metric", "write_date", EVERY_UPDATE),
]
