"""Pilots and where they were taken up."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from pages.base.queries import readable

from ..choices import TransferState
from ..models import PilotPage, PilotTerritory, Transfer

TAKEN_UP = (TransferState.PREPARING, TransferState.TRIAL, TransferState.ADOPTED)


def pilots(language: str | None = None) -> "QuerySet[PilotPage]":
    """Every pilot that everyone may read, by its number on the map, without bodies.

    Each has its territories with their countries loaded, and `taken_up`: how many territories take it up today.
    Three queries.
    """
    places = PilotTerritory.objects.select_related("territory__country").order_by("sort_order")
    found: QuerySet[PilotPage] = (
        readable(PilotPage.objects.all())
        .for_language(language)
        .defer_streamfields()
        .annotate(taken_up=Count("transfers", filter=Q(transfers__state__in=TAKEN_UP), distinct=True))
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
