"""Excerpts, French spaces and folding."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from kernel.text.direction import first_strong, isolated
from kernel.text.excerpts import excerpt, plain
from kernel.text.folding import fold, without_tashkeel
from kernel.text.typography import french, french_html
from kernel.text.validators import validate_line


def test_an_excerpt_ends_between_words():
    assert excerpt("Une phrase assez longue pour être coupée", 20) == "Une phrase assez…"
    assert excerpt("courte", 20) == "courte"
    assert excerpt("  deux\n espaces ", 20) == "deux espaces"
    assert len(excerpt("sansespace" * 30, 50)) == 50


@given(st.text(), st.integers(1, 80))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length


def test_plain_keeps_the_words_of_html():
    assert plain("<p>Eau &amp; rive</p><ul><li>un</li><li>deux</li></ul><script>x()</script>") == "Eau & rive un deux"
    assert plain("2 < 3 et 5 > 4") == "2 < 3 et 5 > 4"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Pourquoi ?", "Pourquoi\u00a0?"),
        ("Oui : non ; bref !", "Oui\u00a0: non\u00a0; bref\u00a0!"),
        ("« Eau »", "«\u00a0Eau\u00a0»"),
        ("«Eau»", "«\u00a0Eau\u00a0»"),
        ("74 %", "74\u00a0%"),
        ("1 284 avis", "1\u202f284 avis"),
        ("1 284 000 €", "1\u202f284\u202f000\u00a0€"),
        ("en 2012 500 personnes", "en 2012 500 personnes"),
        ("à 10:30, https://a.fr/?b=c!", "à 10:30, https://a.fr/?b=c!"),
    ],
)
def test_french_spaces(before, after):
    assert french(before) == after
    assert french(after) == after


def test_html_keeps_its_attributes():
    html = '<svg viewBox="0 0 100 200"><text>1 284 : x</text></svg>'
    assert french_html(html) == '<svg viewBox="0 0 100 200"><text>1\u202f284\u00a0: x</text></svg>'


def test_the_filter_serves_french_texts_only_and_still_escapes():
    template = Template("{{ value|typo }}")
    assert template.render(Context({"value": "<b> ?"})) == "&lt;b&gt;\u00a0?"
    assert template.render(Context({"value": mark_safe("<b>Oui ?</b>")})) == "<b>Oui\u00a0?</b>"
    with translation.override("en"):
        assert template.render(Context({"value": "Oui ?"})) == "Oui ?"
        assert Template('{{ value|typo:"fr" }}').render(Context({"value": "Oui ?"})) == "Oui\u00a0?"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Élaborées", "elaborees"),
        ("CŒUR", "coeur"),
        ("İzmir", "izmir"),
        ("أإآٱا", "ااااا"),
        ("مدينة", "مدينه"),
        ("على", "علي"),
        ("الْمَاءُ", "الماء".replace("ء", "ء")),
        ("ميـــاه", "مياه"),
        ("٢٠٢٦", "2026"),
        ("L’eau", "l'eau"),
    ],
)
def test_folding_gives_one_spelling(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_vowel_signs_go_and_accents_stay():
    assert without_tashkeel("الْمَاءُ") == "الماء"
    assert without_tashkeel("élaborées") == "élaborées"


def test_direction_follows_the_first_strong_character():
    assert first_strong("12 ماء eau") == "rtl"
    assert first_strong("« eau ماء »") == "ltr"
    assert first_strong("12 %") is None


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Comité « Eau » 2", "Comité « Eau » 2"),
        ("fr", "لجنة المياه 2", "\u2068لجنة المياه 2\u2069"),
        ("fr", "Comité البيئة", "\u2068Comité البيئة\u2069"),
        ("ar", "لجنة المياه 2", "لجنة المياه 2"),
        ("ar", "Comité 2", "\u2068Comité 2\u2069"),
        ("fr", "2026 !", "2026 !"),
        ("fr", "", ""),
        ("fr", "\u2068لجنة\u2069", "\u2068لجنة\u2069"),
        ("fr", "\u2067لجنة", "\u2068\u2067لجنة\u2069\u2069"),
        ("fr", "لجنة\u2069 fin", "\u2068لجنة fin\u2069"),
    ],
)
def test_a_name_that_runs_the_other_way_stands_between_isolates(language, text, expected):
    with translation.override(language):
        assert isolated(text) == expected
        assert isolated(isolated(text)) == expected


def test_titles_of_windows_and_messages_are_isolated():
    template = Template("{% blocktranslate with title=title|isolated %}Répondre : {{ title }}{% endblocktranslate %}")
    assert template.render(Context({"title": "لجنة <1>"})) == "Répondre\u00a0: \u2068لجنة &lt;1&gt;\u2069"


@pytest.mark.parametrize("bad", ["Ali\u202egnp.exe", "a\u202ab", "a\x00b", "a\nb"])
def test_names_cannot_rewrite_their_line(bad):
    with pytest.raises(ValidationError):
        validate_line(bad)


def test_real_names_pass():
    validate_line("سلمى ت. \u2067x\u2069 می\u200cخواهم")
