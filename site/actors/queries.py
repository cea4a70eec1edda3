"""Reads: in whose name a person may act."""

from __future__ import annotations

from dataclasses import dataclass

from .choices import Constituency, MembershipState
from .models import Membership, Organisation, Person


@dataclass(frozen=True)
class Speaking:
    """In whose name a person acts: an organisation, or themselves as a citizen (organisation None)."""

    organisation: Organisation | None
    constituency: str
    shore: str
    country_declared: bool

    def as_fields(self) -> dict[str, object]:
        """The columns of actors.models.Voice."""
        return {
            "organisation": self.organisation,
            "constituency": self.constituency,
            "shore": self.shore,
            "country_declared": self.country_declared,
        }


def speaking_for(organisation: Organisation) -> Speaking:
    """The voice of an organisation."""
    return Speaking(organisation, organisation.constituency, organisation.shore, False)


def speaking_as_citizen(person: Person) -> Speaking:
    """The voice of a person on their own: their country is declared, and shown as declared."""
    shore = person.country.shore if person.country else ""
    return Speaking(None, Constituency.CITIZENS, shore, bool(shore))


def verified_memberships(person: Person) -> list[Membership]:
    """The memberships a person may act under, oldest first, with organisation and country loaded."""
    memberships = Membership.objects.filter(person=person, state=MembershipState.VERIFIED)
    return list(
        memberships.select_related("organisation__country", "organisation__territory").order_by("decided_at", "pk")
    )


def voices_of(person: Person) -> list[Speaking]:
    """Every voice a person has: one for each verified membership, then their own as a citizen."""
    return [*(speaking_for(m.organisation) for m in verified_memberships(person)), speaking_as_citizen(person)]


def voice_of(person: Person, organisation_id: int | None) -> Speaking | None:
    """The voice a person chose, or None when they may not act for that organisation. None as id means as a citizen."""
    return next(
        (v for v in voices_of(person) if (v.organisation.pk if v.organisation else None) == organisation_id), None
    )
