"""What a pure package may not do: read a clock, draw lots, reach outside."""

import ast

ALLOWED_IMPORTS = {
    "bisect",
    "collections",
    "dataclasses",
    "datetime",
    "dateutil",
    "fractions",
    "functools",
    "html",
    "json",
    "numpy",
    "pandas",
    "re",
    "typing",
    "unicodedata",
}
# built-ins that reach outside or run what nobody can read here
FORBIDDEN_NAMES = {
    "__import__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "globals",
    "input",
    "open",
    "print",
}
# attributes that read a clock, draw lots, or read and write files
FORBIDDEN_ATTRIBUTES = {
    "default_rng",
    "fromfile",
    "genfromtxt",
    "load",
    "loadtxt",
    "memmap",
    "now",
    "random",
    "sample",
    "save",
    "savetxt",
    "savez",
    "today",
    "tofile",
    "utcnow",
}
FORBIDDEN_PREFIXES = ("read_",)
WRITERS = {
    "to_clipboard",
    "to_csv",
    "to_excel",
    "to_feather",
    "to_hdf",
    "to_html",
    "to_json",
    "to_latex",
    "to_markdown",
    "to_orc",
    "to_parquet",
    "to_pickle",
    "to_sql",
    "to_stata",
    "to_xml",
}
# pandas and NumPy read the clock when given these words
CLOCK_WORDS = {"now", "today"}


def impurities(source, imports=(), attributes=()):
    """Every breach in ``source``, as ``line: what``.

    ``imports`` and ``attributes`` are allowed besides.
    """
    return [
        f"{node.lineno}: {what}"
        for node in ast.walk(ast.parse(source))
        for what in breaches(node)
        if root(what) not in imports and what not in attributes
    ]


def breaches(node):
    if isinstance(node, ast.Import):
        yield from (a.name for a in node.names if root(a.name) not in ALLOWED_IMPORTS)
    elif isinstance(node, ast.ImportFrom):
        # one dot stays within the package, two would reach the addon
        if (
            node.level > 1
            or not node.level
            and root(node.module) not in ALLOWED_IMPORTS
        ):
            yield "." * node.level + (node.module or "")
        yield from (a.name for a in node.names if forbidden_attribute(a.name))
    elif isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
        yield node.id
    elif isinstance(node, ast.Attribute) and forbidden_attribute(node.attr):
        yield node.attr
    elif isinstance(node, ast.Constant) and node.value in CLOCK_WORDS:
        yield repr(node.value)


def root(module):
    return module.split(".")[0]


def forbidden_attribute(name):
    return (
        name in FORBIDDEN_ATTRIBUTES
        or name in WRITERS
        or name.startswith(FORBIDDEN_PREFIXES)
    )
