"""Demonstration places, organisations and people."""

from __future__ import annotations

import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group

from actors.choices import Constituency, MembershipRole, MembershipState, TerritoryKind
from actors.models import Membership, Organisation, Person, Territory
from portal.roles import ADMINISTRATION, EDITORS, FACILITATION, MODERATION

from .content import read, texts

MEMBERS_SINCE = timedelta(days=120)  # mandates and signatures follow it
ACCOUNTS_FILE = "demo_accounts.json"
BEFORE_A_VOWEL = re.compile(r"\bde (?=[AEIOUÉ])")
GROUPS = {"moderation": [MODERATION, FACILITATION], "redaction": [EDITORS], "administration": [ADMINISTRATION]}
TITLES = {
    "local_authority": "local authority",
    "focal_point": "focal point",
    "civil_society": "civil society",
    "moderator": "moderator",
    "editor": "editor",
    "administrator": "administrator",
}


def load_places() -> dict[str, Territory]:
    """The places of the basin, by slug."""
    return {place["slug"]: _territory(place) for place in read("places")["place"]}


def _territory(place: dict[str, Any]) -> Territory:
    fields = {
        **texts("name", place),
        "kind": TerritoryKind.MUNICIPALITY,
        "country_id": place["country"],
        "latitude": place["lat"],
        "longitude": place["lon"],
    }
    return Territory.objects.get_or_create(slug=place["slug"], defaults=fields)[0]


def load_organisations(places: dict[str, Territory], named: set[str]) -> dict[str, Organisation]:
    """About a hundred fictitious organisations over both shores, by slug; those in `named` among them in any case."""
    organisations: dict[str, Organisation] = {}
    own_names = {place["slug"]: place for place in read("places")["place"]}
    for kind in read("organisations")["kind"]:
        wanted = [
            slug.removeprefix(f"{kind['slug']}-") for slug in sorted(named) if slug.startswith(f"{kind['slug']}-")
        ]
        for place in _spread(list(places), wanted, kind):
            slug = f"{kind['slug']}-{place}"
            organisations[slug] = _organisation(slug, kind, places[place], own_names[place])
    return organisations


def _spread(places: list[str], wanted: list[str], kind: dict[str, Any]) -> list[str]:
    """Which places have one: those wanted, then others at even distances until the number is reached."""
    chosen = [place for place in wanted if place in places]
    number = max(kind["number"], len(chosen))
    candidates = kind.get("places") or [places[index * len(places) // number] for index in range(number)]
    for place in [*candidates, *places]:
        if len(chosen) >= number:
            break
        if place not in chosen:
            chosen.append(place)
    return chosen


def _organisation(slug: str, kind: dict[str, Any], place: Territory, own_name: dict[str, str]) -> Organisation:
    names = {code: kind[code].format(place=own_name[code]) for code in ("fr", "en", "ar")}
    names["fr"] = BEFORE_A_VOWEL.sub("d’", names["fr"])
    fields = {
        **texts("name", names),
        **texts("summary", kind["summary"]),
        "constituency": kind["constituency"],
        "territory": place,
        "country": place.country,
        "is_fictitious": True,
    }
    return Organisation.objects.get_or_create(slug=slug, defaults=fields)[0]


def real_organisation(facts: dict[str, Any]) -> Organisation:
    """A real body named by a project's sources: its own name, its country, nothing more."""
    language = facts["language"]
    fields = {
        f"name_{language}": facts["name"],
        "constituency": facts["constituency"],
        "country_id": facts["country"],
    }
    return Organisation.objects.get_or_create(slug=facts["slug"], defaults=fields)[0]


def load_people(organisations: dict[str, Organisation], at: datetime) -> dict[str, Person]:
    """People with a name, by alias or key; those with an account get a password drawn for this installation."""
    people: dict[str, Person] = {}
    known = _known_passwords()
    accounts = []
    for facts in read("people")["person"]:
        wants_password = settings.DEMO and bool(facts.get("account"))
        password = known.get(facts["email"]) or (secrets.token_urlsafe(9) if wants_password else None)
        person = _person(facts, password if wants_password else None, is_known=facts["email"] in known)
        people[facts.get("alias", facts["key"])] = people[facts["key"]] = person
        if organisation := organisations.get(facts.get("organisation", "")):
            _verified(person, organisation, facts, at)
        if facts.get("account"):
            accounts.append({"role": TITLES[facts["key"]], "email": person.email, "password": password})
    if settings.DEMO:
        _keep_passwords(accounts)
    return people


def _person(facts: dict[str, Any], password: str | None, *, is_known: bool) -> Person:
    """Someone with a name. A password that this installation knows already is in place: hashing it again is slow."""
    person = Person.objects.filter(email=facts["email"]).first()
    if person is None:
        person = Person.objects.create_user(
            facts["email"],
            password,
            display_name=facts["name"],
            language=facts["language"],
            time_zone=facts["zone"],
            is_staff="role" in facts,
            is_superuser=facts.get("role") == "administration",
        )
    elif password and not is_known:
        person.set_password(password)
        person.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    person.groups.add(*Group.objects.filter(name__in=GROUPS.get(facts.get("role", ""), [])))
    return person


def _verified(person: Person, organisation: Organisation, facts: dict[str, Any], at: datetime) -> None:
    role = MembershipRole.FOCAL_POINT if facts.get("focal_point") else MembershipRole.MEMBER
    Membership.objects.get_or_create(
        person=person,
        organisation=organisation,
        state=MembershipState.VERIFIED,
        defaults={"role": role, "requested_at": at - MEMBERS_SINCE, "decided_at": at - MEMBERS_SINCE},
    )


def _known_passwords() -> dict[str, str]:
    path = settings.VAR / ACCOUNTS_FILE
    if not path.exists():
        return {}
    return {account["email"]: account["password"] for account in json.loads(path.read_text("utf-8"))}


def _keep_passwords(accounts: list[dict[str, Any]]) -> None:
    path = settings.VAR / ACCOUNTS_FILE
    path.touch(mode=0o600)
    path.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), "utf-8")


def crowd(number: int, first: int = 1) -> list[Person]:
    """Fictitious people without a password, who fill meetings and votes; the same ones each time, from the `first`."""
    emails = [f"voix-{index}@demo.rives.example" for index in range(first, first + number)]
    found = {person.email: person for person in Person.objects.filter(email__in=emails)}
    missing = [
        Person(email=email, display_name=f"Voix {index}", password="!")  # noqa: S106 (no password opens it)
        for index, email in enumerate(emails, first)
        if email not in found
    ]
    Person.objects.bulk_create(missing)
    found |= {person.email: person for person in Person.objects.filter(email__in=[p.email for p in missing])}
    return [found[email] for email in emails]


def voice_fields(organisation: Organisation | None, shore: str = "") -> dict[str, Any]:
    """The columns of a voice: an organisation's, or a citizen's with a declared shore."""
    if organisation is None:
        constituency = Constituency.CITIZENS
        return {"organisation": None, "constituency": constituency, "shore": shore, "country_declared": bool(shore)}
    return {
        "organisation": organisation,
        "constituency": organisation.constituency,
        "shore": organisation.shore,
        "country_declared": False,
    }
