"""The waiting list: its order, places offered until an hour, what answers do, when nothing is offered by itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import actions, queries, windows
from events.actions.ranks import renew_ranks
from events.capacity import Seat
from events.choices import AfterExpiry, MeetingState, OfferAnswer, Opening, Promotion, RegistrationState
from events.errors import MeetingError, NoRoom, NotAllowed, RegistrationRefused
from events.models import Meeting, Offer, Quota, Registration
from events.tasks import serve_waiting_lists
from kernel.audit.queries import history_of
from kernel.live.models import Event
from kernel.mail.models import Mail
from tests.events.test_registering import sign_up
from tests.factories.events import DAY, NOW, MeetingFactory, RegistrationFactory, manager, member

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
State = RegistrationState


def full(*, waiting=2, **settings):
    """A meeting with one seat that is taken, and people in line: (meeting, seated, [waiting…])."""
    meeting = MeetingFactory(quotas={"local": 1}, **settings)
    seated = sign_up(meeting)
    return meeting, seated, [sign_up(meeting, at=NOW + n * HOUR) for n in range(waiting)]


def state_of(*registrations):
    for registration in registrations:
        registration.refresh_from_db()
    states = [registration.state for registration in registrations]
    return states[0] if len(states) == 1 else states


def free_one(seated, at=NOW + 10 * HOUR):
    actions.withdraw(registration=seated, by=seated.person, at=at)


def letters(registration):
    mails = Mail.objects.filter(person=registration.person).order_by("pk")
    return [mail.letter.removeprefix("events.") for mail in mails]


def test_a_freed_seat_is_offered_to_the_first_in_line_and_held_for_them():
    meeting, seated, (first, second) = full()
    free_one(seated)
    assert state_of(first, second) == [State.OFFERED, State.WAITING]
    assert first.offered_until == NOW + 58 * HOUR
    assert sign_up(meeting).state == State.WAITING
    assert letters(first) == ["registration_waiting", "place_offered"]
    offer = first.offers.get()
    assert (offer.by, offer.offered_at, offer.answer) == (None, NOW + 10 * HOUR, "")


def test_accepting_confirms_with_the_calendar_entry_and_is_repeatable():
    _meeting, seated, (first, _second) = full()
    free_one(seated)
    at = NOW + 11 * HOUR
    accepted = actions.accept_offer(registration=first, by=first.person, at=at)
    again = actions.accept_offer(registration=first, by=first.person, at=at + HOUR)
    assert (accepted.state, again.state, again.offered_until) == (State.CONFIRMED, State.CONFIRMED, None)
    assert letters(first)[-1] == "registration_confirmed"
    assert letters(first).count("registration_confirmed") == 1
    assert "METHOD:REQUEST" in Mail.objects.filter(person=first.person).order_by("pk").last().calendar
    assert (first.offers.get().answer, first.offers.get().answered_at) == (OfferAnswer.ACCEPTED, at)


def test_declining_frees_the_seat_for_the_next_at_once():
    _meeting, seated, (first, second) = full()
    free_one(seated)
    actions.decline_offer(registration=first, by=first.person, at=NOW + 11 * HOUR)
    actions.decline_offer(registration=first, by=first.person, at=NOW + 12 * HOUR)
    assert state_of(first, second) == [State.DECLINED, State.OFFERED]
    assert letters(first).count("offer_declined") == 1


def test_withdrawing_while_a_place_is_offered_frees_it_too():
    _meeting, seated, (first, second) = full()
    free_one(seated)
    actions.withdraw(registration=first, by=first.person, at=NOW + 11 * HOUR)
    assert state_of(first, second) == [State.WITHDRAWN, State.OFFERED]
    assert first.offers.get().answer == OfferAnswer.CANCELLED
    assert Mail.objects.filter(person=first.person).order_by("pk").last().calendar == ""


def test_an_offer_is_answered_until_the_end_of_its_minute_and_no_longer():
    _meeting, seated, (first, _second) = full()
    free_one(seated)
    until = Registration.objects.get(pk=first.pk).offered_until
    with pytest.raises(NotAllowed, match="plus réservée"):
        actions.accept_offer(registration=first, by=first.person, at=until + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        actions.decline_offer(registration=first, by=first.person, at=until + timedelta(minutes=1))
    assert actions.expire_offers(at=until + timedelta(seconds=59)) == 0
    assert actions.accept_offer(registration=first, by=first.person, at=until + timedelta(seconds=59)).is_confirmed


def test_only_the_person_and_the_team_answer_an_offer():
    _meeting, seated, (first, _second) = full()
    free_one(seated)
    for act in (actions.accept_offer, actions.decline_offer):
        with pytest.raises(NotAllowed):
            act(registration=first, by=member(), at=NOW + 11 * HOUR)
    assert actions.accept_offer(registration=first, by=manager(), at=NOW + 11 * HOUR).is_confirmed


def test_an_expired_offer_goes_to_the_end_and_the_next_one_is_asked():
    _meeting, seated, (first, second) = full()
    Registration.objects.filter(pk=first.pk).update(priority=5)
    free_one(seated)
    late = NOW + 59 * HOUR
    assert actions.expire_offers(at=late) == 1
    assert actions.expire_offers(at=late) == 0
    assert state_of(first, second) == [State.WAITING, State.OFFERED]
    assert first.offers.get().answer == OfferAnswer.EXPIRED
    assert letters(first)[-1] == "offer_expired"
    third = sign_up(first.meeting, at=late - HOUR)
    actions.decline_offer(registration=second, by=second.person, at=late + HOUR)
    assert state_of(first, third) == [State.OFFERED, State.WAITING]


def test_an_expired_offer_leaves_the_list_where_the_meeting_says_so():
    _meeting, seated, (first, second) = full(after_expiry=AfterExpiry.OUT)
    free_one(seated)
    actions.expire_offers(at=NOW + 59 * HOUR)
    assert state_of(first, second) == [State.EXPIRED, State.OFFERED]
    assert sign_up(first.meeting, first.person, at=NOW + 60 * HOUR).state == State.WAITING


def test_whoever_lets_two_offers_pass_is_asked_no_more():
    _meeting, seated, (alone,) = full(waiting=1)
    free_one(seated)
    actions.expire_offers(at=NOW + 59 * HOUR)
    assert state_of(alone) == State.OFFERED
    actions.expire_offers(at=NOW + 120 * HOUR)
    assert state_of(alone) == State.EXPIRED
    assert letters(alone)[-1] == "offer_expired"


def test_whoever_let_an_offer_pass_stands_behind_the_least_priority():
    _meeting, seated, (first, second) = full()
    Registration.objects.filter(pk=second.pk).update(priority=-3)
    free_one(seated)
    actions.expire_offers(at=NOW + 59 * HOUR)
    assert state_of(first, second) == [State.WAITING, State.OFFERED]
    assert first.priority <= -3 or second.priority == -3


def test_a_meeting_may_give_the_place_without_asking():
    _meeting, seated, (first, second) = full(promotion=Promotion.DIRECT)
    free_one(seated)
    assert state_of(first, second) == [State.CONFIRMED, State.WAITING]
    assert not Offer.objects.exists()
    assert [e.verb for e in history_of(first)] == ["events.confirmed", "events.registered"]


def test_by_hand_nothing_moves_until_the_team_offers():
    meeting, seated, (first, second) = full(promotion=Promotion.BY_HAND)
    free_one(seated)
    assert actions.promote(meeting=meeting, at=NOW + 11 * HOUR) == []
    assert state_of(first, second) == [State.WAITING, State.WAITING]
    by = manager()
    with pytest.raises(NotAllowed):
        actions.offer(registration=second, by=second.person, at=NOW + 11 * HOUR)
    offered = actions.offer(registration=second, by=by, at=NOW + 11 * HOUR)
    assert actions.offer(registration=second, by=by, at=NOW + 12 * HOUR).offered_until == offered.offered_until
    assert (state_of(second), second.offers.get().by) == (State.OFFERED, by)
    with pytest.raises(NoRoom, match=r"La seule place .* est prise\. La personne .* pas encore répondu\. Élargissez"):
        actions.offer(registration=first, by=by, at=NOW + 12 * HOUR)


def test_nothing_is_offered_by_itself_in_the_last_hours_but_the_team_still_may():
    meeting, seated, (first, _second) = full(promotion_stops_hours=24)
    at = meeting.starts_at - 24 * HOUR
    free_one(seated, at)
    assert state_of(first) == State.WAITING
    assert actions.promote(meeting=meeting, at=at - timedelta(seconds=1))[0].pk == first.pk


def test_the_team_offers_in_the_last_hours_until_the_start():
    meeting, seated, (first, _second) = full(promotion_stops_hours=24)
    free_one(seated, meeting.starts_at - 20 * HOUR)
    actions.offer(registration=first, by=manager(), at=meeting.starts_at - 20 * HOUR)
    assert state_of(first) == State.OFFERED
    assert first.offered_until == meeting.starts_at
    actions.decline_offer(registration=first, by=first.person, at=meeting.starts_at - 19 * HOUR)
    with pytest.raises(RegistrationRefused, match="trop tard"):
        actions.offer(registration=first, by=manager(), at=meeting.starts_at)


@pytest.mark.parametrize(
    "change",
    [{"state": MeetingState.POSTPONED}, {"opening": Opening.CLOSED}, {"promotion": Promotion.BY_HAND}],
)
def test_a_list_at_rest_is_not_served(change):
    meeting, _seated, (first, _second) = full()
    Quota.objects.update(size=2)
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    assert actions.promote_all(at=NOW) == 0
    assert state_of(first) == State.WAITING


def test_a_closing_date_that_passed_still_serves_those_who_wait():
    _meeting, seated, (first, _second) = full(registration_closes_at=NOW + 5 * HOUR)
    free_one(seated)
    assert state_of(first) == State.OFFERED


def test_a_past_meeting_offers_nothing():
    meeting, seated, (first, _second) = full()
    free_one(seated, meeting.starts_at + HOUR)
    assert actions.promote_all(at=meeting.starts_at + HOUR) == 0
    assert state_of(first) == State.WAITING


def test_a_larger_quota_serves_the_line():
    meeting, _seated, (first, second) = full()
    changed = Meeting.objects.get(pk=meeting.pk)
    quota = changed.quotas.get()
    quota.size = 2
    changed.quotas = [quota]
    actions.change_meeting(meeting=changed, by=manager(), at=NOW + 9 * HOUR)
    assert state_of(first, second) == [State.OFFERED, State.WAITING]


def test_more_places_in_all_serve_the_line():
    meeting = MeetingFactory(capacity=1)
    _seated, first, second = (sign_up(meeting) for _ in range(3))
    changed = Meeting.objects.get(pk=meeting.pk)
    changed.capacity = None
    actions.change_meeting(meeting=changed, by=manager(), at=NOW)
    assert state_of(first, second) == [State.OFFERED, State.OFFERED]


def test_the_periodic_work_lets_go_and_serves_again():
    _meeting, seated, (first, second) = full()
    free_one(seated)
    serve_waiting_lists(NOW + 59 * HOUR)
    assert state_of(first, second) == [State.WAITING, State.OFFERED]
    serve_waiting_lists(NOW + 59 * HOUR)
    assert state_of(first, second) == [State.WAITING, State.OFFERED]
    assert letters(second).count("place_offered") == 1


def test_the_periodic_work_finds_a_place_that_nobody_announced():
    meeting, _seated, (first, _second) = full()
    Quota.objects.filter(meeting=meeting).update(size=2)
    serve_waiting_lists(NOW)
    assert state_of(first) == State.OFFERED


def test_a_category_that_is_full_holds_nobody_else_up():
    meeting = MeetingFactory(capacity=2, quotas={"local": 1})
    sign_up(meeting)
    local = sign_up(meeting, at=NOW + HOUR)
    other = sign_up(meeting, member("national"), at=NOW + 2 * HOUR)
    assert [local.state, other.state] == [State.WAITING, State.CONFIRMED]


def test_an_offer_is_counted_as_a_seat_by_every_reader():
    meeting, seated, (first, _second) = full()
    free_one(seated)
    row = queries.seats_of(meeting, NOW).of("local")
    assert (row.taken, row.offered, row.waiting, row.left) == (1, 1, 1, 0)
    assert queries.place_in_line(Registration.objects.get(pk=first.pk)) is None


def test_why_it_is_full_is_said_in_words():
    meeting, seated, _waiting = full()
    seat = Seat("local", "north", "online")
    assert queries.why_full(meeting, seat, NOW) == (
        "La seule place prévue pour «\u00a0Collectivité locale\u00a0» est prise."
    )
    free_one(seated)
    assert "n’a pas encore répondu" in queries.why_full(meeting, seat, NOW)
    Quota.objects.filter(meeting=meeting).update(size=5, closed=True)
    assert "fermées pour le moment" in queries.why_full(meeting, seat, NOW)
    Quota.objects.filter(meeting=meeting).update(size=2, closed=False)
    assert "chacune à son tour" in queries.why_full(meeting, seat, NOW)
    Quota.objects.filter(meeting=meeting).update(size=3)
    assert queries.why_full(meeting, seat, NOW) == ""
    assert "Aucune place n’est prévue" in queries.why_full(MeetingFactory(quotas={"local": 0}), seat, NOW)
    assert queries.why_full(MeetingFactory(capacity=0 or None), seat, NOW) == ""


def test_the_whole_meeting_is_named_when_it_decides():
    meeting = MeetingFactory(capacity=1, quotas={"local": 5})
    sign_up(meeting)
    assert "pour la rencontre est prise" in queries.why_full(meeting, Seat("local", "north", "online"), NOW)


def test_the_team_confirms_someone_who_was_offered_a_place():
    _meeting, seated, (first, _second) = full()
    free_one(seated)
    by = manager()
    assert actions.confirm_from_waiting_list(registration=first, by=by, at=NOW + 11 * HOUR).is_confirmed
    assert first.offers.get().answer == OfferAnswer.ACCEPTED


def test_cancelling_the_meeting_ends_open_offers():
    meeting, seated, (first, _second) = full()
    free_one(seated)
    actions.cancel_meeting(meeting=meeting, by=manager(), reason="Grève", at=NOW + 11 * HOUR)
    assert state_of(first) == State.CANCELLED
    assert first.offers.get().answer == OfferAnswer.CANCELLED
    assert Mail.objects.filter(person=first.person).order_by("pk").last().calendar == ""


def test_an_offer_left_open_past_the_start_ends_outside_the_list():
    meeting, seated, (first, _second) = full(promotion_stops_hours=0)
    free_one(seated, meeting.starts_at - HOUR)
    assert state_of(first) == State.OFFERED
    actions.expire_offers(at=meeting.starts_at + timedelta(minutes=2))
    assert state_of(first) == State.EXPIRED


def test_whoever_returns_does_not_jump_the_line():
    meeting, _seated, (first, second) = full()
    actions.withdraw(registration=first, by=first.person, at=NOW + 5 * HOUR)
    again = sign_up(meeting, first.person, at=NOW)  # a clock that runs behind
    assert again.waitlisted_at > second.waitlisted_at
    assert [each.pk for each in Registration.objects.in_line()] == [second.pk, again.pk]


def test_ranks_move_live_when_somebody_leaves_the_line():
    meeting, _seated, (first, second) = full()
    actions.withdraw(registration=first, by=first.person, at=NOW + 5 * HOUR)
    renew_ranks.func(meeting.pk)
    second.refresh_from_db()
    assert queries.place_in_line(second) == 1
    shown = Event.objects.filter(stream__key=f"mr:{second.pk}").last()
    assert (shown.kind, shown.rev, second.rev) == ("standing", 2, 2)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": State.OFFERED},
        {"state": State.WAITING, "waitlisted_at": NOW, "offered_until": NOW},
        {"state": "somewhere"},
    ],
)
def test_the_database_refuses_a_state_that_does_not_hold_together(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationFactory(**broken)


def test_the_database_refuses_a_second_open_offer():
    registration = RegistrationFactory(offered=True)
    Offer.objects.create(registration=registration, offered_until=NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(registration=registration, offered_until=NOW + DAY)


@pytest.mark.parametrize(("hours", "until"), [(1, NOW + HOUR), (720, None)])
def test_an_offer_never_outlasts_the_start(hours, until):
    meeting = MeetingFactory(offer_hours=hours)
    assert windows.offer_until(meeting, NOW + timedelta(seconds=31)) == (until or meeting.starts_at)


def test_an_offer_to_someone_who_does_not_wait_is_refused():
    registration = sign_up(MeetingFactory())
    with pytest.raises(MeetingError):
        actions.offer(registration=registration, by=manager(), at=NOW)
