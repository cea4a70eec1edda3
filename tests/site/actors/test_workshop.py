import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils.http import urlencode

from actors.choices import MembershipRole, MembershipState
from actors.models import Organisation, Person
from kernel.audit.queries import history_of
from kernel.search.models import Entry
from tests.factories.actors import (
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TerritoryFactory,
    verifier,
)

pytestmark = pytest.mark.django_db


def administrator(**fields):
    return PersonFactory(is_superuser=True, **fields)


def bulk(action, *memberships):
    query = urlencode([("id", m.pk) for m in memberships] + [("next", "/cms/memberships/")])
    return f"{reverse('wagtail_bulk_action', args=['actors', 'membership', action])}?{query}"


def test_the_workshop_has_one_door(client):
    assert client.get("/cms/").url == "/cms/login/?next=/cms/"
    assert client.get("/cms/login/?next=/cms/").url.startswith("/fr/account/login/?next=%2Fcms%2F")


def test_someone_without_the_right_is_told_and_not_sent_round(client):
    client.force_login(PersonFactory())
    assert client.get("/cms/", follow=True).status_code == 403


def test_someone_of_the_team_goes_in(client):
    client.force_login(verifier())
    assert client.get("/cms/login/").url == "/cms/"


@pytest.mark.parametrize(
    "page",
    [
        "memberships",
        "organisations",
        "organisations/new",
        "territories",
        "territories/new",
        "countries",
        "countries/new",
        "users",
        "users/new",
        "account",
    ],
)
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_lists_and_forms_show(client, page, language):
    OrganisationFactory(territory=TerritoryFactory())
    MembershipFactory()
    client.force_login(administrator())
    assert client.get(f"/cms/{page}/", headers={"accept-language": language}).status_code == 200


@pytest.mark.parametrize("page", ["memberships", "users", "organisations/new"])
def test_lists_are_closed_to_those_without_the_right(client, page):
    person = PersonFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    assert client.get(f"/cms/{page}/").status_code == 302


def test_memberships_have_no_form_that_adds_changes_or_deletes(client):
    membership = MembershipFactory()
    client.force_login(administrator())
    for page in ("new/", f"edit/{membership.pk}/", f"delete/{membership.pk}/"):
        assert client.get(f"/cms/memberships/{page}").status_code in {302, 404}


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("page", ["memberships", "organisations", "users"])
def test_lists_cost_the_same_for_one_and_thirty(client, django_assert_max_num_queries, page, count):
    for _number in range(count):
        MembershipFactory(organisation__territory=TerritoryFactory())
    client.force_login(administrator())
    client.get(f"/cms/{page}/")
    with django_assert_max_num_queries(LISTS):
        client.get(f"/cms/{page}/")


LISTS = 25


def test_one_membership_is_shown_with_its_history_and_its_decisions(client):
    from actors import actions

    membership = actions.request_membership(
        person=PersonFactory(display_name="Salma T."),
        organisation=OrganisationFactory(),
        function="Maire",
        at=MembershipFactory().requested_at,
    )
    client.force_login(verifier())
    html = client.get(reverse("memberships:inspect", args=[membership.pk])).content.decode()
    assert "Salma T." in html
    assert "membership.requested" in html
    assert "membership/verify/" in html


def test_several_are_verified_at_once_each_with_its_trace(client):
    memberships = [MembershipFactory(requested=True) for _number in range(3)]
    team = verifier()
    client.force_login(team)
    assert client.get(bulk("verify", *memberships)).status_code == 200
    client.post(bulk("verify", *memberships))
    for membership in memberships:
        membership.refresh_from_db()
        assert (membership.state, membership.decided_by) == (MembershipState.VERIFIED, team)
        assert history_of(membership).get().verb == "membership.verified"


def test_what_cannot_be_verified_is_said_and_the_rest_is_done(client):
    waiting = MembershipFactory(requested=True)
    proposed = MembershipFactory(requested=True, organisation__is_published=False)
    client.force_login(verifier())
    response = client.post(bulk("verify", waiting, proposed), follow=True)
    proposed.refresh_from_db()
    waiting.refresh_from_db()
    assert (waiting.state, proposed.state) == (MembershipState.VERIFIED, MembershipState.REQUESTED)
    assert "pas encore dans l’annuaire" in response.content.decode()


def test_a_proposed_organisation_is_published_with_its_first_member(client):
    proposed = MembershipFactory(requested=True, organisation__is_published=False)
    client.force_login(verifier())
    client.post(bulk("verify", proposed), {"publish": "on"})
    assert Organisation.objects.published().filter(pk=proposed.organisation_id).exists()


def test_refusing_needs_a_reason(client):
    membership = MembershipFactory(requested=True)
    client.force_login(verifier())
    assert client.post(bulk("refuse", membership), {"reason": ""}).status_code == 200
    membership.refresh_from_db()
    assert membership.state == MembershipState.REQUESTED
    client.post(bulk("refuse", membership), {"reason": "Mandat manquant"})
    membership.refresh_from_db()
    assert membership.reason == "Mandat manquant"


def test_a_focal_point_is_named_and_a_membership_ended(client):
    member = MembershipFactory()
    client.force_login(verifier())
    client.post(bulk("name_focal_point", member))
    member.refresh_from_db()
    assert member.role == MembershipRole.FOCAL_POINT
    client.post(bulk("end", member))
    member.refresh_from_db()
    assert member.state == MembershipState.WITHDRAWN


@pytest.mark.parametrize("action", ["verify", "refuse"])
def test_decisions_from_the_list_are_for_those_who_verify(client, action):
    membership = MembershipFactory(requested=True)
    person = PersonFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    client.post(bulk(action, membership), {"reason": "non"})
    membership.refresh_from_db()
    assert membership.state == MembershipState.REQUESTED


ORGANISATION = {
    "name_fr": "",
    "name_en": "",
    "name_ar": "بلدية قابس",
    "slug": "gabes",
    "acronym": "",
    "constituency": "local",
    "territory": "",
    "country": "TN",
    "summary_fr": "",
    "summary_en": "",
    "summary_ar": "",
    "website": "",
    "contact_email": "",
    "is_published": "on",
}


def test_the_team_adds_an_organisation_in_one_language_only(client):
    CountryFactory(south=True)
    team = verifier()
    client.force_login(team)
    response = client.post("/cms/organisations/new/", ORGANISATION)
    assert response.status_code == 302
    organisation = Organisation.objects.get(slug="gabes")
    assert (organisation.name_ar, organisation.shore) == ("بلدية قابس", "south")
    assert history_of(organisation).get().actor == team
    assert Entry.objects.filter(kind="organisation", object_id=organisation.pk, language="ar").exists()


def test_an_organisation_without_a_name_is_refused_in_words(client):
    CountryFactory(south=True)
    client.force_login(verifier())
    response = client.post("/cms/organisations/new/", {**ORGANISATION, "name_ar": ""})
    assert "Donnez un nom dans une langue au moins" in response.content.decode()
    assert not Organisation.objects.exists()


def test_unpublishing_takes_an_organisation_out_of_search(client):
    CountryFactory(south=True)
    client.force_login(verifier())
    client.post("/cms/organisations/new/", ORGANISATION)
    organisation = Organisation.objects.get()
    hidden = {key: value for key, value in ORGANISATION.items() if key != "is_published"}
    client.post(f"/cms/organisations/edit/{organisation.pk}/", hidden)
    organisation.refresh_from_db()
    assert not organisation.is_published
    assert not Entry.objects.filter(kind="organisation", object_id=organisation.pk).exists()


def test_an_organisation_that_people_act_for_is_not_deleted(client):
    membership = MembershipFactory()
    client.force_login(administrator())
    client.post(f"/cms/organisations/delete/{membership.organisation_id}/", follow=True)
    assert Organisation.objects.filter(pk=membership.organisation_id).exists()


PERSON = {"email": "Nour@Exemple.org", "display_name": "نور", "language": "ar", "is_active": "on"}


def test_the_team_opens_an_account_without_choosing_its_password(client):
    client.force_login(administrator())
    assert client.post("/cms/users/new/", PERSON).status_code == 302
    person = Person.objects.get(email="nour@exemple.org")
    assert (person.display_name, person.language, person.has_usable_password()) == ("نور", "ar", False)


def test_an_address_in_use_is_refused_in_words(client):
    PersonFactory(email="nour@exemple.org")
    client.force_login(administrator())
    assert "déjà à un autre compte" in client.post("/cms/users/new/", PERSON).content.decode()


def test_editing_a_person_never_changes_their_address(client):
    person = PersonFactory(email="avant@exemple.org")
    client.force_login(administrator())
    response = client.post(f"/cms/users/edit/{person.pk}/", {**PERSON, "email": "autre@exemple.org"})
    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.email, person.display_name) == ("avant@exemple.org", "نور")


def people_keeper():
    person = PersonFactory()
    person.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(codename__in=["add_person", "change_person", "delete_person"]),
    )
    return person


def test_only_an_administrator_makes_administrators(client):
    keeper, person = people_keeper(), PersonFactory()
    client.force_login(keeper)
    client.post(f"/cms/users/edit/{person.pk}/", {**PERSON, "is_superuser": "on"})
    person.refresh_from_db()
    assert person.display_name == "نور"
    assert not person.is_superuser


def test_an_administrators_account_is_out_of_reach_for_others(client):
    target = administrator(display_name="Chef")
    client.force_login(people_keeper())
    client.post(f"/cms/users/edit/{target.pk}/", PERSON)
    target.refresh_from_db()
    assert target.display_name == "Chef"


def test_deleting_a_person_erases_them(client):
    person = PersonFactory()
    client.force_login(administrator())
    client.post(f"/cms/users/delete/{person.pk}/")
    person.refresh_from_db()
    assert person.erased_at


def test_deleting_several_people_erases_them(client):
    people = [PersonFactory() for _number in range(2)]
    client.force_login(administrator())
    query = urlencode([("id", person.pk) for person in people])
    client.post(f"{reverse('wagtail_bulk_action', args=['actors', 'person', 'delete'])}?{query}")
    assert Person.objects.filter(erased_at__isnull=False).count() == 2


@pytest.mark.parametrize("action", ["set_active_state", "assign_role", "delete"])
def test_only_an_administrator_touches_administrators_from_the_list(client, action):
    team = PersonFactory()
    team.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "change_person", "delete_person"])
    )
    client.force_login(team)
    above, equal = administrator(), PersonFactory()
    address = reverse("wagtail_bulk_action", args=["actors", "person", action])
    given = {"mark_as_active": "False", "role": str(Group.objects.first().pk)}
    client.post(f"{address}?id={above.pk}", given)
    above.refresh_from_db()
    assert (above.is_active, above.erased_at, above.groups.count()) == (True, None, 0)
    client.post(f"{address}?id={equal.pk}", given)
    equal.refresh_from_db()
    assert not equal.is_active or equal.groups.exists()
