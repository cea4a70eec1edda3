"""Where pilots were taken up."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from ..models import Transfer
from .cards import TAKEN_UP


def transfers_of(pilot_ids: Iterable[int]) -> "QuerySet[Transfer]":
    """The transfers of these pilots that have not ended, with place, country and organisation loaded."""
    wanted: list[Any] = list(pilot_ids)
    return (
        Transfer.objects.filter(pilot_id__in=wanted, state__in=TAKEN_UP)
        .select_related("territory__country", "organisation")
        .order_by("pilot_id", F("started_year").asc(nulls_last=True), "pk")
    )
