"""What ./dev lint generates, and that it sees when a file is not current."""

import shutil

import pytest
from fresh import ROOT

from launcher import addon_readme, node_tools, requirements
from launcher.commands import lint
from launcher.outcome import Outcome
from launcher.places import Places

MANIFEST = """{
    "name": "An Addon",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "external_dependencies": {"python": ["pandas>=2.1.4", "Holidays>=0.75"]},
}
"""
DESCRIPTION = """\
Fields such as `customer_tier_`s, net_ and 2 * 3 | 4.

![A list](../static/description/list.png)

| Preset | Ranks by |
|---|---|
| *ABC* | value, `net_` |
|  | nothing |
"""
USAGE = """\
## Gifts

1.  Open *Plans*
    and **go on**:

    - see [the docs](docs/x.md).
"""


@pytest.fixture
def addon(tmp_path):
    folder = tmp_path / "customer_tiering"
    (folder / "readme").mkdir(parents=True)
    (folder / "__manifest__.py").write_text(MANIFEST)
    (folder / "readme" / "DESCRIPTION.md").write_text(DESCRIPTION)
    (folder / "readme" / "USAGE.md").write_text(USAGE)
    return folder


def both(addon):
    rst, html = addon_readme.generated(addon).values()
    return rst, html


def test_markdown_becomes_rst(addon):
    rst, _html = both(addon)
    assert "such as ``customer_tier_``\\ s, net\\_ and 2 \\* 3 \\| 4." in rst
    assert ".. image:: static/description/list.png\n   :alt: A list" in rst
    assert "   * - *ABC*\n     - value, ``net_``\n   * -\n     - nothing" in rst
    assert "Usage\n=====\n\nGifts\n-----\n\n1. Open *Plans*\n   and **go on**:" in rst
    assert "see `the docs <docs/x.md>`__." in rst


def test_markdown_becomes_html(addon):
    _rst, html = both(addon)
    # Odoo looks for pictures without a folder in static/description/
    assert 'src="list.png" alt="A list"' in html
    assert "<h2>Usage</h2>\n<h3>Gifts</h3>" in html
    assert "<td>value, <code>net_</code></td>" in html


def test_a_banner_is_shown_where_there_is_one(addon):
    assert not any("banner" in text for text in both(addon))
    (addon / "static" / "description").mkdir(parents=True)
    (addon / "static" / "description" / "banner.png").touch()
    assert all("banner.png" in text for text in both(addon))


def test_a_comment_in_markdown_is_not_shown(addon):
    (addon / "readme" / "HISTORY.md").write_text("<!-- towncrier -->\n\n## 19.0\n")
    assert not any("towncrier" in text for text in both(addon))


def test_rst_that_docutils_complains_of_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="Title underline too short"):
        addon_readme.proven("A title\n====\n", tmp_path / "README.rst")


def test_files_that_are_not_current_are_seen_and_written(addon, capsys):
    name = str(addon)
    assert addon_readme.main([name]) == 1
    assert "README.rst" in capsys.readouterr().out
    assert addon_readme.main(["--fix", name]) == 0
    assert addon_readme.main([name]) == 0
    (addon / "readme" / "USAGE.md").write_text("Another use.")
    assert addon_readme.main([name]) == 1


def test_requirements_follow_the_manifests(addon):
    places = Places(root=addon.parent)
    assert "not current" in requirements.check(places, fix=False)
    assert not requirements.check(places, fix=True)
    text = (addon.parent / "requirements.txt").read_text()
    assert text.splitlines()[1:] == ["Holidays>=0.75", "pandas>=2.1.4"]
    assert not requirements.check(places, fix=False)


def test_every_check_of_pre_commit_is_one_of_lint():
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    entries = [line.split() for line in text.splitlines() if "entry:" in line]
    assert [words[3] for words in entries] == list(lint.NAMES)


def test_without_node_the_checks_are_not_run_and_it_is_said(tmp_path, capsys):
    def check():
        node_tools.ensure(Places(root=tmp_path, cache=tmp_path), str(tmp_path))

    outcome = Outcome()
    lint.settle(outcome, "prettier", check)
    assert outcome.line() == "0 passed, 0 failed"
    assert outcome.not_run == ["prettier: there is no node and npm on PATH"]
    assert "NOT RUN" in capsys.readouterr().out


def test_a_node_that_is_too_old_is_named(tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.20.4\n")
    node.chmod(0o755)
    shutil.copy(node, tmp_path / "npm")
    with pytest.raises(node_tools.NoNode, match="node is v18.20.4 and 20.19 is needed"):
        node_tools.ensure(Places(root=tmp_path, cache=tmp_path), str(tmp_path))
