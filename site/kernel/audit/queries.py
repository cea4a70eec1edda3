"""Reading the journal of acts."""

from django.db import models

from .models import Entry, EntryQuerySet


def history_of(target: models.Model) -> EntryQuerySet:
    """What was done to this object, the latest first, with who did it."""
    return Entry.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).select_related("actor")
