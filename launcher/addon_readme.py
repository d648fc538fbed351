"""README.rst and static/description/index.html of an addon, from its readme/.

    python addon_readme.py [--fix] ADDON ...

Says which of the files are not current and ends with status 1; `--fix` writes them.
The fragments and their order are those of the OCA, whose own generator is not on PyPI:
this one needs mistune to read Markdown and docutils to prove the outcome.
"""

import ast
import io
import re
import sys
from pathlib import Path

import mistune
from docutils import core
from mistune.plugins.table import table
from mistune.renderers.html import HTMLRenderer
from mistune.renderers.rst import RSTRenderer

# fragment -> the title of its section; the description has none
SECTIONS = {
    "DESCRIPTION": None,
    "CONTEXT": "Use Cases / Context",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known issues / Roadmap",
    "DEVELOP": "Development",
    "HISTORY": "Changelog",
    "CONTRIBUTORS": "Contributors",
    "CREDITS": "Credits",
}
# fragments lie in readme/, beside static/
PICTURES = "../static/description/"
NOTICE = "Generated from readme/ by `./dev lint readme --fix`: change it there."

RST = """\
..
   {notice}
{rst_banner}
{line}
{name}
{line}

Version {version}, licence {license}

{description}

.. contents:: Table of contents
   :local:

{sections}
"""
HTML = """\
<!doctype html>
<!-- {notice} -->
<html lang="en">
<head>
<meta charset="utf-8">
<title>{name}</title>
</head>
<body>
{html_banner}<h1>{name}</h1>
<p>Version {version}, licence {license}</p>
{description}
{sections}
</body>
</html>
"""
RST_BANNER = """
.. image:: static/description/banner.png
   :alt: {name}
"""
HTML_BANNER = """\
<p><img src="banner.png" alt="{name}" style="max-width: 100%"></p>
"""


class Rst(RSTRenderer):
    """Markdown as the reStructuredText that a person would write."""

    # the addon's name has the double line
    HEADING_MARKERS = {1: "=", 2: "-", 3: "~", 4: "^"}

    def text(self, token, state):
        """With what means something in RST made harmless."""
        return re.sub(r"([\\*`|]|_(?=\W|$))", r"\\\1", token["raw"])

    def softbreak(self, token, state):
        return "\n"

    def codespan(self, token, state):
        # markup has to end where a word ends: an empty escape makes it so
        return rf"``{token['raw']}``\ "

    def emphasis(self, token, state):
        return rf"*{self.render_children(token, state)}*\ "

    def strong(self, token, state):
        return rf"**{self.render_children(token, state)}**\ "

    def link(self, token, state):
        words = self.render_children(token, state)
        return rf"`{words} <{token['attrs']['url']}>`__\ "

    def paragraph(self, token, state):
        children = token["children"]
        if len(children) == 1 and children[0]["type"] == "image":
            url = children[0]["attrs"]["url"].replace(PICTURES, "static/description/")
            alt = self.render_children(children[0], state)
            return f".. image:: {url}\n   :alt: {alt}\n\n"
        return super().paragraph(token, state)

    def block_html(self, token, state):
        """A comment, such as towncrier's mark in the changelog."""
        return ""

    def block_code(self, token, state):
        info = token.get("attrs", {}).get("info", "text")
        code = "\n".join("   " + line for line in token["raw"].splitlines())
        return f".. code:: {info}\n\n{code}\n\n"

    def table(self, token, state):
        head, body = token["children"]
        rows = [head, *body["children"]]
        lines = [".. list-table::", "   :header-rows: 1", ""]
        for row in rows:
            for place, cell in enumerate(row["children"]):
                words = self.render_children(cell, state)
                lines.append(f"   {'-' if place else '* -':>3} {words}")
        return "\n".join(lines) + "\n\n"


class Html(HTMLRenderer):
    """Markdown below the headings of the page, pictures as Odoo finds them."""

    def heading(self, text, level, **attrs):
        return super().heading(text, level + 1, **attrs)

    def image(self, text, url, title=None):
        picture = super().image(text, url.replace(PICTURES, ""), title)
        return picture.replace("<img ", '<img style="max-width: 100%" ')

    def block_html(self, html):
        return ""

    def table(self, text):
        return f'<table class="table table-sm">\n{text}</table>\n'


def main(arguments: list[str]) -> int:
    fix = "--fix" in arguments
    stale = []
    for name in arguments:
        folder = Path(name)
        if name == "--fix" or not (folder / "readme").is_dir():
            continue
        for path, text in generated(folder).items():
            if path.exists() and path.read_text() == text:
                continue
            stale.append(path)
            if fix:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    if stale and not fix:
        print(*stale, "not current: run `./dev lint readme --fix`.")
    return 1 if stale and not fix else 0


def generated(addon: Path) -> dict[Path, str]:
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    facts = {name: manifest[name] for name in ("name", "version", "license")}
    facts |= {"notice": NOTICE, "line": "=" * len(facts["name"])}
    fragments = {
        name: (addon / "readme" / f"{name}.md").read_text()
        for name in SECTIONS
        if (addon / "readme" / f"{name}.md").is_file()
    }
    banner = (addon / "static" / "description" / "banner.png").is_file()
    facts["rst_banner"] = RST_BANNER.format(**facts) if banner else ""
    facts["html_banner"] = HTML_BANNER.format(**facts) if banner else ""
    rst = RST.format(**facts, **parts(fragments, as_rst, "{0}\n{1}\n\n{2}"))
    rst = tidy(rst)
    proven(rst, addon / "README.rst")
    html = HTML.format(**facts, **parts(fragments, as_html, "<h2>{0}</h2>\n{2}"))
    return {
        addon / "README.rst": rst,
        addon / "static" / "description" / "index.html": html,
    }


def parts(fragments: dict[str, str], render, section: str) -> dict[str, str]:
    """The description, and all other fragments as titled sections."""
    sections = [
        section.format(title, "=" * len(title), render(fragments[name]))
        for name, title in SECTIONS.items()
        if title and name in fragments
    ]
    description = render(fragments["DESCRIPTION"])
    return {"description": description, "sections": "\n\n".join(sections)}


def as_rst(text: str) -> str:
    return mistune.create_markdown(renderer=Rst(), plugins=[table])(text).strip()


def as_html(text: str) -> str:
    return mistune.create_markdown(renderer=Html(), plugins=[table])(text).strip()


def tidy(rst: str) -> str:
    """Without the empty escapes that nothing needs, and without trailing blanks."""
    rst = re.sub(r"\\ (?=[\s.,;:!?)\]}'\"/-]|$)", "", rst, flags=re.M)
    lines = [line.rstrip() for line in rst.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def proven(rst: str, path: Path) -> None:
    """Refuse what docutils has anything to say about."""
    heard = io.StringIO()
    settings = {"warning_stream": heard, "report_level": 2, "halt_level": 5}
    core.publish_doctree(rst, source_path=str(path), settings_overrides=settings)
    if heard.getvalue():
        sys.exit(heard.getvalue())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
