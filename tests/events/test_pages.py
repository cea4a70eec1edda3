"""Pages of meetings: public ones hold nobody's state, steps of registering answer in words and keep what was typed."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from actors.queries import voices_of
from events import actions
from events.choices import AttendeeList, MeetingFormat, MeetingState, RegistrationState
from events.models import Quota, Registration
from kernel.requests.forms import fresh_key
from pages.dialogues.models import DialoguePage
from tests.factories.actors import PersonFactory
from tests.factories.events import (
    DAY,
    NOW,
    MeetingFactory,
    ProgrammeItemFactory,
    RegistrationFactory,
    manager,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(name, meeting=None, language="fr"):
    with translation.override(language):
        return reverse(f"events:{name}", args=[meeting.slug] if meeting else [])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def filled(meeting, person, **more):
    voice = voices_of(person)[0]
    return {
        "voice": str(voice.organisation.pk) if voice.organisation else "me",
        "listening_language": "fr",
        "needs": "",
        "request_key": fresh_key(),
        **more,
    }


def open_page(meeting, live=True):
    page = actions.write_texts(meeting=meeting, by=manager(), at=NOW)
    page.lede_fr = "Pourquoi nous nous réunissons."
    revision = page.save_revision()
    if live:
        revision.publish()
    return page


def test_the_list_shows_what_comes_and_hides_drafts_and_the_past(client):
    coming, draft, past = MeetingFactory(), MeetingFactory(draft=True), MeetingFactory(past=True)
    page = text(client.get(at("list")))
    assert coming.title_fr in page
    assert draft.title_fr not in page
    assert past.title_fr not in page
    page = text(client.get(at("past")))
    assert past.title_fr in page
    assert coming.title_fr not in page


def test_empty_lists_say_so(client):
    assert "Aucune rencontre n’est annoncée" in text(client.get(at("list")))
    assert "Aucune rencontre n’est encore passée" in text(client.get(at("past")))


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "1%20"])
def test_a_wrong_page_number_is_the_nearest_page(client, page):
    MeetingFactory(past=True)
    assert client.get(f"{at('past')}?page={page}").status_code == 200


def test_a_dialogue_s_list_shows_its_meetings_and_refuses_nonsense(client, dialogue):
    MeetingFactory(dialogue=dialogue, title_fr="Du dialogue")
    MeetingFactory(title_fr="D’ailleurs")
    page = text(client.get(f"{at('list')}?dialogue={dialogue.pk}"))
    assert "Du dialogue" in page
    assert "D’ailleurs" not in page
    for wrong in ("abc", "999999", "1 OR 1", "9" * 40):
        assert client.get(at("list"), {"dialogue": wrong}).status_code == 404


def test_a_dialogue_in_a_private_section_is_named_nowhere(client, dialogue):
    from wagtail.models import PageViewRestriction

    meeting = MeetingFactory(dialogue=dialogue)
    PageViewRestriction.objects.create(page=dialogue, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{at('list')}?dialogue={dialogue.pk}").status_code == 404
    assert "Eau et littoral" not in text(client.get(at("meeting", meeting)))


@pytest.mark.parametrize("stream", ["m:³", "m:x", "m:", "mr:²", "m:999999"])
def test_streams_that_are_none_are_not_found(client, stream):
    client.force_login(member())
    assert client.get(f"/live/{stream}").status_code == 404


@pytest.fixture
def dialogue():
    from wagtail.models import Site

    from pages.dialogues.models import DialogueIndexPage

    root = Site.objects.get(is_default_site=True).root_page.specific
    index = root.add_child(instance=DialogueIndexPage(title_fr="Dialogues", slug="dialogues-test"))
    return index.add_child(instance=DialoguePage(title_fr="Eau et littoral", slug="eau"))


@pytest.mark.parametrize("path", ["list", "past"])
@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("signed_in", [False, True])
def test_lists_ask_the_database_as_often_for_thirty_meetings_as_for_one(
    client, django_assert_max_num_queries, path, number, signed_in
):
    if signed_in:
        client.force_login(member())
    for meeting in MeetingFactory.create_batch(number, past=path == "past", quotas={"local": 2}):
        RegistrationFactory(meeting=meeting)
    client.get(at(path))
    with django_assert_max_num_queries(15 if signed_in else 10):
        client.get(at(path))


@pytest.mark.parametrize("number", [1, 30])
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_meeting_s_page_asks_as_often_for_thirty_points_as_for_one(
    client, django_assert_max_num_queries, number, signed_in
):
    meeting = MeetingFactory(quotas={"local": 2}, attendee_list=AttendeeList.PUBLIC)
    ProgrammeItemFactory.create_batch(number, meeting=meeting)
    RegistrationFactory.create_batch(number, meeting=meeting)
    url = open_page(meeting).get_url()
    if signed_in:
        client.force_login(RegistrationFactory(meeting=meeting).person)
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


def test_the_public_page_holds_no_token_cookie_or_link(client):
    meeting = MeetingFactory(quotas={"local": 2}, online_link="https://visio.example/secret")
    response = client.get(at("meeting", meeting))
    page = text(response)
    assert "csrfmiddlewaretoken" not in page
    assert not response.cookies
    assert "visio.example" not in page
    assert at("register", meeting) in page
    assert "2 places libres sur 2" in page or "0/2" in page


def test_the_online_link_is_in_no_page_feed_calendar_or_letter(client, django_capture_on_commit_callbacks, mailoutbox):
    meeting, person = MeetingFactory(online_link="https://visio.example/secret"), member()
    client.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(at("register", meeting), filled(meeting, person))
    bodies = [
        client.get(at(name, meeting)).content.decode() for name in ("meeting", "registration", "withdraw", "download")
    ]
    bodies += [client.get(at(name)).content.decode() for name in ("list", "feed", "calendar")]
    bodies += [str(mail.message()) for mail in mailoutbox]
    assert len(mailoutbox) == 1
    assert not any("visio.example" in body for body in bodies)


def test_a_draft_is_nobody_s_but_the_team_s(client):
    meeting = MeetingFactory(draft=True)
    page = open_page(meeting)
    assert client.get(at("meeting", meeting)).status_code == 404
    assert client.get(at("download", meeting)).status_code == 404
    assert client.get(page.get_url()).status_code == 404
    client.force_login(manager())
    assert client.get(page.get_url()).status_code == 200


def test_the_stable_address_leads_to_the_live_page(client):
    meeting = MeetingFactory()
    page = open_page(meeting, live=False)
    assert client.get(at("meeting", meeting)).status_code == 200
    page.get_latest_revision().publish()
    response = client.get(at("meeting", meeting))
    assert (response.status_code, response.url) == (302, page.get_url())
    assert "Pourquoi nous nous réunissons." in text(client.get(response.url))


def test_the_section_leads_to_the_list(client):
    section = open_page(MeetingFactory()).get_parent().specific
    assert section.get_url() == at("list")
    assert client.get(f"/fr/{section.slug}/").url == at("list")


def test_the_arabic_page_reads_from_the_right_with_cities_in_arabic(client):
    meeting = MeetingFactory(title_ar="")
    page = text(client.get(at("meeting", meeting, "ar")))
    assert '<html lang="ar" dir="rtl">' in page
    assert f'<span lang="fr" dir="ltr">{meeting.title_fr}</span>' in page
    assert "9 ديسمبر 2026، 9:30–12:30 (تونس، باريس)" in page


def test_signed_in_one_reads_the_hours_on_one_s_own_clocks(client):
    client.force_login(PersonFactory(time_zone="Asia/Beirut"))
    assert "9:30–12:30 (Tunis) · 10:30–13:30 (Beyrouth)" in text(client.get(at("meeting", MeetingFactory())))


def test_structured_data_tells_the_facts_and_never_breaks_out(client):
    meeting = MeetingFactory(
        title_fr="</script><script>alert(1)</script>", format=MeetingFormat.HYBRID, place_fr="Gabès"
    )
    page = client.get(at("meeting", meeting)).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert data["@type"] == "Event"
    assert data["startDate"] == "2026-12-09T09:30:00+01:00"
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert [place["@type"] for place in data["location"]] == ["Place", "VirtualLocation"]
    assert "<script>alert" not in page


def test_a_cancelled_meeting_says_so_and_why(client):
    meeting = MeetingFactory(state=MeetingState.CANCELLED, state_reason="Grève", state_reason_language="fr")
    page = text(client.get(at("meeting", meeting)))
    assert "Grève" in page
    assert "EventCancelled" in page
    assert at("register", meeting) not in page


def test_signed_out_registering_leads_to_the_sign_in_and_back(client):
    meeting = MeetingFactory()
    response = client.get(at("register", meeting))
    assert response.status_code == 302
    assert f"next={at('register', meeting)}" in response.url


def test_registering_then_withdrawing_from_the_pages(client):
    meeting, person = MeetingFactory(quotas={"local": 1}), member()
    client.force_login(person)
    assert client.get(at("register", meeting)).status_code == 200
    response = client.post(at("register", meeting), filled(meeting, person, needs="Boucle magnétique"))
    assert response.url == at("registration", meeting)
    page = text(client.get(response.url))
    assert "Votre place est confirmée" in page
    assert "Boucle magnétique" in page
    assert client.get(at("register", meeting)).url == at("registration", meeting)
    assert "Rendre votre place" in text(client.get(at("withdraw", meeting)))
    assert Registration.objects.get().is_confirmed
    client.post(at("withdraw", meeting))
    assert Registration.objects.get().state == RegistrationState.WITHDRAWN
    assert "S’inscrire à nouveau" in text(client.get(at("registration", meeting)))


def test_the_same_form_sent_twice_registers_once(client):
    meeting, person = MeetingFactory(), member()
    client.force_login(person)
    form = filled(meeting, person)
    assert client.post(at("register", meeting), form).status_code == 302
    assert client.post(at("register", meeting), form).status_code == 302
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"voice": "999999"}, "au nom de cette organisation"),
        ({"voice": ""}, "Choisissez au nom de qui"),
        ({"voice": "me"}, "au nom de cette organisation"),
        ({"listening_language": "es"}, "langue d’écoute n’est pas proposée"),
        ({"needs": "x" * 501}, "Cinq cents caractères"),
        ({"request_key": "not a key"}, ""),
    ],
)
def test_wrong_input_is_answered_beside_the_field_and_kept(client, wrong, words):
    meeting, person = MeetingFactory(), member()
    client.force_login(person)
    response = client.post(at("register", meeting), filled(meeting, person, **{"needs": "Rampe d’accès", **wrong}))
    assert response.status_code == 422
    assert words in text(response)
    assert not Registration.objects.exists()
    if "needs" not in wrong:
        assert "Rampe d’accès" in text(response)


def test_a_foreign_organisation_is_not_taken_even_where_it_exists(client):
    meeting, person, other = MeetingFactory(), member(), member()
    client.force_login(person)
    stranger = voices_of(other)[0].organisation
    response = client.post(at("register", meeting), filled(meeting, person, voice=str(stranger.pk)))
    assert response.status_code == 422
    assert stranger.name not in text(response)
    assert not Registration.objects.exists()


def test_a_closed_window_answers_a_late_form_in_words(client):
    meeting, person = MeetingFactory(registration_closes_at=NOW - timedelta(hours=2)), member()
    client.force_login(person)
    assert "closes depuis le 20 novembre 2026" in text(client.get(at("register", meeting)))
    response = client.post(at("register", meeting), filled(meeting, person))
    assert response.status_code == 409
    assert not Registration.objects.exists()


def test_without_organisation_one_reads_what_to_do(client):
    client.force_login(PersonFactory())
    page = text(client.get(at("register", MeetingFactory())))
    assert "membres vérifiés" in page
    assert "Demander mon rattachement" in page


def test_a_full_quota_is_announced_before_and_after(client):
    meeting = MeetingFactory(quotas={"local": 1})
    RegistrationFactory(meeting=meeting)
    person = member()
    client.force_login(person)
    assert "liste d’attente" in text(client.get(at("register", meeting)))
    client.post(at("register", meeting), filled(meeting, person))
    page = text(client.get(at("registration", meeting)))
    assert "Vous êtes sur la liste d’attente" in page
    assert "la première personne de la liste" in page


def test_somebody_else_s_registration_is_not_found(client):
    registration = RegistrationFactory()
    client.force_login(member())
    for name in ("registration", "withdraw"):
        assert client.get(at(name, registration.meeting)).status_code == 404
    assert client.post(at("withdraw", registration.meeting)).status_code == 404
    assert Registration.objects.get().is_confirmed


def test_needs_are_shown_to_their_person_only(client):
    registration = RegistrationFactory(needs="Chien guide", meeting__attendee_list=AttendeeList.PUBLIC)
    assert "Chien guide" not in text(client.get(at("meeting", registration.meeting)))
    client.force_login(registration.person)
    assert "Chien guide" in text(client.get(at("registration", registration.meeting)))


def test_overlapping_quotas_name_their_conditions(client):
    meeting = MeetingFactory(hybrid=True)
    Quota.objects.create(meeting=meeting, constituency="local", shore="south", mode="in_person", size=3)
    assert "Rive sud, Sur place" in text(client.get(at("meeting", meeting)))


def test_methods_that_pages_do_not_take_are_refused(client):
    meeting = MeetingFactory()
    for name in ("meeting", "download"):
        assert client.post(at(name, meeting)).status_code == 405
    client.force_login(member())
    assert client.delete(at("register", meeting)).status_code == 405


def test_the_list_tells_each_state_in_words(client):
    MeetingFactory(registration_opens_at=NOW + DAY)
    MeetingFactory(registration_closes_at=NOW - DAY)
    full = MeetingFactory(capacity=1)
    RegistrationFactory(meeting=full)
    MeetingFactory(capacity=5)
    MeetingFactory(state=MeetingState.POSTPONED)
    page = text(client.get(at("list")))
    for words in (
        "Inscriptions le 21 novembre 2026",
        "Inscriptions closes",
        "Liste d’attente",
        "5 places libres sur 5",
        "Reportée",
    ):
        assert words in page
