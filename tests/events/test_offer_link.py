"""Answering an offer from its mail: signed, for one offer, until its hour; a link shows, only a POST answers."""

import re

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from events import actions, offer_links
from events.choices import OfferAnswer, RegistrationState
from events.models import Offer, Registration
from events.offer_links import OfferLink
from kernel.mail import sending
from kernel.mail.models import Mail
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def offer():
    meeting = MeetingFactory(quotas={"local": 1}, offer_hours=48)
    waiting = RegistrationFactory(meeting=meeting, waiting=True, person=PersonFactory(time_zone="Asia/Beirut"))
    actions.offer(registration=waiting, by=manager(), at=NOW)
    return Offer.objects.select_related("registration__meeting").get()


def address(offer, slug="", registration=0, ident=0):
    link = OfferLink(registration or offer.registration_id, ident or offer.pk)
    return offer_links.address(slug or offer.registration.meeting.slug, link)


def state_of(offer):
    return Registration.objects.get(pk=offer.registration_id).state


def test_the_letter_s_links_lead_to_the_page_that_asks(offer, client, mailoutbox):
    sending.send(mail_id=Mail.objects.get(letter="events.place_offered").pk, at=NOW)
    links = re.findall(r"https?://[^/]+(/fr/meetings/\S+/offer/\S+)", mailoutbox[0].body)
    assert [link.partition("?")[2] for link in links] == ["", "answer=decline"]
    for link in links:
        page = client.get(link)
        assert page.status_code == 200
        assert "dimanche 22 novembre 2026, 10:00 (Tunis) · 11:00 (Beyrouth)" in page.text
    assert state_of(offer) == RegistrationState.OFFERED


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("query", ["", "?answer=accept", "?answer=decline"])
def test_opening_the_link_never_answers(offer, client, method, query):
    getattr(client, method)(f"{address(offer)}{query}")
    assert state_of(offer) == RegistrationState.OFFERED


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("accept", RegistrationState.CONFIRMED, "Votre place est confirmée"),
        ("decline", RegistrationState.DECLINED, "passe à la personne suivante"),
    ],
)
def test_a_post_answers_signed_out_without_a_cookie(offer, answer, state, words):
    client = Client(enforce_csrf_checks=True)
    response = client.post(address(offer), {"answer": answer})
    assert response.status_code == 302
    assert state_of(offer) == state
    client.cookies.clear()
    page = client.get(response["Location"])
    assert words in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main")[0]


def test_answering_twice_changes_nothing(offer, client):
    client.post(address(offer), {"answer": "accept"})
    mails = Mail.objects.count()
    client.post(address(offer), {"answer": "accept"})
    client.post(address(offer), {"answer": "decline"})
    assert state_of(offer) == RegistrationState.CONFIRMED
    assert Mail.objects.count() == mails


def test_a_post_that_says_nothing_asks_again(offer, client):
    assert client.post(address(offer), {"answer": "maybe"}).status_code == 200
    assert state_of(offer) == RegistrationState.OFFERED


def test_after_its_hour_the_link_says_so_and_answers_nothing(offer, client, clock):
    clock.move_to(NOW + 2 * DAY + DAY / 24)
    assert "n’est plus réservée" in client.get(address(offer)).text
    client.post(address(offer), {"answer": "accept"})
    assert state_of(offer) == RegistrationState.OFFERED


def test_an_old_link_does_not_answer_a_new_offer(offer, client):
    old = address(offer)
    Offer.objects.update(answer=OfferAnswer.EXPIRED, answered_at=NOW)
    offer.registration.offers.create(offered_at=NOW, offered_until=NOW + 3 * DAY)
    client.post(old, {"answer": "accept"})
    assert state_of(offer) == RegistrationState.OFFERED


def test_a_link_that_was_not_signed_here_for_this_leads_nowhere(offer, client):
    other = RegistrationFactory()
    slug = offer.registration.meeting.slug
    elsewhere = signing.Signer(salt="something.else", sep=".").sign(f"{offer.registration_id}-{offer.pk}")
    for broken in (
        address(offer)[:-2] + "x/",
        address(offer, registration=other.pk),
        address(offer, ident=offer.pk + 1),
        address(offer, slug=other.meeting.slug),
        reverse("events:offer", args=[slug, elsewhere]),
        reverse("events:offer", args=[slug, f"{offer.registration_id}-{offer.pk}"]),
    ):
        assert client.get(broken).status_code == 404
        assert client.post(broken, {"answer": "accept"}).status_code == 404
    assert state_of(offer) == RegistrationState.OFFERED


def test_the_page_names_nobody_is_kept_nowhere_and_tells_no_one_its_address(offer, client):
    page = client.get(address(offer))
    assert offer.registration.person.display_name not in page.text
    assert offer.registration.person.email not in page.text
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
