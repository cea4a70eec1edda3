"""What a person says about themselves, and how an account is forgotten."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from actors.choices import MembershipState
from actors.models import Country, Membership, Organisation, Person
from actors.registry import erase_all
from actors.rules import may_erase
from kernel.audit.actions import forget, record
from kernel.live import actions as live
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from kernel.pagecache.actions import bump
from kernel.search import renaming

from .errors import LastAdministrator, NotAllowed


def save_profile(
    *,
    person: Person,
    display_name: str,
    language: str,
    time_zone: str,
    country: Country | None,
    at: datetime,
    shows_presence: bool = True,
) -> Person:
    """Keep how a person is named, addressed and located. What they have said before keeps its voice.

    `shows_presence`: whether others see when they write a message, and count them among those present; open pages
    follow at once.
    """
    with transaction.atomic():
        renamed, shown_otherwise = person.display_name != display_name, person.shows_presence != shows_presence
        person.display_name, person.language = display_name, language
        person.time_zone, person.country = time_zone, country
        person.shows_presence = shows_presence
        person.save(update_fields=["display_name", "language", "time_zone", "country", "shows_presence"])
        if renamed or shown_otherwise:
            live.revoke(person_id=person.pk)
        if renamed:
            record_renaming(person=person, by=person, at=at)
    return person


def record_renaming(*, person: Person, by: Person, at: datetime) -> None:
    """Note that a person has another name, in the same transaction: journal, search and pages follow."""
    with transaction.atomic():
        record(actor=by, verb="person.renamed", target=person, at=at)
        renaming.renamed(person)
        bump()


def erase_person(*, person: Person, by: Person, at: datetime) -> Person:
    """Forget who someone is: acts keep their voice and lose their name, the address is free again. Cannot be undone.

    Safe to repeat. Raises NotAllowed, and LastAdministrator when nobody could run the platform any more.
    """
    if not may_erase(by, person):
        raise NotAllowed(_("Vous ne pouvez pas supprimer ce compte."))
    with transaction.atomic():
        administrators = Person.objects.select_for_update(no_key=True).filter(is_superuser=True, is_active=True)
        others = [administrator.pk for administrator in administrators if administrator.pk != person.pk]
        person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if person.erased_at:
            return person
        if person.is_superuser and not others:
            raise LastAdministrator(_("C’est le dernier compte d’administration : nommez d’abord quelqu’un d’autre."))
        _forget_memberships(person, at)
        _forget_access(person)
        forget(person=person, objects=Membership.objects.filter(person=person))
        erase_all(person, at)
        _forget_person(person, at)
        actor = person if by.pk == person.pk else by
        record(actor=actor, verb="person.erased", target=person, at=at)
        bump()
    return person


def _forget_memberships(person: Person, at: datetime) -> None:
    memberships = Membership.objects.filter(person=person)
    live = memberships.filter(state__in=[MembershipState.REQUESTED, MembershipState.VERIFIED])
    live.update(state=MembershipState.WITHDRAWN, decided_at=at, decided_by=None)
    memberships.update(function="", message="")
    memberships.exclude(reason="").update(reason="—")  # a refusal keeps that there was a reason
    Organisation.objects.filter(proposed_by=person).update(proposed_by=None)


def _forget_access(person: Person) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    Mail.objects.filter(person=person).delete()
    Mail.objects.filter(to__in=[person.email, *_addresses(person)]).delete()
    Notification.objects.filter(person=person).delete()
    requests = list(Membership.objects.filter(person=person).values_list("pk", flat=True))
    Notification.objects.filter(kind="actors.requested", data__membership__in=requests).delete()
    EmailAddress.objects.filter(user=person).delete()
    UserProfile.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()


def _addresses(person: Person) -> list[str]:
    return list(EmailAddress.objects.filter(user=person).values_list("email", flat=True))


def _forget_person(person: Person, at: datetime) -> None:
    person.email = f"compte-supprime-{person.pk}@rives.invalid"
    person.display_name, person.country, person.last_login = "", None, None
    person.time_zone = "Europe/Paris"
    person.is_active = person.is_staff = person.is_superuser = False
    person.erased_at = at
    person.set_unusable_password()
    person.save()
