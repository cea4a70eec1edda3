"""My meetings: where each registration stands, in words, with what one can do about it."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import queries
from events.choices import AfterExpiry, MeetingState, RegistrationState
from events.models import Offer, Registration
from events.offer_links import read
from tests.factories.actors import PersonFactory
from tests.factories.events import (
    DAY,
    NOW,
    MeetingDocumentFactory,
    MeetingFactory,
    RegistrationFactory,
    member,
)

pytestmark = pytest.mark.django_db

MINE = "/fr/meetings/mine/"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def person(client):
    somebody = member()
    client.force_login(somebody)
    return somebody


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def offered(person, meeting=None, hours=48):
    registration = RegistrationFactory(
        person=person, meeting=meeting or MeetingFactory(), offered=True, offered_until=NOW + hours * DAY / 24
    )
    Offer.objects.create(registration=registration, offered_at=NOW - DAY, offered_until=registration.offered_until)
    return registration


def test_signed_out_one_is_asked_to_sign_in_and_comes_back(client):
    response = client.get(MINE)
    assert response.status_code == 302
    assert f"next={MINE}" in response.url


def test_the_page_is_nobody_else_s_and_no_cache_s(client, person):
    RegistrationFactory(meeting__title_fr="D’une autre personne")
    response = client.get(MINE)
    assert "D’une autre personne" not in text(response)
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in text(response)


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({}, "Votre place est confirmée"),
        ({"waiting": True}, "Vous êtes la première personne de la liste pour votre collège"),
        ({"requested": True}, "Votre demande est à l’examen"),
        ({"state": RegistrationState.REFUSED, "reason": "La salle est trop petite"}, "La salle est trop petite"),
        ({"state": RegistrationState.WITHDRAWN}, "Votre inscription est retirée"),
        ({"state": RegistrationState.DECLINED}, "Vous avez laissé la place proposée"),
        ({"state": RegistrationState.EXPIRED}, "La place proposée est restée sans réponse"),
        ({"state": RegistrationState.CANCELLED}, "La rencontre est annulée"),
    ],
)
def test_each_state_is_told_in_words_with_a_way_on(client, person, traits, words):
    registration = RegistrationFactory(person=person, **traits)
    page = text(client.get(MINE))
    assert words in page
    assert reverse("events:registration", args=[registration.meeting.slug]) in page


def test_an_offer_comes_first_with_its_hour_and_both_answers(client, person):
    registration = offered(person)
    page = text(client.get(MINE))
    assert "Une place vous est proposée" in page
    assert "Encore 2 jours pour répondre" in page
    assert "dimanche 22 novembre 2026" in page
    links = re.findall(r'href="(/fr/meetings/[^"]+/offer/([^"?/]+)/(\?answer=decline)?)"', page)
    assert [bool(link[2]) for link in links] == [False, True]
    assert read(links[0][1]).registration == registration.pk
    assert page.index("/offer/") < page.index('id="coming"')
    assert client.get(links[0][0]).status_code == 200


def test_an_offer_whose_hour_has_passed_is_not_offered_any_more(client, person):
    offered(person, MeetingFactory(after_expiry=AfterExpiry.END), hours=-1)
    assert "/offer/" not in text(client.get(MINE))


def test_places_in_line_are_those_that_each_person_reads_elsewhere():
    meeting = MeetingFactory()
    line = [
        RegistrationFactory(meeting=meeting, waiting=True, waitlisted_at=NOW - hours * DAY, priority=priority)
        for hours, priority in ((1, 0), (3, 0), (2, 5), (3, 0))
    ]
    other = RegistrationFactory(waiting=True)
    confirmed = RegistrationFactory(meeting=meeting)
    places = queries.places_in_line([*line, other, confirmed])
    assert places == {one.pk: queries.place_in_line(one) for one in [*line, other]}
    assert sorted(places[one.pk] for one in line) == [1, 2, 3, 4]


def test_who_registered_me_is_named_and_whom_i_registered_is_listed(client, person):
    colleague = PersonFactory(display_name="Marc D.")
    RegistrationFactory(person=person, registered_by=colleague)
    RegistrationFactory(person=colleague, registered_by=person, meeting__title_fr="Pour Marc")
    page = text(client.get(MINE))
    assert "inscription faite par <bdi>Marc D.</bdi>" in page
    assert "Inscrites par vous" in page
    assert "Pour Marc" in page


def test_what_one_was_registered_for_by_oneself_names_nobody(client, person):
    RegistrationFactory(person=person)
    page = text(client.get(MINE))
    assert "inscription faite par" not in page
    assert "Inscrites par vous" not in page


def test_past_meetings_stay_with_their_documents(client, person):
    registration = RegistrationFactory(person=person, meeting=MeetingFactory(past=True, title_fr="Tenue en octobre"))
    MeetingDocumentFactory(meeting=registration.meeting, title_fr="Compte rendu d’octobre")
    page = text(client.get(MINE))
    assert "Tenue en octobre" in page.split('id="past"')[1]
    assert "Compte rendu d’octobre" in page


def test_a_postponed_meeting_stays_among_those_to_come(client, person):
    RegistrationFactory(
        person=person, meeting=MeetingFactory(past=True, state=MeetingState.POSTPONED, title_fr="Reportée")
    )
    page = text(client.get(MINE))
    assert "Reportée" in page.split('id="coming"')[1].split('id="past"')[0]
    assert "Date à venir" in page


def test_a_registration_that_ended_is_silent_where_another_is_live(client, person):
    meeting = MeetingFactory()
    RegistrationFactory(person=person, meeting=meeting, state=RegistrationState.WITHDRAWN)
    RegistrationFactory(person=person, meeting=meeting)
    page = text(client.get(MINE))
    assert "Votre inscription est retirée" not in page
    assert "Sans suite" not in page


def test_the_next_ones_follow_what_happens_and_no_more_than_a_socket_carries(client, person):
    RegistrationFactory.create_batch(9, person=person)
    page = text(client.get(MINE))
    streams = re.findall(r'data-live="(mr:\d+)"', page) or re.findall(r"mr:\d+", page)
    assert 1 <= len(set(streams)) <= 6


def test_my_meetings_ask_as_often_for_thirty_as_for_one(client, person):
    colleague = PersonFactory()

    def asked_with(more):
        for _each in range(more):
            meeting = MeetingFactory()
            RegistrationFactory(person=person, meeting=meeting, waiting=True)
            RegistrationFactory(person=colleague, meeting=meeting, registered_by=person, waiting=True)
            offered(person)
            RegistrationFactory(person=person, state=RegistrationState.REFUSED, reason="Non", registered_by=colleague)
            past = RegistrationFactory(person=person, meeting=MeetingFactory(past=True))
            MeetingDocumentFactory(meeting=past.meeting)
        client.get(MINE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MINE).status_code == 200
        return len(asked)

    assert asked_with(1) == asked_with(29) <= 15


def test_my_space_leads_to_the_offer_and_to_all_my_meetings(client, person):
    offered(person)
    page = text(client.get(reverse("portal:my-space")))
    assert "Prendre ou laisser la place" in page
    assert MINE in page
    Registration.objects.update(state=RegistrationState.CONFIRMED, offered_until=None)
    assert "Prendre ou laisser la place" not in text(client.get(reverse("portal:my-space")))
