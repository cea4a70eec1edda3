"""Marks, icons and the name of the site: shape and word together, and no font for two letters."""

import pytest
from django.template import Context, Template
from django.utils import translation

from actors.choices import Constituency
from kernel.ui import icons, marks


@pytest.mark.parametrize("code", Constituency.values)
def test_every_constituency_has_a_shape_of_its_own(code):
    shapes = [marks.mark(value) for value in Constituency.values]
    assert shapes.count(marks.mark(code)) == 1


def test_a_level_says_its_word_or_keeps_it_for_screen_readers():
    assert marks.level("local", "<Communes>").endswith("&lt;Communes&gt;</span>")
    assert '<span class="sr">Communes</span>' in marks.level("local", "Communes", words=False)


def test_public_authorities_are_filled_and_other_actors_hollow():
    hollow = {code for code in Constituency.values if 'class="h"' in marks.mark(code)}
    assert hollow == {"civil_society", "research", "business", "citizens"}


def test_unknown_marks_states_and_icons_are_refused():
    with pytest.raises(KeyError):
        marks.mark("mayors")
    with pytest.raises(ValueError, match="status"):
        marks.status("red", "Rouge")
    with pytest.raises(LookupError, match="icon"):
        icons.icon("anchor-of-nowhere")


def test_an_icon_is_silent_and_turns_only_when_told():
    assert 'aria-hidden="true"' in icons.icon("bell")
    assert "icon--dir" not in icons.icon("arrow-right")
    assert "icon--dir" in icons.icon("arrow-right", turns=True)


@pytest.mark.parametrize(
    ("language", "written", "drawn"), [("fr", "Rives", "ضفاف"), ("en", "Rives", "ضفاف"), ("ar", "ضفاف", "Rives")]
)
def test_the_name_in_the_other_script_is_drawn_and_still_read_aloud(language, written, drawn):
    with translation.override(language):
        name = marks.wordmark()
    assert name.index(written) < name.index("<svg")
    assert f">{drawn}</span>" in name.split("</svg>")[1]


def test_letters_of_the_other_script_are_drawn_in_the_language_switch():
    assert marks.language_letters("fr") == "FR"
    assert "<svg" in marks.language_letters("ar")
    with translation.override("ar"):
        assert marks.language_letters("ar") == "ع"
        assert "<svg" in marks.language_letters("en")


def test_the_tags_are_built_in():
    html = Template('{% icon "bell" %}{% level "local" "Communes" %}{% gauge 1 2 %}{{ 74|percent }}').render(Context())
    assert html.count("<svg") == 3
