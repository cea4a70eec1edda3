"""Making, changing and calling off meetings: the calendar's number and the letters follow the fact."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from events import actions
from events.choices import MeetingState, RegistrationState
from events.errors import MeetingError, NotAllowed
from events.models import Meeting, MeetingPage, MeetingsPage, ProgrammeItem, Quota, Registration
from kernel.mail.models import Mail
from kernel.search.models import Entry
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db


def letters():
    return list(Mail.objects.order_by("pk").values_list("letter", flat=True))


def test_a_meeting_is_made_as_a_draft_with_its_quotas_and_programme():
    draft = MeetingFactory.build(state=MeetingState.PUBLISHED)
    draft.quotas = [Quota(constituency="local", size=3)]
    draft.programme = [ProgrammeItem(starts_at=time(9, 30), title_fr="Ouverture")]
    meeting = actions.create_meeting(meeting=draft, by=manager(), at=NOW)
    stored = Meeting.objects.get(pk=meeting.pk)
    assert stored.state == MeetingState.DRAFT
    assert stored.starts_at.isoformat() == "2026-12-09T08:30:00+00:00"
    assert [quota.size for quota in stored.quotas.all()] == [3]
    assert [item.title for item in stored.programme.all()] == ["Ouverture"]


def test_a_meeting_that_ends_before_it_starts_is_refused_in_words_and_by_the_database():
    with pytest.raises(ValidationError, match="La fin vient après le début"):
        actions.create_meeting(meeting=MeetingFactory.build(end_time=time(9, 0)), by=manager(), at=NOW)
    meeting = MeetingFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(ends_at=F("starts_at"))


@pytest.mark.parametrize("act", ["create", "publish", "change", "cancel", "texts"])
def test_only_the_team_manages_meetings(act):
    by = member()
    meeting = MeetingFactory(draft=True)
    with pytest.raises(NotAllowed):
        {
            "create": lambda: actions.create_meeting(meeting=MeetingFactory.build(), by=by, at=NOW),
            "publish": lambda: actions.publish_meeting(meeting=meeting, by=by, at=NOW),
            "change": lambda: actions.change_meeting(meeting=meeting, by=by, at=NOW),
            "cancel": lambda: actions.cancel_meeting(meeting=meeting, by=by, reason="Non", at=NOW),
            "texts": lambda: actions.write_texts(meeting=meeting, by=by, at=NOW),
        }[act]()


def test_publishing_twice_publishes_once_and_makes_it_found():
    meeting, by = MeetingFactory(draft=True), manager()
    assert not Entry.objects.filter(kind="meeting").exists()
    actions.publish_meeting(meeting=meeting, by=by, at=NOW)
    again = actions.publish_meeting(meeting=meeting, by=by, at=NOW + DAY)
    assert again.published_at == NOW
    assert Entry.objects.filter(kind="meeting", object_id=meeting.pk).count() == 3


def test_a_moved_hour_advances_the_calendar_and_tells_everyone_registered():
    meeting = MeetingFactory(capacity=1)
    RegistrationFactory(meeting=meeting)
    RegistrationFactory(meeting=meeting, waiting=True)
    RegistrationFactory(meeting=meeting, state=RegistrationState.WITHDRAWN)
    before = meeting.starts_at
    edited = Meeting.objects.get(pk=meeting.pk)
    edited.start_time, edited.end_time = time(14, 0), time(17, 0)
    actions.change_meeting(meeting=edited, by=manager(), at=NOW)
    edited.refresh_from_db()
    assert (edited.ics_sequence, edited.previous_starts_at) == (1, before)
    assert letters() == ["events.meeting_changed", "events.meeting_changed"]
    with_entry = Mail.objects.exclude(calendar="")
    assert [("METHOD:REQUEST" in mail.calendar, "SEQUENCE:1" in mail.calendar) for mail in with_entry] == [(True, True)]


def test_a_corrected_title_moves_nobody():
    meeting = MeetingFactory()
    RegistrationFactory(meeting=meeting)
    meeting.title_fr = "Comité corrigé"
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    meeting.refresh_from_db()
    assert (meeting.title_fr, meeting.ics_sequence, letters()) == ("Comité corrigé", 0, [])


def test_a_draft_changes_without_a_word_to_anyone():
    meeting = MeetingFactory(draft=True)
    meeting.start_date = meeting.end_date = date(2026, 12, 10)
    actions.change_meeting(meeting=meeting, by=manager(), at=NOW)
    assert (Meeting.objects.get(pk=meeting.pk).ics_sequence, letters()) == (0, [])


def test_a_form_opened_before_a_cancellation_does_not_undo_it():
    opened = Meeting.objects.get(pk=MeetingFactory().pk)
    by = manager()
    actions.cancel_meeting(meeting=opened, by=by, reason="Grève", at=NOW)
    opened.title_fr = "Autre titre"
    actions.change_meeting(meeting=opened, by=by, at=NOW)
    assert Meeting.objects.get(pk=opened.pk).state == MeetingState.CANCELLED


def test_cancelling_strikes_it_out_for_those_who_had_a_seat_and_tells_those_who_waited():
    meeting = MeetingFactory()
    seated = RegistrationFactory(meeting=meeting)
    waiting = RegistrationFactory(meeting=meeting, waiting=True)
    gone = RegistrationFactory(meeting=meeting, state=RegistrationState.WITHDRAWN)
    by = manager()
    actions.cancel_meeting(meeting=meeting, by=by, reason="Grève des transports", at=NOW)
    actions.cancel_meeting(meeting=meeting, by=by, reason="Grève des transports", at=NOW)
    assert set(Registration.objects.filter(pk__in=[seated.pk, waiting.pk]).values_list("state", flat=True)) == {
        "cancelled"
    }
    entries = {mail.person_id: mail.calendar for mail in Mail.objects.all()}
    assert "STATUS:CANCELLED" in entries[seated.person_id]
    assert entries[waiting.person_id] == ""
    assert gone.person_id not in entries
    stored = Meeting.objects.get(pk=meeting.pk)
    assert (stored.ics_sequence, stored.state_reason, stored.state_reason_language) == (1, "Grève des transports", "fr")


@pytest.mark.parametrize(
    ("meeting", "reason"), [({}, "  "), ({"past": True}, "Trop tard"), ({"draft": True}, "Brouillon")]
)
def test_what_cannot_be_cancelled_says_so(meeting, reason):
    with pytest.raises(MeetingError):
        actions.cancel_meeting(meeting=MeetingFactory(**meeting), by=manager(), reason=reason, at=NOW)


def test_texts_are_written_on_a_draft_page_of_the_same_name_made_once():
    meeting, by = MeetingFactory(title_fr="", title_en="", title_ar="لجنة المياه"), manager()
    page = actions.write_texts(meeting=meeting, by=by, at=NOW)
    assert actions.write_texts(meeting=meeting, by=by, at=NOW) == page
    assert (page.title_fr, page.title_ar, page.live) == ("لجنة المياه", "لجنة المياه", False)
    assert MeetingsPage.objects.get().get_children().count() == 1


def test_a_page_takes_the_meeting_s_new_title():
    meeting, by = MeetingFactory(), manager()
    page = actions.write_texts(meeting=meeting, by=by, at=NOW)
    meeting.title_en = "Committee on water"
    actions.change_meeting(meeting=meeting, by=by, at=NOW)
    assert MeetingPage.objects.get(pk=page.pk).title_en == "Committee on water"


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "past"},
        {"zone": "CET"},
        {"title_fr": "", "title_en": "", "title_ar": ""},
        {"languages_spoken": ["es"]},
        {"open_to": ["martians"]},
        {"registration_opens_at": NOW, "registration_closes_at": NOW},
    ],
)
def test_a_wrong_form_is_refused_in_words(wrong):
    with pytest.raises(ValidationError):
        actions.create_meeting(meeting=MeetingFactory.build(**wrong), by=manager(), at=NOW)
