"""What carries a name in the index follows when it changes, though the one who is renamed knows of none of it."""

from __future__ import annotations

from functools import partial

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django_tasks import task

from .actions import index
from .registry import carriers_of


def renamed(obj: Model) -> None:
    """Call in the action that changes an object's name: a task then writes the rows that carry it anew."""
    transaction.on_commit(partial(index_carriers.enqueue, obj._meta.label, obj.pk), robust=True)


@task()  # type: ignore[untyped-decorator]  # django-tasks ships no types
def index_carriers(label: str, pk: int) -> None:
    """Write everything that carries the name of an object. Safe to run twice, and after the object is gone."""
    obj = apps.get_model(label)._base_manager.filter(pk=pk).first()
    for carrier in carriers_of(obj) if obj else ():
        index(carrier)
