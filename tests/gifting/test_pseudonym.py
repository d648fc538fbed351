"""A name is found in every form, and nothing else is touched."""

import pytest
from gifting.pseudonym import Name
from hypothesis import given
from hypothesis import strategies as st

P = "Recipient 1"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # the whole name, in other case, white space, order and width
        ("Lin Wei", "for Lin Wei's help", f"for {P}'s help"),
        ("Lin Wei", "for LIN  WEI.", f"for {P}."),
        ("Lin Wei", "lin\u00a0wei", P),
        ("Lin Wei", "Ｌｉｎ　Ｗｅｉ", P),
        ("Lin  Wei ", "Wei, Lin", P),
        ("Lin Wei", "photo_lin_wei.jpg", f"photo_{P}.jpg"),
        ("Lin Wei", "L\u00adin\u200b Wei", P),
        ("Zoe\u0308 Bell", "Zoë Bell", P),
        ("Anna Maria Miller", "Anna Miller", P),
        ("Sean O'Brien", "Sean O’Brien", P),
        ("Anne-Marie Petit", "Anne\u2011Marie Petit", P),
        # in parts, if they are long enough
        ("Anna Miller", "Anna and Mrs MILLER", f"{P} and Mrs {P}"),
        ("Lin Wei", "Lin was here", "Lin was here"),
        # whole words
        ("Li", "Li of Limited, Berlin", f"{P} of Limited, Berlin"),
        ("Anna Miller", "Hannah, Annabelle, Millers", "Hannah, Annabelle, Millers"),
        ("Anna Miller", "给Anna的礼物", f"给{P}的礼物"),
        # Chinese, Japanese, Korean: the whole name
        ("王小明", "送给王小明经理", f"送给{P}经理"),
        ("王小明", "王 小明", P),
        ("王小明", "小明, 王国", "小明, 王国"),
        ("山田 太郎", "山田太郎様", f"{P}様"),
        ("王", "国王 王", f"国王 {P}"),
        ("David 王小明", "王小明 alias David", f"{P} alias {P}"),
        # what is around it stays as it is
        ("Lin Wei", "½ m² ﬁsh Lin Wei ①", f"½ m² ﬁsh {P} ①"),
        # names that are no words
        ("}", "a } b", f"a {P} b"),
        ("", "a", "a"),
        (None, "a", "a"),
    ],
)
def test_found(name, text, expected):
    found, count = Name(name).replaced(text, P)
    assert found == expected
    assert count == expected.count(P)


def test_the_name_of_the_company_is_not_distinctive():
    name = Name("Anna Miller", kept="Miller GmbH")
    assert name.replaced("Anna Miller of Miller GmbH", P) == (f"{P} of Miller GmbH", 1)


def test_an_address_is_found_too():
    name = Name("Lin Wei", also=("LW@example.com", False))
    assert name.replaced("Mail to lw@Example.com", P) == (f"Mail to {P}", 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Thanks<br>Lin&nbsp;Wei</p>", f"<p>Thanks<br>{P}</p>"),
        ("<p>Lin <b>Wei</b></p>", f"<p>{P}<b></b></p>"),
        ('<a title="Lin Wei">x</a>', f'<a title="{P}">x</a>'),
        ("1 < 2 &amp; &lt;Lin Wei&gt;", f"1 < 2 &amp; &lt;{P}&gt;"),
    ],
)
def test_in_html(text, expected):
    assert Name("Lin Wei").replaced(text, P, is_html=True) == (expected, 1)


def test_a_name_like_a_tag_breaks_no_tag():
    text = "<strong>Strong</strong>"
    assert Name("Strong").replaced(text, P, is_html=True) == (
        f"<strong>{P}</strong>",
        1,
    )


@given(st.text(max_size=12), st.text(max_size=40))
def test_nothing_else_changes(name, text):
    found, count = Name(name).replaced(text, "\0")
    if not count:
        assert found == text
    assert len(found) <= len(text) + count


@given(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=12))
def test_every_name_is_found_between_words(name):
    assert Name(name).replaced(f"for {name} only", P) == (f"for {P} only", 1)
