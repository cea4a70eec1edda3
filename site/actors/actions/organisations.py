"""Organisations that people propose, and their way into the directory."""

from __future__ import annotations

from datetime import datetime

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from actors.choices import MembershipRole
from actors.models import Country, Membership, Organisation, Person, Territory
from actors.queries import live_membership
from actors.rules import verifies_for_the_team
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.pagecache.actions import bump
from kernel.search.actions import index
from kernel.search.renaming import renamed
from kernel.text.folding import fold

from .errors import NotAllowed
from .requests import create_request, refuse_beyond_limit


def propose_organisation(
    *,
    person: Person,
    name: str,
    language: str,
    constituency: str,
    country: Country | None,
    place: str,
    website: str,
    function: str,
    message: str,
    at: datetime,
) -> Membership:
    """Propose an organisation that the directory does not hold, and ask to act for it. The team verifies both.

    `name` is written in `language`. Proposing the same name again returns the request under way. Raises
    TooManyRequests.
    """
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if (known := _proposed_before(person, name)) and (membership := live_membership(person, known)):
            return membership
        refuse_beyond_limit(person)
        organisation = known or _create(
            name=name,
            language=language,
            constituency=constituency,
            country=country,
            proposed_place=place,
            website=website,
            proposed_by=person,
            created_at=at,
        )
        if not known:
            record(actor=person, verb="organisation.proposed", target=organisation, at=at)
        return create_request(
            person=person,
            organisation=organisation,
            at=at,
            role=MembershipRole.MEMBER,
            function=function,
            message=message,
        )


def publish_organisation(*, organisation: Organisation, by: Person, at: datetime) -> Organisation:
    """Put an organisation in the directory. Safe to repeat. Raises NotAllowed for someone outside the team."""
    if not verifies_for_the_team(by):
        raise NotAllowed(_("Seule l’équipe peut publier une organisation."))
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        if organisation.is_published:
            return organisation
        organisation.is_published = True
        organisation.save(update_fields=["is_published"])
        record(actor=by, verb="organisation.published", target=organisation, at=at)
        index(organisation)
        bump()
    return organisation


def record_edit(*, instance: Organisation | Territory | Country, by: Person, at: datetime) -> None:
    """Note that the team has saved a record of the directory, in the same transaction: search and pages follow."""
    with transaction.atomic():
        record(actor=by, verb=f"{instance._meta.model_name}.edited", target=instance, at=at)
        if isinstance(instance, Organisation):
            index(instance)
            renamed(instance)
        else:
            for organisation in Organisation.objects.published().filter(_placed_in(instance)):
                index(organisation)
        bump()


def _placed_in(place: Territory | Country) -> Q:
    return Q(territory=place) if isinstance(place, Territory) else Q(country=place)


def _proposed_before(person: Person, name: str) -> Organisation | None:
    """The person's own proposal of that name, still waiting."""
    waiting = Organisation.objects.filter(proposed_by=person, is_published=False)
    names = ((o, {fold(n) for code in LANGUAGES if (n := getattr(o, f"name_{code}"))}) for o in waiting)
    return next((organisation for organisation, known in names if fold(name) in known), None)


def _create(*, name: str, language: str, **fields: object) -> Organisation:
    """An organisation outside the directory, under the first free identifier made from its name."""
    stem = slugify(anyascii(name))[:100].strip("-") or "organisation"
    number = 1
    while True:
        slug = stem if number == 1 else f"{stem}-{number}"
        number += 1
        if Organisation.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                return Organisation.objects.create(
                    slug=slug, is_published=False, **{f"name_{language}": name}, **fields
                )
        except IntegrityError:
            if not Organisation.objects.filter(slug=slug).exists():
                raise
