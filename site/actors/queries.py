"""Reads: in whose name a person may act, who belongs where, what the directory shows."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.db.models import Count, Q, QuerySet

from kernel.text.folding import fold

from .choices import Constituency, MembershipRole, MembershipState
from .models import Country, Membership, Organisation, OrganisationQuerySet, Person


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


def confirmed_account(email: str) -> Person | None:
    """The person who has shown that this address is theirs, whose account is active."""
    confirmed = EmailAddress.objects.filter(email__iexact=email.strip(), verified=True)
    return Person.objects.filter(pk__in=confirmed.values("user"), is_active=True, erased_at__isnull=True).first()


LIVE = (MembershipState.REQUESTED, MembershipState.VERIFIED)


def live_membership(person: Person, organisation: Organisation) -> Membership | None:
    """The request under way or the verified membership, if there is one."""
    return Membership.objects.filter(person=person, organisation=organisation, state__in=LIVE).first()


def memberships_of(person: Person) -> QuerySet[Membership]:
    """A person's own memberships, whatever became of them, the latest first."""
    return Membership.objects.filter(person=person).select_related("organisation__country", "organisation__territory")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Requests under way, oldest first, then members. For those who may see them (rules.may_see_members)."""
    live = Membership.objects.filter(organisation=organisation, state__in=LIVE).select_related("person")
    return live.order_by("state", "requested_at", "pk")


def led_by(person: Person) -> QuerySet[Organisation]:
    """The organisations that a person is a verified focal point of, with the number of requests that wait."""
    lead = Q(
        memberships__person=person,
        memberships__role=MembershipRole.FOCAL_POINT,
        memberships__state=MembershipState.VERIFIED,
    )
    organisations = Organisation.objects.filter(pk__in=Organisation.objects.filter(lead).values("pk"))
    return organisations.annotate(
        waiting=Count("memberships", filter=Q(memberships__state=MembershipState.REQUESTED))
    ).order_by("folded", "pk")


def deciders(membership: Membership) -> tuple[list[Person], bool]:
    """Who is asked to decide: the organisation's focal points (then True), else the team (False). In order of id."""
    if membership.organisation.is_published:
        focal = Person.objects.filter(
            memberships__organisation_id=membership.organisation_id,
            memberships__role=MembershipRole.FOCAL_POINT,
            memberships__state=MembershipState.VERIFIED,
            is_active=True,
        ).exclude(pk=membership.person_id)
        if people := list(focal.order_by("pk").distinct()):
            return people, True
    return [person for person in team() if person.pk != membership.person_id], False


def team() -> list[Person]:
    """Those of the team who verify memberships; administrators where nobody was given the task. In order of id."""
    permission = Permission.objects.filter(codename="verify_membership", content_type__app_label="actors")
    active = Person.objects.filter(is_active=True)
    given = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    people = list(active.filter(given).order_by("pk").distinct())
    return people or list(active.filter(is_superuser=True).order_by("pk"))


def awaiting_team() -> QuerySet[Membership]:
    """Requests that nobody has decided, oldest first."""
    waiting = Membership.objects.filter(state=MembershipState.REQUESTED)
    return waiting.select_related("person", "organisation__country").order_by("requested_at", "pk")


def member_count(organisation: Organisation) -> int:
    """How many people verifiably act for an organisation."""
    return Membership.objects.filter(organisation=organisation, state=MembershipState.VERIFIED).count()


def directory(text: str = "") -> OrganisationQuerySet:
    """The organisations that everyone may see, in alphabetical order, with country and territory loaded.

    `text`: only those whose name, acronym or territory holds every word of it.
    """
    found: OrganisationQuerySet = Organisation.objects.published().select_related("country", "territory")
    return found.matching(text).order_by("folded", "pk")


def countries() -> list[Country]:
    """Countries in the alphabetical order of the reader's language, those of the basin first."""
    return sorted(Country.objects.all(), key=lambda country: (not country.mediterranean, fold(str(country))))
