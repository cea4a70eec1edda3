"""Over two hundred hostile texts: whatever comes of them can be read and does nothing."""

import json
import re

import pytest
from django.utils.html import format_html

from kernel.mail import render
from kernel.mail.registry import Item, Letter, Link, Section
from kernel.search.highlight import marked, marked_excerpt
from kernel.search.words import asked
from kernel.text.excerpts import excerpt, plain
from kernel.text.markdown import to_html
from kernel.ui.structured import json_ld

from .hostile import CASES, TEXTS
from .strictly import read_strictly


def test_the_corpus_is_large_and_each_case_its_own():
    assert len(TEXTS) == len(set(TEXTS)) >= 200


@pytest.mark.parametrize(
    "markup",
    [
        "<p>",
        "<p></em>",
        "<p>a < b</p>",
        "<script></script>",
        '<p id="a"></p>',
        "<p dir=rtl></p>",
        '<p dir="auto"></p>',
        '<a href="javascript:alert(1)" rel="nofollow ugc noopener"></a>',
        '<a href="//evil.example"></a>',
        '<a href="/\\evil.example"></a>',
        '<a href="https://ok.example"></a>',
        '<img src="https://evil.example/a.png">',
        '<img src="/media/../a.png">',
        '<p dir="ltr" dir="rtl"></p>',
        "<!-- a -->",
    ],
)
def test_the_reader_itself_is_strict(markup):
    with pytest.raises(AssertionError):
        read_strictly(markup)


@pytest.mark.parametrize(("kind", "source"), CASES, ids=lambda value: repr(value)[:40])
def test_no_case_gets_through_markdown(kind, source):
    read_strictly(to_html(source))


@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_no_case_gets_through_inside_another_block(source):
    for frame in ("> {}", "* {}", "1. {}", "| a |\n|---|\n| {} |", "**{}**", "[{}](/fr/)", "# {}"):
        read_strictly(to_html(frame.format(source)))


@pytest.mark.parametrize("one", range(0, len(TEXTS), 2))
def test_no_two_cases_help_each_other(one):
    read_strictly(to_html(TEXTS[one] + TEXTS[-one - 1]))
    read_strictly(to_html(f"{TEXTS[-one - 1]}\n{TEXTS[one]}\n\n{TEXTS[one]}"))


@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_rendering_what_was_rendered_adds_nothing(source):
    read_strictly(to_html(str(to_html(source))))


@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_a_search_result_marks_words_and_nothing_else(source):
    for found in (
        marked(source, asked("alert"), "fr"),
        marked_excerpt(f"alert {source} alert", asked("alert"), "fr"),
        marked_excerpt(excerpt(plain(to_html(source)), 200), asked("script"), "fr"),
    ):
        read_strictly(found, tags={"mark"}, attributes={"mark": set()})


@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_a_mail_says_it_and_stays_as_it_is_laid_out(source):
    def lines(text):
        letter = Letter(
            subject=text,
            title=text,
            reason=format_html("<bdi>{}</bdi>", text),
            paragraphs=[text, format_html("<b>{}</b>", text)],
            facts=[(text, text)],
            action=Link(text, "/fr/"),
            sections=[Section(text, [Item(text, text, "/fr/", "ar")])],
            demo=False,
        )
        assert "\n" not in render.subject_line(letter)
        return re.findall(r"<[a-zA-Z!/][^>]*>", render.to_html(letter))

    assert lines(source) == lines("rien")


@pytest.mark.parametrize("source", TEXTS, ids=lambda value: repr(value)[:40])
def test_data_for_search_engines_ends_where_it_should(source):
    block = json_ld({"headline": source, source: [source]})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == {"headline": source, source: [source]}
