"""The people and rooms of the permission table, in the database."""

from datetime import timedelta

from django.utils import timezone

from forums.models import RoomInvitation, Suspension
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.forums import RoomFactory, moderator

COUNTRY = {"north": {}, "south": {"south": True}, "east": {"east": True}}


def embody(who):
    """The person of a row; None for who is signed out."""
    if not who.signed_in:
        return None
    person = moderator() if who.team else PersonFactory(is_active=who.active)
    if who.declares:
        person.country = CountryFactory(**COUNTRY[who.declares])
        person.save()
    if body := who.member_of:
        country = CountryFactory(**COUNTRY[body.shore]) if body.shore else None
        organisation = OrganisationFactory(constituency=body.constituency, country=country)
        asked = {"state": "requested", "decided_at": None} if who.asked_only else {}
        MembershipFactory(person=person, organisation=organisation, **asked)
    return person


def build(kind, people):
    """A room of a column, with what the rows say of it: whom it chooses, invites, names, and who is suspended there."""
    now = timezone.now()
    room = RoomFactory(**kind.fields)
    for who, person in people.items():
        if who.member_of and who.member_of.chosen:
            room.organisations.add(person.memberships.get().organisation)
        if who.named:
            room.moderators.add(person)
        if who.invited is not None:
            ends = now - timedelta(hours=1) if who.late else None
            RoomInvitation.objects.create(
                room=room,
                person=person,
                may_write=who.invited,
                invited_at=now - timedelta(days=1),
                expires_at=ends,
            )
        if who.suspended:
            Suspension.objects.create(
                person=person,
                room=room,
                starts_at=now - timedelta(days=1),
                ends_at=now + timedelta(days=1),
                reason="Insultes.",
                reason_language="fr",
                by=next(person for who, person in people.items() if who.team),
            )
    return room


def fresh(person):
    """The same person as the next request finds them: no permission is remembered."""
    return None if person is None else type(person).objects.get(pk=person.pk)
