"""The demonstration: written in three languages, complete, and loaded once however often it is asked."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command

from actors.models import Organisation, Person
from consultations.models import Consultation, Position, Vote
from events.models import Meeting, Registration
from forums.models import Post, Room
from kernel.languages.choices import LANGUAGES
from pages.base.models import BasePage
from pages.projects.models import PilotPage, ProjectPage, Transfer
from portal.demo.actors import load_people
from portal.demo.content import FOLDER, read
from portal.demo.loader import load

FILES = sorted(path.stem for path in FOLDER.glob("*.toml"))
NAMES_ARE_NAMES = {"places"}  # Marseille is Marseille in French and in English
SAME_WORD = {"Consultations", "Dialogues", "Contact"}


def texts_of(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        if set(LANGUAGES) <= value.keys():
            yield path, {code: value[code] for code in LANGUAGES}
        for key, inner in value.items():
            yield from texts_of(inner, f"{path}.{key}")
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts_of(inner, f"{path}[{index}]")


@pytest.mark.parametrize("name", [name for name in FILES if name not in NAMES_ARE_NAMES])
def test_no_text_of_the_demonstration_repeats_another_language(name):
    repeated = [
        (path, one, other)
        for path, words in texts_of(read(name), name)
        for one, other in combinations(LANGUAGES, 2)
        if words[one] == words[other] and words[one] not in SAME_WORD and any(c.isalpha() for c in str(words[one]))
    ]
    assert repeated == []


@pytest.mark.parametrize("name", FILES)
def test_arabic_texts_are_written_in_arabic_script(name):
    other = [
        path
        for path, words in texts_of(read(name), name)
        if not any("\u0600" <= c <= "\u06ff" for c in str(words["ar"])) and any(c.isalpha() for c in str(words["ar"]))
    ]
    assert other == []


@pytest.mark.django_db
def test_loading_twice_gives_the_same_as_loading_once_in_three_languages():
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def count() -> dict[str, int]:
        models = (
            BasePage,
            Organisation,
            Person,
            Meeting,
            Registration,
            Room,
            Post,
            Consultation,
            Vote,
            Position,
            Transfer,
        )
        return {model.__name__: model.objects.count() for model in models}

    load(seed=7, at=at, say=lambda _what: None)
    once = count()
    call_command("load_demo", stdout=io.StringIO())
    assert count() == once
    assert once["Organisation"] >= 100
    assert once["Position"] == 4
    assert ProjectPage.objects.count() == 7
    incomplete = BasePage.objects.filter(depth__gt=1).exclude(translations="fr,en,ar")
    assert [page.title_fr for page in incomplete] == []
    assert PilotPage.objects.filter(is_fictitious=True).count() == PilotPage.objects.count() == 6


@pytest.mark.django_db
def test_accounts_have_no_password_unless_the_site_is_a_demonstration(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, False
    people = load_people({}, datetime(2026, 11, 22, 12, tzinfo=UTC))
    assert not any(person.has_usable_password() for person in people.values())
    assert not (tmp_path / "demo_accounts.json").exists()


@pytest.mark.django_db
def test_accounts_of_a_demonstration_open_with_the_password_kept_for_this_installation(settings, tmp_path):
    settings.VAR, settings.DEMO = tmp_path, True
    load_people({}, datetime(2026, 11, 22, 12, tzinfo=UTC))
    load_people({}, datetime(2026, 11, 22, 12, tzinfo=UTC))
    file = tmp_path / "demo_accounts.json"
    accounts = json.loads(file.read_text("utf-8"))
    assert file.stat().st_mode & 0o077 == 0
    assert len(accounts) == len({account["password"] for account in accounts}) == 6
    assert all(Person.objects.get(email=a["email"]).check_password(a["password"]) for a in accounts)
