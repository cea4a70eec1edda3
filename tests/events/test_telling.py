"""A letter and a notice for every fact, in the reader's language, once; what the team writes; what the log says."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import actions
from events.actions.telling import tell
from events.choices import AfterExpiry, RegistrationState
from events.errors import MeetingError, NotAllowed
from events.models import Registration, TeamMessage
from events.queries.mails import mails_to
from events.queries.readers import Chosen, languages_of, readers_of
from events.standard_texts import TEXTS
from kernel.mail import sending
from kernel.mail.choices import MailState
from kernel.mail.models import Mail
from kernel.notifications import registry as notices
from kernel.notifications.models import Notification
from kernel.requests.errors import KeyReused
from tests.factories.actors import PersonFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager

pytestmark = pytest.mark.django_db

MORE = {
    "registration_refused": {"reason": "La salle est pleine.", "reason_language": "fr"},
    "meeting_cancelled": {"reason": "Grève", "reason_language": "fr"},
    "meeting_changed": {
        "was_starts_at": "2026-12-08T08:30:00+00:00",
        "was_ends_at": "2026-12-08T11:30:00+00:00",
        "was_zone": "Africa/Tunis",
    },
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def offered(**fields):
    registration = RegistrationFactory(state=RegistrationState.OFFERED, offered_until=NOW + 2 * DAY, **fields)
    offer = registration.offers.create(offered_at=NOW, offered_until=NOW + 2 * DAY)
    return registration, offer


def tell_of(kind, language="fr", **fields):
    person = PersonFactory(language=language, time_zone="Asia/Beirut")
    if kind == "place_offered":
        registration, _offer = offered(person=person, **fields)
        more = {"offered_until": registration.offered_until.isoformat()}
    else:
        registration, more = RegistrationFactory(person=person, **fields), MORE.get(kind, {})
    tell(kind, registration, registration.meeting, NOW, **more)
    return registration


def sent(mailoutbox):
    for mail in Mail.objects.order_by("pk"):
        sending.send(mail_id=mail.pk, at=max(NOW, mail.due_at))
    return mailoutbox[0]


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
@pytest.mark.parametrize("kind", TEXTS)
def test_every_fact_has_its_letter_and_its_notice(kind, language, mailoutbox):
    registration = tell_of(kind, language)
    message = sent(mailoutbox)
    title = getattr(registration.meeting, f"title_{language}")
    assert title in message.body
    assert registration.person.display_name in message.body
    assert f'lang="{language}"' in message.alternatives[0][0]
    notification = Notification.objects.get(person=registration.person)
    notice = notices.build(notification.kind, notification.data)
    assert notice.path.startswith(f"/meetings/{registration.meeting.slug}/")
    assert Mail.objects.get().state == MailState.SENT


def test_a_fact_is_told_once_and_two_rounds_of_reminders_are_two_facts():
    registration = RegistrationFactory()
    for _ in range(2):
        tell("registration_confirmed", registration, registration.meeting, NOW)
        tell("reminder", registration, registration.meeting, NOW, once="round-1")
        tell("reminder", registration, registration.meeting, NOW, once="round-2")
    assert Mail.objects.count() == 3
    assert Notification.objects.count() == 3


def test_a_refusal_says_why_in_the_words_of_the_team(mailoutbox):
    tell_of("registration_refused", "ar")
    message = sent(mailoutbox)
    assert "La salle est pleine." in message.body
    assert '<bdi lang="fr" dir="ltr">La salle est pleine.</bdi>' in message.alternatives[0][0]


def test_whoever_counted_on_a_language_is_told_that_it_is_no_longer_provided(mailoutbox):
    meeting = MeetingFactory(languages_spoken=["fr"], languages_interpreted=["en", "ar"])
    RegistrationFactory(meeting=meeting)
    meeting.languages_interpreted, meeting.languages_captioned = ["en"], ["en"]
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert meeting.ics_sequence == 1
    assert "Langues qui ne sont plus assurées" in sent(mailoutbox).body
    meeting.languages_interpreted, meeting.languages_spoken = [], ["fr", "ar"]
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert meeting.ics_sequence == 1


def test_an_offer_says_its_hour_in_both_zones_and_is_confidential(mailoutbox):
    registration = tell_of("place_offered")
    mail = Mail.objects.get()
    assert mail.confidential
    message = sent(mailoutbox)
    assert "dimanche 22 novembre 2026, 10:00 (Tunis) · 11:00 (Beyrouth)" in message.body
    assert f"/fr/meetings/{registration.meeting.slug}/offer/" in message.body
    assert "?answer=decline" in message.body
    mail.refresh_from_db()
    assert mail.context == {}


@pytest.mark.parametrize(
    ("after", "words"), [(AfterExpiry.END, "à la fin"), (AfterExpiry.OUT, "n’êtes plus sur la liste")]
)
def test_an_offer_that_expired_says_where_the_person_stands_now(after, words, mailoutbox):
    registration, _offer = offered(meeting=MeetingFactory(after_expiry=after), waitlisted_at=NOW - DAY)
    actions.expire_offers(at=NOW + 3 * DAY)
    assert words in sent(mailoutbox).body
    assert registration.offers.filter(answer="expired").exists()


def test_whoever_was_registered_by_a_colleague_learns_by_whom(mailoutbox):
    colleague = PersonFactory(display_name="Elena P.")
    registration = RegistrationFactory(registered_by=colleague)
    tell("registration_confirmed", registration, registration.meeting, NOW)
    assert "Elena P. a demandé une place pour vous" in sent(mailoutbox).body


def test_the_way_out_is_the_one_of_their_standing(mailoutbox):
    waiting = RegistrationFactory(waiting=True)
    tell("meeting_changed", waiting, waiting.meeting, NOW, **MORE["meeting_changed"])
    body = sent(mailoutbox).body
    assert "Retirez votre demande" in body
    assert "Rendez votre place" not in body


# -- the team writes


def ids(*registrations):
    return [registration.pk for registration in registrations]


def write(meeting, registrations, *, by=None, subjects=None, bodies=None, **more):
    return actions.write_to_registered(
        meeting=meeting,
        by=by or manager(),
        registrations=registrations,
        subjects=subjects or {"fr": "Rendez-vous à {lieu}"},
        bodies=bodies or {"fr": "Bonjour {nom},\n\nApportez vos cartes."},
        at=NOW,
        **more,
    )


def sweep_after(minutes):
    at = NOW + timedelta(minutes=minutes)
    with time_machine.travel(at, tick=False):
        return sending.sweep(at=at)


def test_each_person_is_written_to_once_in_their_language_at_a_steady_pace(settings, mailoutbox):
    settings.MAIL_MANY_A_MINUTE = 2
    meeting = MeetingFactory(hybrid=True)
    people = [PersonFactory(language=language) for language in ("fr", "en", "ar")]
    registrations = [RegistrationFactory(meeting=meeting, person=person) for person in people]
    earlier = RegistrationFactory(meeting=meeting, person=people[0], state=RegistrationState.WITHDRAWN)
    message = write(
        meeting,
        ids(earlier, *registrations),
        subjects={"fr": "Cartes", "ar": "الخرائط"},
        bodies={"fr": "Apportez vos cartes, {nom}.", "ar": "أحضروا خرائطكم."},
    )
    assert message.readers == 3
    assert Mail.objects.count() == 3
    assert [sweep_after(minutes) for minutes in range(3)] == [0, 2, 1]
    by_reader = {message.to[0]: message for message in mailoutbox}
    french, english, arabic = (by_reader[person.email] for person in people)
    assert french.subject == "Cartes"
    assert f"Apportez vos cartes, {people[0].display_name}." in french.body
    assert arabic.subject == "الخرائط"
    assert english.subject == "Cartes"
    assert '<bdi lang="fr" dir="ltr">' in english.alternatives[0][0]


def test_sending_the_same_message_again_reaches_nobody_twice():
    meeting, team = MeetingFactory(), manager()
    registration = RegistrationFactory(meeting=meeting)
    key = "6f2f1d1e-5b57-4a5e-9a6b-6f1a0f6a2b10"
    first = write(meeting, ids(registration), by=team, key=key)
    assert write(meeting, ids(registration), by=team, key=key).pk == first.pk
    assert Mail.objects.count() == 1
    with pytest.raises(KeyReused):
        write(meeting, ids(registration), by=team, key=key, bodies={"fr": "Autre chose"})


def test_only_people_of_this_meeting_and_somebody_at_all():
    meeting = MeetingFactory()
    with pytest.raises(MeetingError):
        write(meeting, ids(RegistrationFactory()))
    with pytest.raises(MeetingError):
        write(meeting, [])
    with pytest.raises(NotAllowed):
        write(meeting, ids(RegistrationFactory(meeting=meeting)), by=PersonFactory())
    assert not TeamMessage.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("subjects", "bodies", "field"),
    [
        ({"fr": "Objet"}, {"en": "Body"}, "subject_en"),
        ({"fr": "Objet", "ar": "موضوع"}, {"fr": "Corps"}, "body_ar"),
        ({"fr": "Objet"}, {"fr": "Bonjour {prenom}"}, "body_fr"),
        ({"fr": "Objet"}, {"fr": "Entrez : https://visio.example/42"}, "body_fr"),
    ],
)
def test_a_message_is_whole_and_never_carries_the_connection_link(subjects, bodies, field):
    meeting = MeetingFactory(online_link="https://visio.example/42")
    with pytest.raises(ValidationError) as refused:
        write(meeting, ids(RegistrationFactory(meeting=meeting)), subjects=subjects, bodies=bodies)
    assert field in refused.value.message_dict


def test_filters_choose_among_live_registrations_each_person_once():
    meeting = MeetingFactory(hybrid=True)
    north = RegistrationFactory(meeting=meeting, shore="north", person=PersonFactory(language="ar"))
    south = RegistrationFactory(meeting=meeting, shore="south", waiting=True)
    RegistrationFactory(meeting=meeting, state=RegistrationState.WITHDRAWN)
    RegistrationFactory(meeting=meeting, person=PersonFactory(is_active=False))
    assert readers_of(meeting, Chosen()) == [north, south]
    assert readers_of(meeting, Chosen(states=["waiting"])) == [south]
    assert readers_of(meeting, Chosen(shores=["north"])) == [north]
    assert languages_of(readers_of(meeting, Chosen())) == {"fr": 1, "ar": 1}


@pytest.fixture
def desk(client):
    client.force_login(manager())
    return client


def form(**more):
    return {"subject_fr": "Cartes", "body_fr": "Apportez vos cartes.", **more}


def test_the_desk_shows_who_reads_what_before_it_sends(desk):
    meeting = MeetingFactory()
    RegistrationFactory(meeting=meeting, person=PersonFactory(language="ar", display_name="سلمى"))
    address = reverse("events_meetings:write", args=[meeting.pk])
    assert desk.get(address).status_code == 200
    looked = desk.post(address, form(look="1"))
    assert "1 personne le recevra" in looked.text
    assert "سلمى" in looked.text
    assert "Français" in looked.text
    assert not Mail.objects.exists()
    assert desk.post(address, form(send="1")).status_code == 302
    assert Mail.objects.count() == 1


def test_the_desk_keeps_what_was_typed_and_says_what_is_wrong(desk):
    meeting = MeetingFactory()
    RegistrationFactory(meeting=meeting)
    answer = desk.post(reverse("events_meetings:write", args=[meeting.pk]), form(body_fr="Bonjour {prenom}", send="1"))
    assert answer.status_code == 422
    assert "Bonjour {prenom}" in answer.text
    assert not Mail.objects.exists()


def test_registrations_named_in_the_address_are_those_written_to(desk):
    meeting = MeetingFactory()
    chosen, _other = RegistrationFactory(meeting=meeting), RegistrationFactory(meeting=meeting)
    address = reverse("events_meetings:write", args=[meeting.pk])
    assert f'value="{chosen.pk}"' in desk.get(f"{address}?r={chosen.pk}").text
    desk.post(address, form(r=[chosen.pk], send="1"))
    assert list(Mail.objects.values_list("to", flat=True)) == [chosen.person.email]


# -- the log


def test_the_log_says_what_was_owed_sent_failed_and_dropped_to_whom():
    registration = tell_of("registration_waiting")
    Mail.objects.update(state=MailState.FAILED, last_error="away", attempts=8)
    tell("registration_confirmed", registration, registration.meeting, NOW)
    RegistrationFactory(meeting=registration.meeting)
    log = mails_to(registration.person_id, registration.meeting_id)
    assert [(line.label, line.state) for line in log] == [
        ("Place confirmée", MailState.QUEUED),
        ("Liste d’attente", MailState.FAILED),
    ]
    assert log[1].attempts == 8


def test_the_desk_reads_the_log_of_a_meeting_and_of_one_person(desk):
    registration = tell_of("place_offered")
    other = RegistrationFactory(meeting=registration.meeting)
    tell("registration_confirmed", other, other.meeting, NOW)
    address = reverse("events_meetings:mails", args=[registration.meeting_id])
    everything = desk.get(address)
    assert registration.person.email in everything.text
    assert "contenu réservé à la personne" in everything.text
    assert "/offer/" not in everything.text
    one = desk.get(f"{address}?person={other.person_id}")
    assert registration.person.email not in one.text
    assert "Aucun courriel" in desk.get(f"{address}?state=failed").text
    assert other.person.email in desk.get(f"{address}?kind=registration_confirmed").text


@pytest.mark.parametrize("name", ["events_meetings:write", "events_meetings:mails"])
def test_nobody_else_writes_or_reads_the_log(client, name):
    address = reverse(name, args=[MeetingFactory().pk])
    for person in (PersonFactory(), PersonFactory(is_staff=True)):
        client.force_login(person)
        assert client.get(address).status_code in (302, 403, 404)
        assert client.post(address, form(send="1")).status_code in (302, 403, 404, 405)


def test_one_mail_or_thirty_cost_the_log_the_same_queries(desk):
    meeting = MeetingFactory()
    address = reverse("events_meetings:mails", args=[meeting.pk])
    counts = []
    for number in (1, 29):
        for _ in range(number):
            registration = RegistrationFactory(meeting=meeting)
            tell("registration_confirmed", registration, meeting, NOW)
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Registration.objects.count() == 30


def test_writing_to_one_or_thirty_costs_the_same_queries():
    meeting, team = MeetingFactory(), manager()
    counts = []
    for number in (1, 0, 29):  # the first time, Django learns its content types
        for _ in range(number):
            RegistrationFactory(meeting=meeting)
        everyone = list(Registration.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            write(meeting, everyone, by=team)
        counts.append(len(queries))
    assert counts[1] == counts[2]
