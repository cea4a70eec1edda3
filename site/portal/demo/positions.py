"""Demonstration positions: what organisations sign in an open consultation, by the action that signs."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from actors.models import Organisation, Person
from consultations.actions import NotAllowed, Wording, sign_position
from consultations.models import Consultation, Mandate, Position
from kernel.text.typography import french

from .content import read


def load_positions(*, organisations: dict[str, Organisation], people: dict[str, Person], at: datetime) -> None:
    """Each organisation's position with its revisions; one that has signed already is left."""
    for facts in read("positions")["position"]:
        consultation = Consultation.objects.get(slug=facts["consultation"])
        organisation = organisations[facts["organisation"]]
        if Position.objects.filter(consultation=consultation, organisation=organisation).exists():
            continue
        with suppress(NotAllowed), transaction.atomic():  # in one loaded long ago the phase is over
            _sign(consultation, organisation, facts, people, at)


def _sign(
    consultation: Consultation,
    organisation: Organisation,
    facts: dict[str, Any],
    people: dict[str, Person],
    at: datetime,
) -> None:
    if holder := facts.get("mandated"):
        Mandate.objects.get_or_create(
            organisation=organisation,
            person=people[holder],
            consultation=consultation,
            defaults={"starts_at": consultation.opens_at},
        )
    for rev, signed in enumerate(facts["revision"]):
        text = french(signed["text"]) if signed["language"] == "fr" else signed["text"]
        sign_position(
            person=people[signed["by"]],
            organisation=organisation,
            consultation=consultation,
            wording=Wording(
                text=text,
                language=signed["language"],
                signer_name=signed["name"],
                signer_function=signed["function"],
                stances=dict(signed["stances"]),
            ),
            at=at + timedelta(days=signed["day"]),
            rev=rev,
        )
