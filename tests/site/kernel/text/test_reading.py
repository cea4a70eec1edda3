"""What a text points to, and what changed between two."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.text.diffs import ADDED, REMOVED, SAME, compare
from kernel.text.markdown import to_html
from kernel.text.reading import Link, read


def test_links_say_whether_they_are_quoted():
    reading = read("> [un](/fr/a/)\n> > [deux](/fr/b/)\n\n[**trois**](/fr/c/) et mes `mots` à moi")
    assert reading.links == (Link("/fr/a/", "un", True), Link("/fr/b/", "deux", True), Link("/fr/c/", "trois", False))
    assert reading.said.split() == ["et", "mes", "à", "moi"]


@pytest.mark.parametrize("source", ["```\n[a](/fr/)\n```", "\\[a](/fr/)", "`[a](/fr/)`", "![a](/media/a.png)", ""])
def test_what_is_no_link_in_the_page_is_none_here(source):
    assert read(source).links == ()


@pytest.mark.parametrize(
    ("source", "lang"),
    [
        ("> [x](/ar/forums/s/1/2/)\n> mots", ' lang="ar"'),
        ("> mots [x](/ar/forums/s/1/2/)", ""),
        ("> [x](/es/)", ""),
        ("> [x](https://e.example/ar/)", ""),
        ("> mots", ""),
    ],
)
def test_a_quotation_is_in_the_language_of_the_page_it_begins_with(source, lang):
    assert to_html(source).startswith(f'<blockquote{lang} dir="') or to_html(source).startswith(f"<blockquote{lang}>")


def test_words_that_changed_and_some_around_them():
    assert [(each.kind, each.text) for each in compare("le port, hier", "le quai, hier")] == [
        (SAME, "le "),
        (REMOVED, "port"),
        (ADDED, "quai"),
        (SAME, ", hier"),
    ]
    long = compare("a " * 500 + "fin", "a " * 500 + "suite")
    assert long[0].is_cut
    assert sum(len(each.text) for each in long) < 200


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_back(before, after):
    pieces = compare(before, after)
    assert "".join(each.text for each in pieces if each.kind != ADDED) == before
    assert "".join(each.text for each in pieces if each.kind != REMOVED) == after


def test_texts_made_to_keep_the_comparison_busy_are_told_in_a_moment():
    draw = random.Random(1)
    signs = [chr(0x4E00 + number) for number in range(100)]
    before, after = (" ".join(draw.choice(signs) for _word in range(5000)) for _text in range(2))
    began = time.process_time()
    pieces = compare(f"même début {before} même fin", f"même début {after} même fin")
    assert time.process_time() - began < 0.3  # over a second, word by word; a page compares twenty
    assert [piece.kind for piece in pieces] == [SAME, REMOVED, ADDED, SAME]
    assert pieces[0].text.startswith("même début")
    assert pieces[-1].text.endswith("même fin")
