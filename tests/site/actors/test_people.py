import json
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from actors import actions, registry
from actors.choices import MembershipState
from actors.models import Membership, Person
from kernel.audit.models import Entry
from kernel.audit.queries import history_of
from kernel.mail.models import Mail
from kernel.notifications.models import Notification
from tests.factories.actors import CountryFactory, MembershipFactory, OrganisationFactory, PersonFactory, verifier

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
PROFILE = {"display_name": "سلمى ت.", "language": "ar", "time_zone": "Africa/Tunis", "country": "TN"}


def url(name, language="fr"):
    with translation.override(language):
        return reverse(f"actors:{name}")


PASSWORD = "motdepasse-1"


def sign_in(client, person):
    """Sign in and show once more who one is, as pages that matter ask."""
    with translation.override("fr"):
        client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_the_profile_is_saved_and_the_page_follows_the_language(client):
    CountryFactory(south=True)
    person = PersonFactory()
    client.force_login(person)
    assert client.post(url("profile"), PROFILE).url == url("profile", "ar")
    person.refresh_from_db()
    assert (person.display_name, person.language, person.time_zone) == ("سلمى ت.", "ar", "Africa/Tunis")
    assert person.country_id == "TN"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "x" * 121),
        ("language", "es"),
        ("time_zone", "Europe/Atlantis"),
        ("country", "ZZ"),
    ],
)
def test_a_faulty_profile_says_where_and_changes_nothing(client, field, value):
    person = PersonFactory(display_name="Avant")
    client.force_login(person)
    response = client.post(url("profile"), {**PROFILE, field: value})
    assert response.context["form"].errors[field]
    person.refresh_from_db()
    assert person.display_name == "Avant"


def test_the_export_holds_ones_own_data_and_nobody_elses(client):
    person = PersonFactory(display_name="Karim B.")
    mine = MembershipFactory(person=person, message="Bonjour")
    MembershipFactory(organisation=mine.organisation, person__display_name="Quelqu’un d’autre")
    sign_in(client, person)
    response = client.get(url("export"))
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    data = json.loads(response.content)
    assert data["account"]["email"] == person.email
    assert [m["message"] for m in data["memberships"]] == ["Bonjour"]
    assert "Quelqu’un d’autre" not in response.content.decode()


@pytest.mark.parametrize("name", ["export", "erase"])
def test_what_matters_asks_for_the_password_again(client, name):
    client.force_login(PersonFactory())
    response = client.get(url(name))
    assert response.url.startswith("/fr/account/reauthenticate/")


def test_erasing_needs_the_box_to_be_ticked(client):
    person = PersonFactory()
    sign_in(client, person)
    response = client.post(url("erase"), {})
    assert "Cochez cette case" in response.content.decode()
    person.refresh_from_db()
    assert person.erased_at is None


def test_erasing_forgets_who_it_was_and_signs_out(client):
    person = PersonFactory(display_name="Karim B.", email="karim@exemple.org", country=CountryFactory())
    membership = MembershipFactory(person=person, function="Maire", message="Bonjour")
    sign_in(client, person)
    response = client.post(url("erase"), {"understood": "on"}, follow=True)
    assert "Votre compte est supprimé" in response.content.decode()
    person.refresh_from_db()
    membership.refresh_from_db()
    assert (person.display_name, person.country, person.is_active) == ("", None, False)
    assert person.name == "Compte supprimé"
    assert "karim" not in person.email
    assert (membership.state, membership.function, membership.message) == (MembershipState.WITHDRAWN, "", "")
    assert not EmailAddress.objects.filter(user=person).exists()
    assert "_auth_user_id" not in client.session


def test_the_address_of_an_erased_account_is_free_again():
    person = PersonFactory(email="karim@exemple.org")
    actions.erase_person(person=person, by=person, at=AT)
    PersonFactory(email="karim@exemple.org")


def test_nothing_kept_names_an_erased_person():
    focal = MembershipFactory(focal=True)
    person = PersonFactory(display_name="Karim Unique")
    membership = actions.request_membership(person=person, organisation=focal.organisation, function="x", at=AT)
    actions.refuse(membership=membership, by=focal.person, reason="Karim Unique n’a pas de mandat", at=AT)
    actions.erase_person(person=person, by=person, at=AT)
    actions.erase_person(person=Person.objects.get(pk=person.pk), by=person, at=AT)
    for model in (Person, Membership, Mail, Notification, Entry):
        assert "Karim Unique" not in str(list(model.objects.values()))
    assert history_of(membership).count() == 2


def test_what_other_apps_hold_is_erased_in_the_same_act(monkeypatch):
    told = []
    monkeypatch.setattr(registry, "_erasures", {"posts": lambda person, at: told.append((person.pk, at))})
    person = PersonFactory()
    actions.erase_person(person=person, by=person, at=AT)
    assert told == [(person.pk, AT)]


def test_erasing_is_for_the_person_and_the_administrators():
    person = PersonFactory()
    for stranger in (PersonFactory(), verifier()):
        with pytest.raises(actions.NotAllowed):
            actions.erase_person(person=person, by=stranger, at=AT)
    actions.erase_person(person=person, by=PersonFactory(is_superuser=True), at=AT)


def test_the_last_administrator_stays():
    last = PersonFactory(is_superuser=True)
    with pytest.raises(actions.LastAdministrator):
        actions.erase_person(person=last, by=last, at=AT)
    PersonFactory(is_superuser=True)
    actions.erase_person(person=last, by=last, at=AT)


def test_an_erased_focal_point_is_no_longer_asked():
    focal = MembershipFactory(focal=True)
    actions.erase_person(person=focal.person, by=focal.person, at=AT)
    team = verifier()
    membership = actions.request_membership(
        person=PersonFactory(), organisation=OrganisationFactory.create(), function="x", at=AT
    )
    membership = actions.request_membership(person=PersonFactory(), organisation=focal.organisation, at=AT)
    assert Notification.objects.filter(person=team, data__membership=membership.pk).exists()
