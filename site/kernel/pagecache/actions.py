"""What makes cached pages stale."""

from django.db import transaction

from .generation import generation


def bump() -> None:
    """Say that something public has changed: every cached page is stale once the transaction commits."""
    transaction.on_commit(generation.advance)
