"""Who moves a recommendation, where to, and what never moves: the day, and what was written."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from consultations.actions import recommendations as acts
from consultations.actions.recommendations import Words
from consultations.choices import LogKind
from consultations.choices import RecommendationState as State
from consultations.errors import ConsultationError, NotAllowed, Outdated, WrongMove
from consultations.models import LogEntry, Recommendation, WorkingCalendar
from consultations.recommendations import BY_AUTHORITY, MOVES
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.recommendations import (
    MONDAY,
    SIGNED,
    MandateFactory,
    RecommendationFactory,
    answered,
    facilitator,
    focal_point_of,
    sent,
)

pytestmark = pytest.mark.django_db
TEAM_WORDS = Words("La région a repris cette compétence.", "fr")


def test_numbers_follow_within_a_consultation():
    first = RecommendationFactory()
    second = RecommendationFactory(consultation=first.consultation)
    assert (first.number, second.number, RecommendationFactory().number) == (1, 2, 1)


def test_the_day_is_counted_on_the_authoritys_own_calendar():
    authority = OrganisationFactory(south=True)
    calendar = WorkingCalendar.objects.create(organisation=authority, weekend=[4, 5])
    calendar.holidays.create(day=date(2026, 11, 9), name="Fête")
    # ten working days after Monday 2 November, Fridays and Saturdays off, and the 9th
    assert sent(addressee=authority).due_on == date(2026, 11, 17)


def test_without_a_calendar_the_weekend_is_the_countrys():
    assert sent().due_on == date(2026, 11, 16)
    egypt = OrganisationFactory(country__code="EG", country__name_fr="Égypte", country__shore="south")
    assert sent(addressee=egypt, working_days=4).due_on == date(2026, 11, 8)


def test_it_is_received_on_the_day_of_the_consultations_zone():
    consultation = ConsultationFactory(zone="Asia/Beirut")
    assert sent(MONDAY.replace(hour=23), consultation=consultation, working_days=1).due_on == date(2026, 11, 4)


def test_only_the_team_addresses_and_only_under_a_published_consultation():
    draft = RecommendationFactory()
    with pytest.raises(NotAllowed):
        acts.address(recommendation=draft, by=focal_point_of(draft.addressee), at=MONDAY)
    hidden = RecommendationFactory(consultation=ConsultationFactory(draft=True))
    with pytest.raises(ConsultationError):
        acts.address(recommendation=hidden, by=facilitator(), at=MONDAY)


def test_addressing_twice_sends_once():
    recommendation = sent()
    again = acts.address(recommendation=recommendation, by=facilitator(), at=MONDAY + timedelta(days=9))
    assert again.due_on == recommendation.due_on
    assert recommendation.entries.count() == 1


def test_a_state_without_a_day_is_refused_by_the_database():
    draft = RecommendationFactory()
    with pytest.raises(IntegrityError):
        Recommendation.objects.filter(pk=draft.pk).update(state=State.RECEIVED)


def test_exactly_the_moves_of_the_table_succeed():
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    done = {}
    for before in set(State) - {State.DRAFT}:
        for after in State:
            Recommendation.objects.filter(pk=recommendation.pk).update(state=before)
            try:
                done[before, after] = answered(recommendation, after, by=by).after == after
            except WrongMove:
                done[before, after] = False
    assert done == {(before, after): after in MOVES[before] & BY_AUTHORITY for before, after in done}


def test_a_focal_point_and_whoever_holds_a_mandate_answer():
    recommendation = sent()
    member = MembershipFactory(organisation=recommendation.addressee).person
    with pytest.raises(NotAllowed):
        answered(recommendation, State.EXAMINED, by=member)
    MandateFactory(organisation=recommendation.addressee, person=member)
    assert answered(recommendation, State.EXAMINED, by=member)
    assert answered(recommendation, State.ACCEPTED, by=focal_point_of(recommendation.addressee))


@pytest.mark.parametrize(
    "mandate",
    [
        {"ended_at": MONDAY},
        {"ends_at": MONDAY, "starts_at": MONDAY - timedelta(days=3)},
        {"starts_at": MONDAY + timedelta(hours=1)},
        {"elsewhere": True},
    ],
    ids=["taken back", "over", "not yet", "for another consultation"],
)
def test_a_mandate_that_does_not_hold_lets_nobody_answer(mandate):
    recommendation = sent()
    member = MembershipFactory(organisation=recommendation.addressee).person
    given = {**mandate}
    if given.pop("elsewhere", False):
        given["consultation"] = ConsultationFactory()
    MandateFactory(organisation=recommendation.addressee, person=member, **given)
    with pytest.raises(NotAllowed):
        answered(recommendation, State.ACCEPTED, by=member)


@pytest.mark.parametrize("who", ["stranger", "team", "another authority", "requested"])
def test_nobody_else_answers(who):
    recommendation = sent()
    by = {
        "stranger": PersonFactory,
        "team": facilitator,
        "another authority": lambda: focal_point_of(OrganisationFactory()),
        "requested": lambda: (
            MembershipFactory(organisation=recommendation.addressee, focal=True, requested=True).person
        ),
    }[who]()
    with pytest.raises(NotAllowed):
        answered(recommendation, State.ACCEPTED, by=by)


def test_an_answer_is_worded_and_signed():
    recommendation = sent()
    for words in (Words("", "fr", "Amal", "maire"), Words("Oui.", "fr", "", "maire"), Words("Oui.", "fr", "Amal", " ")):
        with pytest.raises(WrongMove):
            answered(recommendation, State.ACCEPTED, words=words)
    assert answered(recommendation, State.EXAMINED, words=Words("", "fr", "Amal", "maire"))


def test_the_answer_is_kept_in_the_authoritys_words_and_language():
    recommendation = sent()
    answered(recommendation, State.ACCEPTED_IN_PART, words=Words("سنبدأ صغيرا", "ar", "أمل", "رئيسة"))
    recommendation.refresh_from_db()
    assert (recommendation.answer, recommendation.answer_language) == ("سنبدأ صغيرا", "ar")
    assert recommendation.answered_at == MONDAY


def test_whoever_wrote_on_an_older_history_reads_it_first():
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    old = recommendation.rev
    answered(recommendation, State.EXAMINED, by=by)
    with pytest.raises(Outdated):
        acts.answer(recommendation=recommendation, by=by, after=State.ACCEPTED, words=SIGNED, rev=old, at=MONDAY)


def test_a_referral_moves_the_addressee_and_never_the_day():
    recommendation = sent(officer_role="Service des arbres")
    region = OrganisationFactory(constituency="regional", south=True)
    due, first = recommendation.due_on, recommendation.addressee
    at = MONDAY + timedelta(days=40)
    entry = acts.refer(
        recommendation=recommendation, by=focal_point_of(first), to=region, words=SIGNED, rev=recommendation.rev, at=at
    )
    recommendation.refresh_from_db()
    assert (recommendation.addressee, recommendation.due_on, recommendation.state) == (region, due, State.REFERRED)
    assert (entry.organisation, entry.referred_to, recommendation.officer_role) == (first, region, "")
    with pytest.raises(NotAllowed):
        answered(recommendation, State.ACCEPTED, by=focal_point_of(first))
    assert answered(recommendation, State.ACCEPTED, by=focal_point_of(region))


def test_the_team_refers_without_signing_for_the_authority():
    recommendation = sent()
    region = OrganisationFactory(constituency="regional")
    entry = acts.refer(
        recommendation=recommendation, by=facilitator(), to=region, words=TEAM_WORDS, rev=recommendation.rev, at=MONDAY
    )
    assert not entry.function


@pytest.mark.parametrize("to", ["itself", "an association", "one that is not in the directory"])
def test_it_is_referred_to_another_public_authority_only(to):
    recommendation = sent()
    organisation = {
        "itself": lambda: recommendation.addressee,
        "an association": lambda: OrganisationFactory(constituency="civil_society"),
        "one that is not in the directory": lambda: OrganisationFactory(is_published=False),
    }[to]()
    with pytest.raises(WrongMove):
        acts.refer(
            recommendation=recommendation,
            by=facilitator(),
            to=organisation,
            words=TEAM_WORDS,
            rev=recommendation.rev,
            at=MONDAY,
        )


def test_a_question_back_and_its_reply_change_neither_state_nor_day():
    recommendation = sent()
    due, team = recommendation.due_on, facilitator()
    by = focal_point_of(recommendation.addressee)
    with pytest.raises(WrongMove):
        acts.reply(recommendation=recommendation, by=team, words=TEAM_WORDS, rev=recommendation.rev, at=MONDAY)
    acts.tell(recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY, is_question=True)
    recommendation.refresh_from_db()
    acts.reply(recommendation=recommendation, by=team, words=TEAM_WORDS, rev=recommendation.rev, at=MONDAY)
    recommendation.refresh_from_db()
    assert (recommendation.state, recommendation.due_on) == (State.RECEIVED, due)
    with pytest.raises(WrongMove):
        acts.reply(recommendation=recommendation, by=team, words=TEAM_WORDS, rev=recommendation.rev, at=MONDAY)


def test_news_are_given_while_it_is_delivered_and_not_after_the_end():
    recommendation = sent()
    answered(recommendation, State.ACCEPTED)
    by = focal_point_of(recommendation.addressee)
    recommendation.refresh_from_db()
    assert acts.tell(recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY)
    recommendation.refresh_from_db()
    with pytest.raises(WrongMove):
        acts.tell(
            recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY, is_question=True
        )
    answered(recommendation, State.DELIVERED)
    recommendation.refresh_from_db()
    with pytest.raises(WrongMove):
        acts.tell(recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY)


def test_every_step_is_sealed_in_the_log():
    recommendation = sent()
    answered(recommendation, State.DECLINED)
    kinds = list(LogEntry.objects.order_by("sequence").values_list("kind", flat=True))
    assert kinds == [LogKind.RECOMMENDATION, LogKind.ANSWER, LogKind.ANSWER]
