"""Pages are indexed when they are published, moved or withdrawn; other objects by their actions.

Wagtail publishes, moves and deletes pages in code of its own, so its signals stand in for actions here. Deleting any
registered object forgets it, whoever deletes.
"""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .actions import index, remove
from .registry import kind_of


def connect() -> None:
    """Listen; called once, when the apps are ready."""
    page_published.connect(_published, dispatch_uid="search")
    page_unpublished.connect(_unpublished, dispatch_uid="search")
    page_slug_changed.connect(_address_changed, dispatch_uid="search")
    post_page_move.connect(_address_changed, dispatch_uid="search")
    post_delete.connect(_deleted, dispatch_uid="search")


def _published(instance: Any, **kwargs: Any) -> None:
    index(instance)


def _unpublished(instance: Any, **kwargs: Any) -> None:
    remove(instance)


def _address_changed(instance: Any, **kwargs: Any) -> None:
    """The addresses of the pages below change with it."""
    for page in instance.get_descendants(inclusive=True).live().specific().iterator(chunk_size=100):
        index(page)


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if kind_of(sender):
        remove(instance)
