"""What can be found. Each app says so in its search.py: `searchable("pilot", model=PilotPage, …)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst


@dataclass(frozen=True)
class Document:
    """One object in one language, as search reads and shows it.

    `title` and `body` are plain text; `path` is the address without its language prefix ("/projects/eau/"); `shore`
    serves the filter; `facts` is shown beside the title, by these keys: place, author, note (texts), level (a
    constituency), at (an ISO date and time). Nothing that changes with time alone: a row is written when its object is.
    """

    language: str
    title: str
    body: str = ""
    path: str = ""
    shore: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    updated_at: datetime | None = None


Documents = Callable[[Any], Iterable[Document]]
Visible = Callable[[Any, "set[int]"], "set[int]"]
Carriers = Callable[[Any], Iterable[Model]]


@dataclass(frozen=True)
class Kind:
    """A kind of object that can be found, and who may find it."""

    name: str
    model: type[Model]
    documents: Documents
    visible: Visible
    label: str | Promise

    @property
    def one(self) -> str:
        """What one object of this kind is called, in the reader's language."""
        return capfirst(str(self.model._meta.verbose_name))


_kinds: dict[str, Kind] = {}
_carriers: dict[type[Model], list[Carriers]] = {}


def searchable(
    kind: str, *, model: type[Model], documents: Documents, visible: Visible, label: str | Promise = ""
) -> None:
    """Register a kind. `documents(obj)` gives a row a language, none where the object is not to be found;
    `visible(person, ids)` keeps the ids that the person (None: signed out) may see, in one query. Kinds that share one
    `visible` function share one space of ids, and are asked together. `label`: plural, for the filter."""
    _kinds[kind] = Kind(kind, model, documents, visible, label or model._meta.verbose_name_plural or kind)


def carries_name_of(model: type[Model], objects: Carriers) -> None:
    """Say that rows of other objects hold the name of a `model`: `objects(renamed)` gives these, as `documents` reads
    them. They are written anew when it is renamed (renaming.renamed)."""
    _carriers.setdefault(model, []).append(objects)


def carriers_of(obj: Model) -> Iterable[Model]:
    """The objects whose rows hold this one's name."""
    return (carrier for objects in _carriers.get(type(obj), []) for carrier in objects(obj))


def kinds() -> Sequence[Kind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def kind_named(name: str) -> Kind | None:
    """The kind of this name; None for rows that an app no longer registers."""
    return _kinds.get(name)


def kind_of(model: type[Model]) -> Kind | None:
    """The kind that holds this model; None where it cannot be found."""
    return next((kind for kind in _kinds.values() if kind.model is model), None)
