"""Each field of a model is defined in one place.

Two rooms that give the same name to two fields get one field, computed by the method of
the higher room: the method of the lower one then writes to the database, or is refused.
Only a selection may be extended.
"""

import ast
from collections import defaultdict

from rooms import ADDON

EXTENDS = {"selection_add", "ondelete"}


def fields_of(tree):
    """``(model, field, names of the arguments)`` of each definition in a module."""
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        models, defined = [], []
        for line in node.body:
            if not isinstance(line, ast.Assign) or not isinstance(
                line.targets[0], ast.Name
            ):
                continue
            name, value = line.targets[0].id, line.value
            if name in ("_name", "_inherit") and isinstance(value, ast.Constant):
                models.append((name, value.value))
            elif (
                isinstance(value, ast.Call)
                and isinstance(value.func, ast.Attribute)
                and isinstance(value.func.value, ast.Name)
                and value.func.value.id == "fields"
            ):
                defined.append((name, {word.arg for word in value.keywords}))
        model = dict(models).get("_name") or dict(models).get("_inherit")
        for name, words in defined:
            yield model, name, words


def test_no_field_is_defined_twice():
    places = defaultdict(list)
    for path in sorted((ADDON / "models").rglob("*.py")):
        for model, name, words in fields_of(ast.parse(path.read_text())):
            if not (words and words <= EXTENDS):
                places[model, name].append(path.relative_to(ADDON).as_posix())
    assert len(places) > 800
    twice = {key: found for key, found in places.items() if len(found) > 1}
    assert not twice
