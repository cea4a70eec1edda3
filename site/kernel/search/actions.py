"""Writes of the index. Call `index(obj)` in the action that changes the object, inside its transaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model

from .backends import matching
from .models import Entry
from .registry import Document, Kind, kind_of
from .words import terms

BATCH = 200
_FIELDS = ["title", "body", "path", "shore", "facts", "updated_at"]


def index(obj: Model) -> None:
    """Write an object's rows anew; an object of a kind that is not registered is left alone."""
    if kind := kind_of(type(obj)):
        _write(kind, [obj])


def remove(obj: Model) -> None:
    """Forget an object."""
    if (kind := kind_of(type(obj))) and obj.pk is not None:
        _forget(Entry.objects.filter(kind=kind.name, object_id=obj.pk).values_list("pk", flat=True))


def reindex(kind: Kind) -> int:
    """Write every object of a kind anew and forget those that are gone; returns how many objects can be found."""
    before = set(Entry.objects.filter(kind=kind.name).values_list("pk", flat=True))
    kept: set[int] = set()
    for batch in _batches(kind.model._default_manager.order_by("pk").iterator(chunk_size=BATCH)):
        kept |= _write(kind, batch)
    _forget(before - kept)
    return Entry.objects.filter(kind=kind.name).values("object_id").distinct().count()


def forget_kind(name: str) -> None:
    """Forget the rows of a kind that no app registers any more."""
    _forget(Entry.objects.filter(kind=name).values_list("pk", flat=True))


def _batches(objects: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for obj in objects:
        batch.append(obj)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@transaction.atomic
def _write(kind: Kind, objects: list[Any]) -> set[int]:
    """Write the rows of some objects; returns the ids of the entries."""
    entries = [_entry(kind, obj, document) for obj in objects for document in kind.documents(obj)]
    written = Entry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "object_id", "language"],
        update_fields=_FIELDS,
    )
    ids = {entry.pk for entry in written}
    matching().store((e.pk, terms(e.title, e.language), terms(e.body, e.language)) for e in written)
    stale = Entry.objects.filter(kind=kind.name, object_id__in=[obj.pk for obj in objects]).exclude(pk__in=ids)
    _forget(stale.values_list("pk", flat=True))
    return ids


def _entry(kind: Kind, obj: Any, document: Document) -> Entry:
    return Entry(
        kind=kind.name,
        object_id=obj.pk,
        language=document.language,
        title=_one_line(document.title),
        body=_one_line(document.body),
        path=document.path,
        shore=document.shore,
        facts=dict(document.facts),
        updated_at=document.updated_at,
    )


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\x00", "").split())


@transaction.atomic
def _forget(entries: Iterable[int]) -> None:
    if not (ids := list(entries)):
        return
    matching().drop(ids)
    for start in range(0, len(ids), BATCH):
        Entry.objects.filter(pk__in=ids[start : start + BATCH]).delete()
