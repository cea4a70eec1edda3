"""The life of a calendar entry: which facts advance its number, who is sent what, and how the mail carries it."""

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar

from actors.choices import Constituency
from events import actions, calendar
from events.choices import MeetingFormat, MeetingState, Mode, Promotion, RegistrationState
from events.errors import MeetingError, NotAllowed
from events.models import Meeting, Registration
from kernel.audit.models import Entry
from tests.events.test_registering import sign_up
from tests.factories.actors import PersonFactory, TerritoryFactory
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Runs an act and what it leaves for after the commit; gives the mails that left."""

    def run(act):
        del mailoutbox[:]
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return list(mailoutbox)

    return run


def parts_of(mail):
    return list(mail.message().walk())


def object_in(mail):
    """The calendar of a mail and its one event; None where it carries none."""
    found = [part for part in parts_of(mail) if part.get_content_type() == "text/calendar"]
    if not found:
        return None
    whole = Calendar.from_ical(found[0].get_payload(decode=True))
    (event,) = whole.events
    return str(whole["METHOD"]), event


def edited(meeting, **changes):
    fresh = Meeting.objects.get(pk=meeting.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    return fresh


def change(meeting, at=NOW, **changes):
    return actions.change_meeting(meeting=edited(meeting, **changes), by=manager(), at=at)


# -- which changes advance the number

MAJOR = {
    "a later start": {"start_time": time(10)},
    "a later end": {"end_time": time(13)},
    "another day": {"start_date": date(2026, 12, 10), "end_date": date(2026, 12, 10)},
    "the same hour on other clocks": {"zone": "Africa/Cairo"},
    "the same instants on clocks elsewhere": {"zone": "Europe/Paris"},
    "another format": {"format": MeetingFormat.ONLINE},
    "another place": {"place_fr": "Mairie de Sfax"},
    "no place any more": {"place_fr": ""},
    "an interpretation that is withdrawn": {"languages_interpreted": ["ar"]},
}
MINOR = {
    "a title's spelling": {"title_fr": "Comité « Eau »"},
    "a title in one more language": {"title_en": "Water"},
    "the place in one more language": {"place_ar": "بلدية قابس"},
    "the link": {"online_link": "https://visio.example/new"},
    "the door's window": {"join_opens_minutes": 60},
    "the seats": {"capacity": 40},
    "who is listed": {"attendee_list": "participants"},
    "when registration closes": {"registration_closes_at": datetime(2026, 12, 1, tzinfo=UTC)},
    "captions in a language that is interpreted": {"languages_captioned": ["ar"]},
    "nothing": {},
}


def hybrid(**more):
    return MeetingFactory(format=MeetingFormat.HYBRID, place_fr="Mairie de Gabès", title_en="", **more)


@pytest.mark.parametrize("changes", MAJOR.values(), ids=MAJOR)
def test_what_could_alter_a_decision_advances_the_number_once(sent, changes):
    meeting = hybrid()
    RegistrationFactory(meeting=meeting)
    (mail,) = sent(lambda: change(meeting, **changes))
    method, event = object_in(mail)
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 1, "CONFIRMED")
    assert Meeting.objects.get(pk=meeting.pk).ics_sequence == 1


@pytest.mark.parametrize("changes", MINOR.values(), ids=MINOR)
def test_what_alters_nothing_changes_the_time_of_writing_only(sent, changes):
    meeting = hybrid()
    RegistrationFactory(meeting=meeting)
    before = Calendar.from_ical(calendar.publication(meeting=meeting, language="fr")).events[0]
    assert sent(lambda: change(meeting, **changes)) == []
    after = Calendar.from_ical(calendar.publication(meeting=edited(meeting), language="fr")).events[0]
    assert (after["SEQUENCE"], after["UID"]) == (before["SEQUENCE"], before["UID"])
    assert after["DTSTAMP"].dt == after["LAST-MODIFIED"].dt == NOW > before["DTSTAMP"].dt


def test_another_territory_is_another_place():
    meeting = hybrid()
    territory = TerritoryFactory()
    assert change(meeting, territory=territory).ics_sequence == 1


def test_a_draft_may_move_as_it_likes(sent):
    meeting = MeetingFactory(draft=True)
    assert sent(lambda: change(meeting, start_time=time(10))) == []
    assert Meeting.objects.get(pk=meeting.pk).ics_sequence == 0


def test_the_number_and_the_fact_are_written_together_or_not_at_all():
    meeting = hybrid()
    with pytest.raises(Exception, match="fin vient"):
        change(meeting, end_time=time(8))
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.ics_sequence, found.end_time) == (0, time(12, 30))


def test_the_identity_never_changes_and_tells_nothing(sent):
    meeting, person = hybrid(), member()
    uids = []
    for act in (
        lambda: sign_up(meeting, person, mode=Mode.IN_PERSON),
        lambda: change(meeting, start_time=time(10)),
        lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW),
        lambda: change(meeting, start_date=date(2027, 1, 13), end_date=date(2027, 1, 13)),
        lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW),
    ):
        (mail,) = sent(act)
        uids.append((str(object_in(mail)[1]["UID"]), object_in(mail)[1]["SEQUENCE"]))
    assert uids == [(str(meeting.uid), number) for number in range(5)]
    assert not {str(meeting.pk), meeting.slug, person.email, "2026", "rives"} & set(str(meeting.uid).split("-"))


# -- who is sent what


def test_a_person_s_whole_story(sent):
    """Seat, move, withdrawal, return, postponement, new date, cancellation: the numbers only grow."""
    meeting, person = MeetingFactory(), member()
    told = []

    def run(act):
        (mail,) = sent(act)
        method, event = object_in(mail)
        told.append((method, int(event["SEQUENCE"]), event.get("STATUS"), str(event["ATTENDEE"].params["PARTSTAT"])))

    run(lambda: sign_up(meeting, person))
    run(lambda: change(meeting, start_time=time(10)))
    run(lambda: actions.withdraw(registration=Registration.objects.live().get(), by=person, at=NOW))
    run(lambda: sign_up(meeting, person, at=NOW + DAY))
    run(lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW + DAY))
    run(lambda: change(meeting, start_date=date(2027, 1, 13), end_date=date(2027, 1, 13)))
    run(lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW + DAY))
    assert told == [
        ("REQUEST", 0, "CONFIRMED", "ACCEPTED"),
        ("REQUEST", 1, "CONFIRMED", "ACCEPTED"),
        ("CANCEL", 2, None, "DECLINED"),
        ("REQUEST", 3, "CONFIRMED", "ACCEPTED"),
        ("REQUEST", 4, "TENTATIVE", "ACCEPTED"),
        ("REQUEST", 5, "CONFIRMED", "ACCEPTED"),
        ("CANCEL", 6, "CANCELLED", "DECLINED"),
    ]


@pytest.mark.parametrize("state", [RegistrationState.WAITING, RegistrationState.REQUESTED, RegistrationState.OFFERED])
def test_whoever_is_not_confirmed_gets_no_calendar_object(sent, state):
    traits = {"waiting": {"waiting": True}, "requested": {"requested": True}, "offered": {"offered": True}}[state]
    meeting = MeetingFactory(promotion=Promotion.BY_HAND)
    RegistrationFactory(meeting=meeting, **traits)
    for act in (
        lambda: change(meeting, start_time=time(10)),
        lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW),
        lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW),
    ):
        assert [object_in(mail) for mail in sent(act)] == [None]


def test_everyone_confirmed_and_nobody_else_is_told_that_it_is_off(sent):
    meeting = MeetingFactory()
    confirmed = [RegistrationFactory(meeting=meeting) for _person in range(3)]
    for gone in (RegistrationState.WITHDRAWN, RegistrationState.CANCELLED, RegistrationState.DECLINED):
        RegistrationFactory(meeting=meeting, state=gone)
    mails = sent(lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW))
    assert sorted(mail.to[0] for mail in mails) == sorted(each.person.email for each in confirmed)
    for mail in mails:
        _method, event = object_in(mail)
        assert event["ATTENDEE"] == f"mailto:{mail.to[0]}"  # one person reads of themselves alone


def test_changing_from_room_to_screen_brings_the_way_in(sent):
    meeting, person = hybrid(), member()
    sent(lambda: sign_up(meeting, person, mode=Mode.IN_PERSON))
    registration = Registration.objects.get()
    wishes = {"mode": Mode.ONLINE, "listening_language": "fr", "needs": ""}
    (mail,) = sent(
        lambda: actions.edit_registration(registration=registration, by=person, wishes=wishes, at=NOW, key="k")
    )
    method, event = object_in(mail)
    assert method == "REQUEST"
    assert [way.params["LANGUAGE"] for way in event["CONFERENCE"]] == ["fr", "en", "ar"]


# -- postponing


def test_postponing_keeps_registrations_and_frees_the_time(sent):
    meeting = MeetingFactory()
    registration = RegistrationFactory(meeting=meeting)
    (mail,) = sent(lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW))
    _method, event = object_in(mail)
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("TENTATIVE", "TRANSPARENT", 1)
    assert event["SUMMARY"].startswith("Reportée\u00a0: ")
    found = Meeting.objects.get(pk=meeting.pk)
    assert (found.state, found.state_reason) == (MeetingState.POSTPONED, "Tempête")
    assert Registration.objects.get(pk=registration.pk).is_confirmed
    assert Entry.objects.filter(verb="events.meeting_postponed", target_id=str(meeting.pk)).count() == 1


def test_a_new_start_announces_it_again_and_a_new_title_does_not(sent):
    meeting = MeetingFactory()
    RegistrationFactory(meeting=meeting)
    sent(lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW))
    assert sent(lambda: change(meeting, title_fr="Comité de l’eau")) == []
    assert edited(meeting).state == MeetingState.POSTPONED
    (mail,) = sent(lambda: change(meeting, start_date=date(2027, 1, 13), end_date=date(2027, 1, 13)))
    _method, event = object_in(mail)
    found = edited(meeting)
    assert (found.state, found.state_reason, found.previous_starts_at) == (
        MeetingState.PUBLISHED,
        "",
        meeting.starts_at,
    )
    assert (event["STATUS"], event["SUMMARY"], event["DTSTART"].dt.date()) == (
        "CONFIRMED",
        "Comité de l’eau",
        date(2027, 1, 13),
    )


def test_postponing_twice_says_it_once(sent):
    meeting = MeetingFactory()
    RegistrationFactory(meeting=meeting)
    actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW)
    assert sent(lambda: actions.postpone_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW)) == []
    assert edited(meeting).ics_sequence == 1


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED, MeetingState.DONE])
def test_only_what_is_announced_is_postponed(state):
    meeting = MeetingFactory(state=state, state_reason="Grève")
    with pytest.raises(MeetingError, match="ne peut plus être reportée"):
        actions.postpone_meeting(meeting=meeting, by=manager(), reason="Tempête", at=NOW)


def test_postponing_needs_a_reason_and_the_team_s_right():
    meeting = MeetingFactory()
    with pytest.raises(MeetingError, match="pourquoi"):
        actions.postpone_meeting(meeting=meeting, by=manager(), reason="  ", at=NOW)
    with pytest.raises(NotAllowed):
        actions.postpone_meeting(meeting=meeting, by=member(), reason="Tempête", at=NOW)
    assert edited(meeting).state == MeetingState.PUBLISHED


# -- the mail around it


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_mail_is_built_as_programs_expect_it(sent, method, language):
    meeting = MeetingFactory(title_ar="اللجنة متعددة المستويات حول المياه والساحل وتقاسم الموارد في حوض البحر المتوسط")
    person = PersonFactory(language=language)
    RegistrationFactory(meeting=meeting, person=person)
    act = {
        "REQUEST": lambda: change(meeting, start_time=time(10)),
        "CANCEL": lambda: actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW),
    }[method]
    (mail,) = sent(act)
    whole = mail.message()
    assert whole.get_content_type() == "multipart/mixed"
    alternative, attached = whole.get_payload()
    assert [part.get_content_type() for part in alternative.get_payload()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    inline = alternative.get_payload()[2]
    assert (inline.get_param("method"), inline.get_content_charset()) == (method, "utf-8")
    assert attached.get_filename() == "invite.ics"
    octets = inline.get_payload(decode=True).replace(b"\r\n", b"\n")
    assert octets == attached.get_payload(decode=True).replace(b"\r\n", b"\n")
    assert Calendar.from_ical(octets)["METHOD"] == method
    written = whole.as_bytes(linesep="\r\n")
    assert max(map(len, written.split(b"\r\n"))) <= 998  # what SMTP carries
    assert b"\r\nBEGIN:VEVENT\r\n" in inline.get_payload(decode=True)


def test_the_organiser_is_a_mailbox_of_ours_and_nobody_asks_for_an_answer(sent, settings):
    settings.DEFAULT_FROM_EMAIL = "Rives <rencontres@rives.example>"
    (mail,) = sent(lambda: sign_up(MeetingFactory()))
    _method, event = object_in(mail)
    assert event["ORGANIZER"] == "mailto:rencontres@rives.example"
    assert event["ORGANIZER"].params["CN"] == "Rives"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"


def test_the_entry_names_no_voice_and_no_needs(sent):
    meeting, person = MeetingFactory(), member(Constituency.LOCAL, name_fr="Commune de Gabès")
    (mail,) = sent(lambda: sign_up(meeting, person, needs="Boucle magnétique"))
    raw = next(part for part in parts_of(mail) if part.get_content_type() == "text/calendar").get_payload(decode=True)
    assert not any(word.encode() in raw for word in ("Gabès", "magnétique"))
