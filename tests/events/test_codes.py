"""Invitation codes: who may use one, how often, which places it keeps, and that nobody else is given them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events import actions, queries
from events.capacity import Seat
from events.choices import Promotion, RegistrationState
from events.codes import LETTERS, folded, new_code
from events.errors import InvalidCode, MeetingError, NoRoom, NotAllowed
from events.models import InvitationCode, Quota, Registration
from kernel.audit.queries import history_of
from tests.events.test_registering import sign_up
from tests.factories.events import DAY, NOW, MeetingFactory, manager, member

pytestmark = pytest.mark.django_db

State = RegistrationState


def code_for(meeting, **settings):
    return actions.create_code(meeting=meeting, by=manager(), at=NOW, **settings)


def left(meeting):
    return queries.seats_of(meeting, NOW).left


@pytest.mark.parametrize("typed", ["abc-def-23", " ABC DEF 23 ", "ＡＢＣｄｅｆ２３", "\u200fabcdef23"])
def test_a_code_is_read_whatever_its_case_dashes_and_script_marks(typed):
    assert folded(typed) == "ABCDEF23"


def test_a_new_code_has_no_letter_that_looks_like_another():
    assert set(new_code()) <= set(LETTERS)
    assert not set("O0I1L") & set(LETTERS)
    assert folded(new_code()) != folded(new_code())


def test_a_code_keeps_its_places_and_gives_them_to_its_holders():
    meeting = MeetingFactory(capacity=3)
    code = code_for(meeting, max_uses=2, blocks_seats=True)
    assert left(meeting) == 1
    assert sign_up(meeting).is_confirmed
    newcomer = sign_up(meeting)
    assert newcomer.state == State.WAITING
    assert queries.why_full(meeting, newcomer.seat, NOW) == (
        "Les places qui restent pour la rencontre sont gardées pour des personnes invitées."
    )
    holders = [sign_up(meeting, code=code.code.lower()) for _ in range(2)]
    assert [holder.state for holder in holders] == [State.CONFIRMED, State.CONFIRMED]
    assert Registration.objects.filter(invitation=code).count() == 2
    assert sum(queries.seats_of(meeting, NOW).tally.taken.values()) == 3


def test_a_code_serves_as_often_as_it_says_and_no_more():
    meeting = MeetingFactory()
    code = code_for(meeting, max_uses=1)
    first = sign_up(meeting, code=code.code)
    with pytest.raises(InvalidCode, match="déjà servi"):
        sign_up(meeting, code=code.code)
    actions.withdraw(registration=first, by=first.person, at=NOW)
    assert sign_up(meeting, code=code.code).invitation == code


def test_a_request_made_with_a_code_uses_it_up_and_still_keeps_its_place():
    meeting = MeetingFactory(approval=True, capacity=1)
    code = code_for(meeting, blocks_seats=True)
    request = sign_up(meeting, code=code.code)
    with pytest.raises(InvalidCode):
        sign_up(meeting, code=code.code)
    assert left(meeting) == 0
    other = sign_up(meeting)
    by = manager()
    assert actions.approve(registration=other, by=by, at=NOW).state == State.WAITING
    assert actions.approve(registration=request, by=by, at=NOW).is_confirmed


@pytest.mark.parametrize(
    ("settings", "at", "words"),
    [
        ({"expires_at": NOW - DAY}, NOW, "plus valable"),
        ({"constituency": "national"}, NOW, "ne vaut pas"),
        ({"shore": "south"}, NOW, "ne vaut pas"),
        ({"mode": "in_person"}, NOW, "ne vaut pas"),
    ],
)
def test_a_code_that_is_not_for_them_is_refused_in_words(settings, at, words):
    meeting = MeetingFactory()
    code = code_for(meeting, **settings)
    with pytest.raises(InvalidCode, match=words):
        sign_up(meeting, code=code.code, at=at)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("typed", ["NOSUCHCODE", "---"])
def test_an_unknown_code_is_refused_rather_than_ignored(typed):
    with pytest.raises(InvalidCode, match="pas connu"):
        sign_up(MeetingFactory(), code=typed)


def test_a_code_of_another_meeting_opens_nothing():
    code = code_for(MeetingFactory())
    with pytest.raises(InvalidCode):
        sign_up(MeetingFactory(), code=code.code)


def test_the_last_minute_of_a_code_counts():
    meeting = MeetingFactory(capacity=1)
    code = code_for(meeting, expires_at=NOW, blocks_seats=True)
    assert queries.seats_of(meeting, NOW.replace(second=59)).left == 0
    assert sign_up(meeting, code=code.code, at=NOW.replace(second=59)).is_confirmed


def test_an_expired_code_keeps_nothing():
    meeting = MeetingFactory(capacity=1)
    code_for(meeting, expires_at=NOW, blocks_seats=True)
    assert sign_up(meeting, at=NOW + DAY).is_confirmed


def test_a_code_may_spare_the_examination():
    meeting = MeetingFactory(approval=True)
    code = code_for(meeting, skips_approval=True)
    assert sign_up(meeting, code=code.code).is_confirmed
    assert sign_up(meeting).state == State.REQUESTED


def test_a_plain_code_waits_like_everyone():
    meeting = MeetingFactory(capacity=1)
    code = code_for(meeting)
    sign_up(meeting)
    assert sign_up(meeting, code=code.code).state == State.WAITING


def test_a_kept_place_is_taken_though_the_quota_is_closed_and_others_wait():
    meeting = MeetingFactory(quotas={"local": 2}, promotion=Promotion.BY_HAND)
    code = code_for(meeting, blocks_seats=True)
    sign_up(meeting)
    assert sign_up(meeting).state == State.WAITING
    actions.close_quota(quota=meeting.quotas.get(), by=manager(), at=NOW)
    assert sign_up(meeting, code=code.code).is_confirmed


def test_more_places_than_are_free_are_not_kept():
    meeting = MeetingFactory(capacity=2)
    sign_up(meeting)
    with pytest.raises(NoRoom):
        code_for(meeting, max_uses=2, blocks_seats=True)
    assert code_for(meeting, max_uses=1, blocks_seats=True)
    with pytest.raises(NoRoom):
        code_for(meeting, max_uses=1, blocks_seats=True)


def test_a_code_without_conditions_is_counted_in_every_quota_it_might_fill():
    meeting = MeetingFactory(quotas={"local": 1, "national": 1})
    code_for(meeting, blocks_seats=True)
    assert [row.left for row in queries.seats_of(meeting, NOW).quotas] == [0, 0]
    assert sign_up(meeting).state == State.WAITING
    assert sign_up(meeting, member("national")).state == State.WAITING


def test_a_code_for_one_constituency_leaves_the_others_alone():
    meeting = MeetingFactory(quotas={"local": 1, "national": 1})
    code_for(meeting, blocks_seats=True, constituency="national")
    assert sign_up(meeting).is_confirmed
    assert sign_up(meeting, member("national")).state == State.WAITING


def test_taking_a_code_back_serves_those_who_waited():
    meeting = MeetingFactory(capacity=1)
    code = code_for(meeting, blocks_seats=True)
    waiting = sign_up(meeting)
    assert waiting.state == State.WAITING
    by = manager()
    actions.revoke_code(code=code, by=by, at=NOW)
    actions.revoke_code(code=code, by=by, at=NOW + DAY)
    waiting.refresh_from_db()
    assert waiting.is_offered
    with pytest.raises(InvalidCode, match="pas connu"):
        sign_up(meeting, code=code.code)
    assert [entry.verb for entry in history_of(meeting)] == ["events.code_revoked", "events.code_created"]


def test_only_the_team_makes_and_takes_back_codes():
    meeting, stranger = MeetingFactory(), member()
    with pytest.raises(NotAllowed):
        actions.create_code(meeting=meeting, by=stranger, at=NOW)
    with pytest.raises(NotAllowed):
        actions.revoke_code(code=code_for(meeting), by=stranger, at=NOW)


def test_a_code_exists_once_in_a_meeting():
    meeting = MeetingFactory()
    code_for(meeting, code="Tunis-2026")
    with pytest.raises(MeetingError, match="existe déjà"):
        code_for(meeting, code="TUNIS 2026")
    assert code_for(MeetingFactory(), code="TUNIS 2026").code == "TUNIS2026"


def test_a_code_names_what_is_wrong_with_it():
    with pytest.raises(ValidationError) as caught:
        code_for(MeetingFactory(), shore="west")
    assert "shore" in caught.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        InvitationCode.objects.create(meeting=MeetingFactory(), code="A", max_uses=0)


def test_the_team_reads_how_often_each_code_was_used():
    meeting = MeetingFactory()
    used, unused = code_for(meeting, max_uses=5), code_for(meeting)
    for _ in range(2):
        sign_up(meeting, code=used.code)
    assert [(code.pk, code.uses) for code in queries.codes_of(meeting)] == [(unused.pk, 0), (used.pk, 2)]


def test_a_cut_below_what_is_kept_oversells_nobody():
    meeting = MeetingFactory(quotas={"local": 2})
    code = code_for(meeting, blocks_seats=True, max_uses=2)
    Quota.objects.filter(meeting=meeting).update(size=1)
    states = [sign_up(meeting, code=code.code).state for _ in range(2)]
    assert states == [State.CONFIRMED, State.WAITING]
    assert queries.why_full(meeting, Seat("local", "north", "online"), NOW)


def test_a_newcomer_finds_the_places_of_an_expired_code_given_to_those_who_waited():
    meeting = MeetingFactory(capacity=1)
    code_for(meeting, blocks_seats=True, expires_at=NOW + DAY)
    first = sign_up(meeting)
    second = sign_up(meeting, at=NOW + 2 * DAY)
    first.refresh_from_db()
    assert [first.state, second.state] == [State.OFFERED, State.WAITING]
