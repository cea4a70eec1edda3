"""Loads the whole demonstration, in the order in which one thing needs another."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from actors.models import Organisation, Person, Territory
from kernel.pagecache.actions import bump
from pages.dialogues.models import DialoguePage
from portal.roles import ensure_roles

from . import actors, discussions, growth, meetings, positions, questionnaires, recommendations, tree, voices
from .content import read

CROWD = 320  # fictitious people who fill meetings and votes


def load(
    *,
    seed: int,
    at: datetime,
    say: Callable[[str], None],
    scale: int = 1,
    tell: growth.Tell = lambda _name, _written, _wanted: None,
) -> None:
    """Load what is missing; what is there already is left as it is, so loading twice changes nothing.

    `seed` decides every draw (who votes what), `at` is the day that relative dates count from. Beyond 1, `scale` adds
    what portal.demo.growth makes for measuring, and `tell` hears how far it is.
    """
    draw = random.Random(seed)  # noqa: S311 (a demonstration, not a secret)
    ensure_roles()
    say("places, organisations, people")
    places = actors.load_places()
    organisations = actors.load_organisations(places, _named_organisations())
    people = actors.load_people(organisations, at)
    crowd = actors.crowd(CROWD)
    say("pages")
    dialogues = _pages(places, organisations, at)
    by = _team(people)
    say("meetings")
    meetings.load_meetings(
        dialogues=dialogues,
        places=places,
        organisations=organisations,
        people=people,
        crowd=crowd,
        by=by,
        at=at,
        draw=draw,
    )
    say("forums")
    discussions.load_forums(dialogues=dialogues, people=people, by=by, at=at)
    say("consultations")
    voices.load_consultations(dialogues=dialogues, organisations=organisations, crowd=crowd, by=by, at=at, draw=draw)
    questionnaires.load_questionnaires()
    positions.load_positions(organisations=organisations, people=people, at=at)
    recommendations.load_register(organisations=organisations, people=people, by=by, at=at)
    if scale > 1:
        growth.grow(scale=scale, by=by, seed=seed, at=at, tell=tell)
    bump()


def _pages(
    places: dict[str, Territory], organisations: dict[str, Organisation], at: datetime
) -> dict[str, DialoguePage]:
    sections = tree.load_sections()
    themes = tree.load_themes()
    pilots = tree.load_pilots(sections["projets"], themes, places, organisations)
    tree.load_projects(sections["projets"], themes)
    tree.load_results(pilots, themes, at)
    tree.load_news(sections["actualites"], themes, at.date())
    pole = tree.load_pole(sections)
    tree.load_frame(tree.load_footer_pages(), pole, sections)
    return tree.load_dialogues(sections["dialogues"], pilots)


def _named_organisations() -> set[str]:
    """The organisations that pilots and people name."""
    named = {person["organisation"] for person in read("people")["person"] if "organisation" in person}
    for pilot in read("pilots")["pilot"]:
        named |= {pilot["lead"], *pilot["partners"], *(transfer["organisation"] for transfer in pilot["transfers"])}
    return named


def _team(people: dict[str, Person]) -> Person:
    """The administrator, with the permissions just given."""
    return Person.objects.get(pk=people["administrator"].pk)
