"""What a room of `models/` may know: the rooms below it, and no gift above it."""

import ast
import re
from pathlib import Path

ADDON = Path(__file__).resolve().parents[2] / "customer_tiering"
MODELS = ADDON / "models"
# From below to above, as models/__init__.py loads them.
ROOMS = tuple(
    re.findall(r"^from \. import (\w+)$", (MODELS / "__init__.py").read_text(), re.M)
)
TIER_ROOMS = ROOMS[: ROOMS.index("gift_occasion")]
# What every room may import, and what itself imports no room.
GROUND = ("tools", "classification", "gifting")
# Whose parts are imported from them by name.
PACKAGES = (("classification",), ("gifting",))
# How a tier room would speak of gifts: models, fields, methods, xmlids.
GIFT_WORDS = re.compile(r"gift|tier[._]benefit|sample_", re.I)


def imports(source, package):
    """Dotted paths within the addon that ``source`` imports, with their lines.

    ``package`` is the path of the file's folder within the addon, as a tuple.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            module = (*base, *(node.module or "").split("."))
            if node.module and module not in PACKAGES:
                yield node.lineno, module
            else:
                start = module if node.module else base
                yield from ((node.lineno, (*start, a.name)) for a in node.names)


def upward(source, package):
    """Every import of ``source`` that goes to a room above, or to another ground."""
    room = package[1] if package[0] in ("models", "wizards") else None
    for line, path in imports(source, package):
        if path[0] in GROUND:
            continue
        if path[0] == "wizards" and package[0] == "wizards":
            allowed = ROOMS.index(path[1]) <= ROOMS.index(room)
        elif path[0] == "models":
            allowed = room is not None and ROOMS.index(path[1]) <= ROOMS.index(room)
        else:
            allowed = False
        if not allowed:
            yield f"{line}: {'.'.join(path)}"


def past_the_facade(source, package):
    """Every import of ``source`` from a module of `gifting` that it does not offer."""
    offered = facade()
    for line, path in imports(source, package):
        if path[0] == "gifting" and package[0] != "gifting":
            if not set(path[1:2]) <= offered:
                yield f"{line}: {'.'.join(path)}"


def facade():
    """What `gifting` offers: its ``__all__``."""
    for node in ast.parse((ADDON / "gifting" / "__init__.py").read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def gift_words(source):
    """Every string, name and attribute of ``source`` that speaks of gifts."""
    for node in ast.walk(ast.parse(source)):
        for word in words(node):
            if GIFT_WORDS.search(word):
                yield f"{node.lineno}: {word}"


def words(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        # sentences for people may speak of gifts; identifiers may not
        if re.fullmatch(r"[\w.]+", node.value):
            yield node.value
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.FunctionDef):
        yield node.name


def models_of(source):
    """Names of the models that ``source`` defines or extends, in its order."""
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        told = {
            target.id: ast.literal_eval(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name) and target.id in ("_name", "_inherit")
        }
        if told:
            inherited = told.get("_inherit")
            first = inherited if isinstance(inherited, str) else (inherited or [""])[0]
            yield told.get("_name") or first


def belongs(model, stem):
    """Whether a file ``stem`` may hold ``model``: its name, perhaps with a part."""
    name = model.replace(".", "_")
    return stem == name or stem.startswith(f"{name}_") or name.startswith(f"{stem}_")
