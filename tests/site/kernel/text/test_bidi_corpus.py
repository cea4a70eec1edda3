"""Over two hundred texts that run both ways: a name stays in its place, a block reads from its own side."""

import re
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from kernel.text.direction import isolated
from kernel.text.markdown import to_html
from kernel.text.validators import validate_line

from .strictly import read_strictly
from .two_ways import BODIES, EMBEDDINGS, KEPT, LINES, REFUSED

OPEN, CLOSE = "\u2068", "\u2069"
BLOCK = re.compile(r"<(?:p|blockquote|ul|ol|li|table|td|th)(?=[ >])(?:[^>]* dir=\"(\w+)\")?[^>]*>")


def test_the_corpus_is_large_and_each_case_its_own():
    for cases in (REFUSED, KEPT, LINES, BODIES):
        assert len(cases) == len({repr(case) for case in cases})
    assert len(REFUSED) + len(KEPT) + len(LINES) + len(BODIES) >= 200


@pytest.mark.parametrize("line", REFUSED, ids=ascii)
def test_a_line_that_rewrites_its_neighbours_is_refused(line):
    with pytest.raises(ValidationError):
        validate_line(line)


@pytest.mark.parametrize("line", KEPT, ids=ascii)
def test_what_names_need_is_kept(line):
    validate_line(line)
    with translation.override("fr"):
        inner = isolated(line)
    assert line.strip(OPEN + CLOSE) in inner


@pytest.mark.parametrize("around", ["fr", "en", "ar"])
@pytest.mark.parametrize("line", [*KEPT, *(line for _language, line, _isolated in LINES)], ids=ascii)
def test_in_a_line_of_the_page_it_opens_and_closes_what_it_isolates(line, around):
    with translation.override(around):
        inner = isolated(line)
        assert isolated(inner) == inner
    depth = 0
    for char in inner:
        depth += (char in "\u2066\u2067\u2068") - (char == CLOSE)
        assert depth >= 0
    if inner != line:
        assert depth == 0


@pytest.mark.parametrize(("language", "line", "is_isolated"), LINES, ids=ascii)
def test_a_line_is_isolated_where_any_of_it_runs_against_the_page(language, line, is_isolated):
    with translation.override(language):
        assert isolated(line) == (f"{OPEN}{line}{CLOSE}" if is_isolated else line)


@pytest.mark.parametrize(("source", "directions"), BODIES, ids=ascii)
def test_each_block_of_a_body_has_the_direction_of_its_first_strong_letter(source, directions):
    markup = to_html(source)
    assert BLOCK.findall(markup) == directions, markup
    read_strictly(markup)


@pytest.mark.parametrize(("source", "directions"), BODIES, ids=ascii)
def test_bodies_keep_every_letter(source, directions):
    def letters(text):
        return [char for char in text if unicodedata.category(char)[0] == "L"]

    if not re.search(r"[\]&`]|!\[", source):
        assert letters("".join(read_strictly(to_html(source)))) == letters(source)


@pytest.mark.parametrize("char", EMBEDDINGS, ids=ascii)
def test_what_a_body_overrides_ends_with_its_block(char):
    """A body may quote such a character; every block is isolated by its `dir`, so that nothing after it is turned."""
    markup = to_html(f"avant {char}dedans\n\naprès مياه")
    assert BLOCK.findall(markup) == ["ltr", "ltr"]
