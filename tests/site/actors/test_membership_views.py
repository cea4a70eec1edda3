import pytest
from django.urls import reverse
from django.utils import translation

from actors.choices import MembershipState
from actors.models import Membership, Organisation
from tests.factories.actors import (
    CountryFactory,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    TerritoryFactory,
    verifier,
)

pytestmark = pytest.mark.django_db
BUDGET = 15  # of a page, its frame included; one query an item would pass it at thirty
ASKED = {"function": "Chargée de mission", "role": "member", "message": "Bonjour"}


def url(name, *args, language="fr"):
    with translation.override(language):
        return reverse(f"actors:{name}", args=args)


@pytest.fixture
def person(client):
    person = PersonFactory(display_name="Karim B.")
    client.force_login(person)
    return person


@pytest.mark.parametrize("name", ["my-organisations", "join", "propose", "profile", "my-data", "erase", "export"])
def test_signed_out_is_sent_to_sign_in(client, name):
    response = client.get(url(name))
    assert response.status_code == 302
    assert response.url.startswith("/fr/account/login/?next=")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("name", ["my-organisations", "join", "propose", "profile", "my-data"])
def test_pages_show_in_each_language(client, person, name, language):
    response = client.get(url(name, language=language))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("asked", ["gabès", "GABES", "قابس", "C07", "demonstration gabes"])
def test_an_organisation_is_found_by_name_territory_or_acronym(client, person, asked):
    place = TerritoryFactory(name_fr="Golfe de Gabès", name_ar="خليج قابس")
    OrganisationFactory(name_fr="Commune de démonstration 07", acronym="C07", territory=place)
    OrganisationFactory(name_fr="Ailleurs")
    response = client.get(url("join"), {"q": asked})
    assert [o.acronym for o in response.context["found"]] == ["C07"]


def test_proposed_organisations_are_not_found(client, person):
    OrganisationFactory(name_fr="Secrète", is_published=False)
    assert "Secrète</h3>" not in client.get(url("join"), {"q": "secrète"}).content.decode()


def test_a_search_that_is_too_long_says_so_and_keeps_what_was_typed(client, person):
    response = client.get(url("join"), {"q": "a" * 200})
    assert response.status_code == 200
    assert response.context["form"].errors["q"]
    assert "a" * 200 in response.content.decode()


def test_asking_leads_to_the_state_of_the_request(client, person):
    organisation = OrganisationFactory()
    response = client.post(url("ask", organisation.slug), ASKED, follow=True)
    membership = Membership.objects.get()
    assert (membership.person, membership.state) == (person, MembershipState.REQUESTED)
    assert "En cours de vérification" in response.content.decode()


def test_sending_the_form_twice_asks_once(client, person):
    organisation = OrganisationFactory()
    first, second = (client.post(url("ask", organisation.slug), ASKED) for _twice in range(2))
    assert first.url == second.url
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("function", ""), ("function", "x" * 161), ("role", "boss"), ("message", "x" * 1001)]
)
def test_bad_input_is_said_next_to_the_field_and_nothing_is_lost(client, person, field, value):
    organisation = OrganisationFactory()
    response = client.post(url("ask", organisation.slug), {**ASKED, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert (value or ASKED["message"]) in response.content.decode() or field == "role"
    assert not Membership.objects.exists()


@pytest.mark.parametrize("name", ["organisation", "ask"])
def test_an_organisation_outside_the_directory_does_not_exist(client, person, name):
    hidden = OrganisationFactory(is_published=False)
    assert client.get(url(name, hidden.slug)).status_code == 404
    assert client.get(url(name, "nowhere")).status_code == 404


def test_proposing_an_organisation_writes_it_in_its_own_language(client, person):
    CountryFactory(south=True)
    given = {
        "name": "بلدية الواحة",
        "language": "ar",
        "constituency": "local",
        "country": "TN",
        "place": "قابس",
        "website": "oasis.example",
        "function": "Maire",
        "message": "",
    }
    response = client.post(url("propose"), given, follow=True)
    assert response.status_code == 200
    organisation = Organisation.objects.get()
    assert (organisation.name_ar, organisation.is_published, organisation.proposed_by) == (
        "بلدية الواحة",
        False,
        person,
    )
    assert organisation.website == "https://oasis.example"


def test_a_proposal_with_faults_keeps_what_was_typed(client, person):
    response = client.post(url("propose"), {"name": "Les Amis", "country": "ZZ", "website": "javascript:alert(1)"})
    assert set(response.context["form"].errors) >= {"constituency", "country", "website", "function", "language"}
    assert "Les Amis" in response.content.decode()
    assert not Organisation.objects.exists()


def test_ones_own_request_is_shown_and_anyone_elses_does_not_exist(client, person):
    mine, other = MembershipFactory(person=person, requested=True), MembershipFactory(requested=True)
    assert client.get(url("request", mine.pk)).status_code == 200
    for name in ("request", "leave"):
        assert client.get(url(name, other.pk)).status_code == 404
    assert client.post(url("leave", other.pk)).status_code == 404
    other.refresh_from_db()
    assert other.state == MembershipState.REQUESTED


def test_leaving_asks_first_and_then_leaves(client, person):
    membership = MembershipFactory(person=person)
    client.get(url("leave", membership.pk))
    membership.refresh_from_db()
    assert membership.state == MembershipState.VERIFIED
    client.post(url("leave", membership.pk))
    client.post(url("leave", membership.pk))
    membership.refresh_from_db()
    assert membership.state == MembershipState.WITHDRAWN


def test_members_are_for_the_focal_point_and_the_team(client):
    focal = MembershipFactory(focal=True)
    waiting = MembershipFactory(organisation=focal.organisation, requested=True, person__display_name="Salma T.")
    for who in (focal.person, verifier()):
        client.force_login(who)
        assert "Salma T." in client.get(url("members", focal.organisation.slug)).content.decode()
    for who in (PersonFactory(), waiting.person, MembershipFactory(organisation=focal.organisation).person):
        client.force_login(who)
        assert client.get(url("members", focal.organisation.slug)).status_code == 404
        assert client.get(url("decide", focal.organisation.slug, waiting.pk)).status_code == 404
        answer = client.post(url("decide", focal.organisation.slug, waiting.pk), {"decision": "verify"})
        assert answer.status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == MembershipState.REQUESTED


def test_no_page_shows_the_address_of_a_member(client):
    focal = MembershipFactory(focal=True)
    waiting = MembershipFactory(organisation=focal.organisation, requested=True)
    client.force_login(focal.person)
    for page in (
        url("members", focal.organisation.slug),
        url("decide", focal.organisation.slug, waiting.pk),
        url("organisation", focal.organisation.slug),
    ):
        assert waiting.person.email not in client.get(page).content.decode()


def test_the_public_profile_names_nobody(client):
    membership = MembershipFactory(person__display_name="Salma T.")
    assert "Salma" not in client.get(url("organisation", membership.organisation.slug)).content.decode()


def test_a_focal_point_confirms(client):
    focal = MembershipFactory(focal=True)
    waiting = MembershipFactory(organisation=focal.organisation, requested=True)
    client.force_login(focal.person)
    response = client.post(url("decide", focal.organisation.slug, waiting.pk), {"decision": "verify"}, follow=True)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (MembershipState.VERIFIED, focal.person)
    assert "est confirmé" in response.content.decode()


def test_a_refusal_without_a_reason_says_what_is_missing(client):
    focal = MembershipFactory(focal=True)
    waiting = MembershipFactory(organisation=focal.organisation, requested=True)
    client.force_login(focal.person)
    page = url("decide", focal.organisation.slug, waiting.pk)
    response = client.post(page, {"decision": "refuse", "reason": "  "})
    assert "Donnez un motif" in response.content.decode()
    client.post(page, {"decision": "refuse", "reason": "Mandat manquant"})
    waiting.refresh_from_db()
    assert waiting.reason == "Mandat manquant"


def test_a_membership_of_another_organisation_is_not_decided_here(client):
    focal = MembershipFactory(focal=True)
    other = MembershipFactory(requested=True)
    client.force_login(focal.person)
    assert client.get(url("decide", focal.organisation.slug, other.pk)).status_code == 404
    assert client.get(url("decide", other.organisation.slug, other.pk)).status_code == 404


def test_a_focal_point_does_not_decide_on_themselves(client):
    focal = MembershipFactory(focal=True)
    client.force_login(focal.person)
    assert client.get(url("decide", focal.organisation.slug, focal.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_my_organisations_cost_the_same_for_one_and_thirty(client, person, django_assert_max_num_queries, count):
    for _number in range(count):
        MembershipFactory(person=person, focal=True)
    client.get(url("my-organisations"))
    with django_assert_max_num_queries(BUDGET):
        client.get(url("my-organisations"))


@pytest.mark.parametrize("count", [1, 30])
def test_members_cost_the_same_for_one_and_thirty(client, django_assert_max_num_queries, count):
    focal = MembershipFactory(focal=True)
    for _number in range(count):
        MembershipFactory(organisation=focal.organisation, requested=True)
    client.force_login(focal.person)
    client.get(url("members", focal.organisation.slug))
    with django_assert_max_num_queries(BUDGET):
        client.get(url("members", focal.organisation.slug))


@pytest.mark.parametrize("count", [1, 30])
def test_searching_costs_the_same_for_one_and_thirty(client, person, django_assert_max_num_queries, count):
    for number in range(count):
        OrganisationFactory(name_fr=f"Commune {number}")
    client.get(url("join"), {"q": "commune"})
    with django_assert_max_num_queries(BUDGET):
        client.get(url("join"), {"q": "commune"})
