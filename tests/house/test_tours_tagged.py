"""`./dev test --no-browser` leaves out what is tagged as a tour."""

import ast

from rooms import ADDON


def test_every_class_with_a_tour_has_the_tag():
    found = {
        node.name: {
            word.value
            for decorator in node.decorator_list
            for word in ast.walk(decorator)
            if isinstance(word, ast.Constant)
        }
        for path in (ADDON / "tests").rglob("test_*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and "start_tour" in ast.unparse(node)
    }
    assert len(found) >= 7
    assert [name for name, tags in found.items() if "tour" not in tags] == []
