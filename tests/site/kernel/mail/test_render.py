"""A letter as HTML and as plain text, in three languages."""

import pytest
from django.utils import translation
from django.utils.html import format_html

from kernel.mail import render
from kernel.mail.registry import Letter, Link
from tests.factories.mail import full


@pytest.fixture(autouse=True)
def address(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://rives.example"


def both(language, **context):
    with translation.override(language):
        letter = full(context)
        return render.to_html(letter), render.to_text(letter)


@pytest.mark.parametrize(
    ("language", "dir_", "side"), [("fr", "ltr", "left"), ("en", "ltr", "left"), ("ar", "rtl", "right")]
)
def test_language_and_direction_stand_on_document_wrapper_and_tables(language, dir_, side):
    html, _text = both(language)
    assert f'<html lang="{language}" dir="{dir_}">' in html
    assert f'<div role="main" lang="{language}" dir="{dir_}">' in html
    assert f"text-align:{side};direction:{dir_}" in html
    assert "<img" not in html
    assert "<script" not in html


def test_each_reader_gets_their_language():
    for language, word in (("fr", "Bonjour"), ("en", "Hello"), ("ar", "مرحبًا")):
        html, text = both(language)
        assert word in html
        assert word in text


def test_arabic_puts_its_own_name_first():
    assert both("ar")[1].startswith("ضفاف | Rives")
    assert both("fr")[1].startswith("Rives | ضفاف")


def test_text_is_escaped_in_html_and_written_as_it_is_in_text():
    html, text = both("fr")
    assert "Salma &lt;b&gt;" in html
    assert "1 &lt; 2 &amp; 3" in html
    assert "Bonjour Salma <b>, votre page (https://rives.example/fr/meetings/eau/)." in text
    assert "1 < 2 & 3" in text


def test_every_link_is_whole_in_both_parts():
    html, text = both("fr", unsubscribe="/mail/stop/abc/")
    assert 'href="/' not in html
    for address in ("/fr/meetings/eau/", "/fr/forums/1/", "/fr/my/preferences/", "/mail/stop/abc/"):
        assert f"https://rives.example{address}" in html
        assert f"https://rives.example{address}" in text


def test_someone_s_words_carry_their_language():
    assert 'lang="ar" dir="rtl"' in both("fr")[0].split("Pour vous")[1]


def test_text_holds_all_that_html_says():
    text = both("fr")[1]
    for words in (
        "** À prendre avant le lundi 23 novembre, 14:00 **",
        "Quand\u00a0: 9:30–12:30",
        "Où\u00a0: Tunis",
        "* مرحبا",
        "> Ouvrir\u00a0:",
        "Un empêchement ?",
        "-- \nParce que vous avez demandé une place.",
    ):
        assert words in text


def test_the_demo_says_so_in_both_parts(settings):
    assert "fictifs" not in "".join(both("fr"))
    settings.DEMO = True
    html, text = both("fr")
    assert "fictifs" in html
    assert "fictifs" in text
    assert "fictifs" not in "".join(both("fr", demo=False))


def test_a_subject_is_one_line():
    assert "\n" not in render.subject_line(full({}))
    assert "\r" not in render.subject_line(full({}))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//mal.exemple.org/", "data:text/html,x", "fr/meetings/"])
def test_a_letter_links_to_nothing_odd(url):
    letter = Letter(subject="s", title="t", reason="r", action=Link("x", url))
    with pytest.raises(ValueError, match="links to"):
        render.to_html(letter)
    running = Letter(subject="s", title="t", reason="r", paragraphs=[format_html('<a href="{}">x</a>', url)])
    with pytest.raises(ValueError, match="links to"):
        render.to_html(running)


def test_what_runs_the_other_way_is_isolated_in_text_and_subject():
    """<bdi> holds a name apart in HTML; plain text says it with isolates, where it is needed."""
    line = "« {} » le 9 décembre, avec {}"
    sentence = format_html("« <bdi>{}</bdi> » le 9 décembre, avec <bdi>{}</bdi>", "لجنة البيئة 2", "Nour")
    letter = Letter(subject=sentence, title="Titre", reason="Parce que.", paragraphs=[sentence])
    said = line.format("\u2068لجنة البيئة 2\u2069", "Nour")
    assert render.subject_line(letter) == said
    assert said in render.to_text(letter)
    assert "<bdi>لجنة البيئة 2</bdi>" in render.to_html(letter)
    with translation.override("ar"):
        assert "\u2068Nour\u2069" in render.to_text(letter)


def test_a_tag_that_is_never_closed_loses_nothing():
    assert render.words(format_html("un <bdi>{}", "deux")) == "un deux"
    assert render.words(format_html("un</bdi> {}", "deux")) == "un deux"
