"""Making a meeting, changing it, calling it off: the calendar's number and the mails change with the fact."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Site

from events import calendar, rules
from events.choices import MeetingState, RegistrationState
from events.errors import MeetingError, NotAllowed
from events.models import Meeting, MeetingPage, MeetingsPage, Quota, Registration
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES, current_language
from kernel.pagecache.actions import bump
from kernel.search import actions as search

from .editing import narrow_listings
from .locking import Locked, lock_seats, seats_transaction
from .seating import settle
from .states import move
from .telling import seats_changed, standing_changed, tell

if TYPE_CHECKING:
    from actors.models import Person

TRANSLATED = [f"{name}_{code}" for name in ("title", "place") for code in LANGUAGES]
# what the form may change; state, sequence and identity change by their own acts only
EDITABLE = [
    *TRANSLATED,
    "slug", "kind", "format", "dialogue", "zone", "start_date", "start_time", "start_fold", "end_date", "end_time",
    "end_fold", "territory", "room_kind", "online_link", "join_opens_minutes", "join_closes_minutes",
    "languages_spoken", "languages_interpreted", "languages_captioned", "registration_opens_at",
    "registration_closes_at", "edit_until", "open_to", "capacity", "approval", "waiting_list", "promotion",
    "offer_hours", "promotion_stops_hours", "after_expiry", "attendee_list", "reminder_hours", "last_reminder_hours",
    "join_reminder_minutes",
]  # fmt: skip
DERIVED = [
    "state",
    "state_reason",
    "state_reason_language",
    "starts_at",
    "ends_at",
    "deadlines_typed",
    "previous_starts_at",
    "previous_format",
    "ics_sequence",
    "changed_at",
]
CHILDREN = ["quotas", "programme", "documents"]
KEPT = [
    "state", "state_reason", "state_reason_language", "opening", "ics_sequence", "seats_rev", "previous_starts_at",
    "previous_format",
]  # fmt: skip
ANNOUNCED = (MeetingState.PUBLISHED, MeetingState.POSTPONED)


def _team_only(by: Person) -> None:
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut gérer les rencontres."))


def create_meeting(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Save a new meeting as a draft, with the quotas and the programme that it was made with.

    Raises NotAllowed, and ValidationError naming the field.
    """
    with transaction.atomic():
        return create_meeting_within(meeting=meeting, by=by, at=at)


def create_meeting_within(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """The same inside the caller's transaction."""
    _team_only(by)
    meeting.state = MeetingState.DRAFT
    meeting.created_by, meeting.created_at, meeting.changed_at = by, at, at
    meeting.full_clean()
    meeting.save()
    record(actor=by, verb="events.meeting_created", target=meeting, at=at)
    return meeting


def publish_meeting(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Show a draft to everyone; registration follows its window. Safe to repeat. Raises NotAllowed, MeetingError."""
    _team_only(by)
    with seats_transaction():
        current = lock_seats(meeting.pk).meeting
        if current.state == MeetingState.PUBLISHED:
            return current
        if current.state != MeetingState.DRAFT:
            raise MeetingError(_("Seul un brouillon peut être publié."))
        current.state, current.published_at, current.changed_at = MeetingState.PUBLISHED, at, at
        current.save(update_fields=["state", "published_at", "changed_at"])
        record(actor=by, verb="events.meeting_published", target=current, at=at)
        seats_changed(current, at)
        search.index(current)
        return current


def change_meeting(*, meeting: Meeting, by: Person, at: datetime) -> Meeting:
    """Save what the team changed on the form; everyone registered hears of what could alter their decision to come.

    `meeting` is the edited instance with its quotas and programme; its state and counters are taken from the database.
    A postponed meeting that gets its new start is announced again. The calendar's number advances in the same
    transaction. Raises NotAllowed, ValidationError, RetryLater.
    """
    _team_only(by)
    meeting.full_clean()
    with seats_transaction():
        locked = lock_seats(meeting.pk)
        before = locked.meeting
        for name in KEPT:
            setattr(meeting, name, getattr(before, name))
        _keep_closed(meeting, locked)
        changed = calendar.decisive_changes(before, meeting)
        must_tell = bool(changed) and before.state in ANNOUNCED
        if must_tell:
            meeting.ics_sequence += 1
        if must_tell and meeting.format != before.format:
            meeting.previous_format = before.format
        if must_tell and meeting.starts_at != before.starts_at:
            meeting.previous_starts_at = before.starts_at
            meeting.state, meeting.state_reason, meeting.state_reason_language = MeetingState.PUBLISHED, "", ""
        meeting.changed_at = at
        meeting.save(update_fields=[*EDITABLE, *DERIVED, *CHILDREN])
        record(actor=by, verb="events.meeting_changed", target=meeting, at=at, data={"decisive": changed})
        if must_tell and meeting.takes_place(at):
            _tell_of_change(before, meeting, at)
        narrow_listings(meeting)
        settle(Locked(meeting, tuple(Quota.objects.filter(meeting=meeting.pk).order_by("pk"))), at)
        _retitle(meeting)
        search.index(meeting)
    return meeting


def _keep_closed(meeting: Meeting, locked: Locked) -> None:
    """Quotas are closed and reopened by their own acts, whatever the form showed when it was opened."""
    closed = {quota.pk: quota.closed for quota in locked.quotas}
    for quota in meeting.quotas.all():
        quota.closed = closed.get(quota.pk, False)


def _tell_of_change(before: Meeting, meeting: Meeting, at: datetime) -> None:
    was: dict[str, Any] = {
        "was_starts_at": before.starts_at.isoformat(),
        "was_ends_at": before.ends_at.isoformat(),
        "was_zone": before.zone,
        "languages_lost": calendar.languages_lost(before, meeting),
    }
    for registration in _live_registrations(meeting):
        entry = b""
        if registration.is_confirmed:
            entry = calendar.invitation(registration=registration, meeting=meeting, at=at)
        tell("meeting_changed", registration, meeting, at, entry=entry, **was)


def _live_registrations(meeting: Meeting) -> list[Registration]:
    """Everyone concerned, in the order of people's ids: their notifications are locked in that order."""
    concerned = Registration.objects.live().filter(meeting=meeting).select_related("person", "organisation")
    return list(concerned.order_by("person_id"))


def postpone_meeting(*, meeting: Meeting, by: Person, reason: str, at: datetime) -> Meeting:
    """Take a meeting off its day, the new one to be told later. Safe to repeat.

    Registrations stay; everyone registered is told why. Calendars keep the entry, tentative, titled as postponed, the
    time free. `change_meeting` with a new start announces the meeting again. `reason` is written in the language that
    is active. Raises NotAllowed, MeetingError, RetryLater.
    """
    _team_only(by)
    if not reason.strip():
        raise MeetingError(
            _("Dites pourquoi la rencontre est reportée : la raison est envoyée aux personnes inscrites.")
        )
    with seats_transaction():
        current = lock_seats(meeting.pk).meeting
        if current.state == MeetingState.POSTPONED:
            return current
        if current.state != MeetingState.PUBLISHED or at >= current.ends_at:
            raise MeetingError(_("Cette rencontre ne peut plus être reportée."))
        _take_off(current, MeetingState.POSTPONED, reason, at)
        record(actor=by, verb="events.meeting_postponed", target=current, at=at, data={"reason": reason.strip()})
        said = {"reason": current.state_reason, "reason_language": current.state_reason_language}
        for registration in _live_registrations(current):
            entry = b""
            if registration.is_confirmed:
                entry = calendar.invitation(registration=registration, meeting=current, at=at)
            tell("meeting_postponed", registration, current, at, entry=entry, **said)
        seats_changed(current, at)
        search.index(current)
        return current


def _take_off(meeting: Meeting, state: MeetingState, reason: str, at: datetime) -> None:
    """Write down that it does not take place as announced, and why; calendars must learn it."""
    meeting.state = state
    meeting.state_reason, meeting.state_reason_language = reason.strip(), current_language()
    meeting.ics_sequence += 1
    meeting.changed_at = at
    meeting.save(update_fields=["state", "state_reason", "state_reason_language", "ics_sequence", "changed_at"])


def cancel_meeting(*, meeting: Meeting, by: Person, reason: str, at: datetime) -> Meeting:
    """Call a meeting off. Everyone registered is told why, and calendars strike it out. Safe to repeat.

    `reason` is written in the language that is active. Raises NotAllowed, MeetingError, RetryLater.
    """
    _team_only(by)
    if not reason.strip():
        raise MeetingError(
            _("Dites pourquoi la rencontre est annulée : la raison est envoyée aux personnes inscrites.")
        )
    with seats_transaction():
        current = lock_seats(meeting.pk).meeting
        if current.state == MeetingState.CANCELLED:
            return current
        if not current.takes_place(at):
            raise MeetingError(_("Cette rencontre ne peut plus être annulée."))
        _take_off(current, MeetingState.CANCELLED, reason, at)
        record(actor=by, verb="events.meeting_cancelled", target=current, at=at, data={"reason": reason.strip()})
        for registration in _live_registrations(current):
            _cancel_registration(registration, current, by, at)
        seats_changed(current, at)
        search.index(current)
        return current


def _cancel_registration(registration: Registration, meeting: Meeting, by: Person, at: datetime) -> None:
    had_seat = registration.is_confirmed
    move(registration, RegistrationState.CANCELLED, at)
    record(actor=by, verb="events.registration_cancelled", target=registration, at=at)
    entry = calendar.cancellation(registration=registration, meeting=meeting, at=at) if had_seat else b""
    reason = {"reason": meeting.state_reason, "reason_language": meeting.state_reason_language}
    tell("meeting_cancelled", registration, meeting, at, entry=entry, **reason)
    standing_changed(registration, at)


def write_texts(*, meeting: Meeting, by: Person, at: datetime) -> MeetingPage:
    """The page on which the meeting's texts are written; made as a draft the first time. Raises NotAllowed."""
    _team_only(by)
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        page: MeetingPage | None = MeetingPage.objects.filter(meeting=meeting).first()
        if page is not None:
            return page
        page = MeetingPage(meeting=meeting, slug=meeting.slug, live=False, owner=by)
        page.take_titles()
        _section().add_child(instance=page)
        page.save_revision(user=by)
        record(actor=by, verb="events.texts_created", target=meeting, at=at, data={"page": page.pk})
    return page


def _section() -> MeetingsPage:
    """The section under which pages of meetings stand; made below the home page where the site has none."""
    section: MeetingsPage | None = MeetingsPage.objects.first()
    if section is not None:
        return section
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    section = MeetingsPage(
        title_fr="Rencontres", title_en="Meetings", title_ar="اللقاءات", slug="rencontres", show_in_menus=True
    )
    site.root_page.specific.add_child(instance=section)
    section.save_revision().publish()
    return section


def _retitle(meeting: Meeting) -> None:
    """Give the page the meeting's titles; the words of its draft stay as they are."""
    page = MeetingPage.objects.filter(meeting=meeting).first()
    if page is None:
        return
    page.meeting = meeting
    page.take_titles()
    page.save(update_fields=[f"title_{code}" for code in LANGUAGES], clean=False)
    bump()
