"""What upper layers say about an organisation and a person. They fill it from AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Organisation, Person


@dataclass(frozen=True)
class Line:
    """Something an organisation takes part in: a project, a meeting, a consultation."""

    title: str
    url: str = ""
    note: str = ""
    role: str = ""
    when: str = ""
    language: str = ""
    """The language of the title where it is not the reader's."""


@dataclass(frozen=True)
class Section:
    """A titled list on an organisation's profile; `order` sorts sections, lowest first."""

    title: str
    lines: Sequence[Line]
    order: int = 50


ProfileSections = Callable[["Organisation", str], list[Section]]
Export = Callable[["Person"], Any]
Erase = Callable[["Person", datetime], None]

_sections: list[ProfileSections] = []
_directory: list[Callable[[], str]] = []
_exports: dict[str, Export] = {}
_erasures: dict[str, Erase] = {}


def register_profile_section(sections: ProfileSections) -> ProfileSections:
    """Register `(organisation, language) -> [Section]`: what everyone may read, in a constant number of queries."""
    if sections not in _sections:
        _sections.append(sections)
    return sections


def profile_sections(organisation: Organisation, language: str) -> list[Section]:
    """What the layers above say of an organisation, empty sections left out."""
    found = [section for sections in _sections for section in sections(organisation, language) if section.lines]
    return sorted(found, key=lambda section: section.order)


def register_directory(address: Callable[[], str]) -> Callable[[], str]:
    """Register `() -> address` of the directory's page in the reader's language, blank where there is none."""
    _directory.append(address)
    return address


def directory_address() -> str:
    """Where the directory is, for the way back from a profile."""
    return _directory[-1]() if _directory else ""


def register_personal_data(name: str, *, export: Export, erase: Erase | None = None) -> None:
    """Register what an app holds about people.

    `export(person)` gives JSON for the person's own copy. `erase(person, at)` runs inside the transaction that
    erases an account: acts stay with their voice, what names the person goes.
    """
    _exports[name] = export
    if erase:
        _erasures[name] = erase


def export_all(person: Person) -> dict[str, Any]:
    """What every app holds about a person."""
    return {name: export(person) for name, export in sorted(_exports.items())}


def erase_all(person: Person, at: datetime) -> None:
    """Let every app forget a person."""
    for _name, erase in sorted(_erasures.items()):
        erase(person, at)
