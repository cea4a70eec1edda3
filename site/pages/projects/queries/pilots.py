"""Pilots and where they were taken up."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from pages.base.queries import readable

from ..models import PilotPage, PilotTerritory, Transfer
from .cards import TAKEN_UP, taken_up_count


def pilots(language: str | None = None) -> "QuerySet[PilotPage]":
    """Every pilot that everyone may read, by its number on the map, without bodies.

    Each has its territories with their countries loaded, and `taken_up`: how many territories take it up today.
    Two queries.
    """
    places = PilotTerritory.objects.select_related("territory__country").order_by("sort_order")
    found: QuerySet[PilotPage] = (
        readable(PilotPage.objects.all())
        .for_language(language)
        .defer_streamfields()
        .annotate(taken_up=taken_up_count("pk"))
        .order_by(F("number").asc(nulls_last=True), "-first_published_at", "pk")
        .prefetch_related(Prefetch("territories", queryset=places))
    )
    return found


def transfers_of(pilot_ids: Iterable[int]) -> "QuerySet[Transfer]":
    """The transfers of these pilots that have not ended, with place, country and organisation loaded."""
    wanted: list[Any] = list(pilot_ids)
    return (
        Transfer.objects.filter(pilot_id__in=wanted, state__in=TAKEN_UP)
        .select_related("territory__country", "organisation")
        .order_by("pilot_id", F("started_year").asc(nulls_last=True), "pk")
    )
