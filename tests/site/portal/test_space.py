"""My space: what concerns the person who is signed in, and nobody else."""

import datetime as dt

import pytest
from django.utils import timezone

from kernel.notifications.models import Notification
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory, ParticipantFactory, StatementFactory
from tests.factories.events import MeetingFactory, RegistrationFactory
from tests.factories.forums import PostFactory, TopicFactory

pytestmark = pytest.mark.django_db

SPACE_QUERIES = 15


@pytest.fixture
def person(client):
    person = PersonFactory(display_name="سلمى")
    client.force_login(person)
    return person


def fill(person, number=0):
    """One thing of each sort under way for a person."""
    day = timezone.localdate() + dt.timedelta(days=number + 1)
    meeting = MeetingFactory(title_fr=f"Comité {number}", start_date=day, end_date=day)
    RegistrationFactory(meeting=meeting, person=person)
    topic = TopicFactory(title=f"Qui tient le registre {number} ?")
    PostFactory(topic=topic, author=person)
    consultation = ConsultationFactory(title_fr=f"Partager l’eau {number}")
    StatementFactory(consultation=consultation, state="published", number=1)
    ParticipantFactory(consultation=consultation, person=person)
    MembershipFactory(person=person, organisation__name_fr=f"Commune {number}")


def test_signed_out_one_is_asked_to_sign_in(client):
    response = client.get("/fr/my/")
    assert response.status_code == 302
    assert "/account/login/?next=/fr/my/" in response["Location"]


def test_an_empty_space_says_where_to_begin(client, person):
    page = client.get("/fr/my/").content.decode()
    assert "Bonjour, <bdi>سلمى</bdi>" in page
    for words in (
        "Aucune inscription en cours",
        "ne suivez aucune discussion",
        "pas encore répondu",
        "en votre nom",
    ):
        assert words in page, words


def test_what_is_under_way_is_shown_to_its_person_alone(client, person):
    fill(person)
    words = ("Comité 0", "Qui tient le registre 0 ?", "Partager l’eau 0", "Commune 0")
    page = client.get("/fr/my/").content.decode()
    assert all(word in page for word in words)
    client.force_login(PersonFactory())
    other = client.get("/fr/my/").content.decode()
    assert not any(word in other for word in words)


def test_my_space_is_kept_by_no_cache(client, person):
    assert "no-store" in client.get("/fr/my/")["Cache-Control"]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_my_space_speaks_every_language(client, person, language):
    fill(person)
    page = client.get(f"/{language}/my/").content.decode()
    assert f'<html lang="{language}"' in page
    assert '<span lang="fr" dir="ltr">Partager l’eau 0</span>' in page or language == "fr"


@pytest.mark.parametrize("count", [1, 30])
def test_my_space_asks_a_constant_number_of_queries(client, person, django_assert_max_num_queries, count):
    for number in range(count):
        fill(person, number)
    assert not Notification.objects.exists()
    with django_assert_max_num_queries(SPACE_QUERIES):
        assert client.get("/fr/my/").status_code == 200
