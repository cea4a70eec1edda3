"""Blueprints lay phases that follow each other, at hours that exist, and the window follows from them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations import actions
from consultations.blueprints import Blueprint, plans
from consultations.choices import PhaseKind
from consultations.models import Consultation
from consultations.phases import PhasePlan, takes_part, window
from kernel.audit.models import Entry
from kernel.languages.choices import LANGUAGES
from kernel.wall_times import ZONES
from tests.factories.actors import PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory


def plan(kind, opens, closes):
    at = datetime(2027, 1, 1, tzinfo=UTC)
    return PhasePlan(kind, at + timedelta(days=opens), None if closes is None else at + timedelta(days=closes))


@given(st.sampled_from(list(Blueprint)), st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.sampled_from(ZONES))
def test_phases_follow_each_other_at_nine_and_twenty(blueprint, starts_on, zone):
    laid = plans(blueprint, starts_on, zone)
    assert laid[0].opens_at.astimezone(ZoneInfo(zone)).date() == starts_on
    for one, following in pairwise(laid):
        assert one.opens_at < one.closes_at < following.opens_at
        nights = following.opens_at.astimezone(ZoneInfo(zone)).date() - one.closes_at.astimezone(ZoneInfo(zone)).date()
        assert nights == timedelta(days=1)
    for one in laid:
        assert one.opens_at.astimezone(ZoneInfo(zone)).hour == 9
        assert one.closes_at is None or one.closes_at.astimezone(ZoneInfo(zone)).hour == 20
    assert window(laid) is not None


@pytest.mark.parametrize("blueprint", list(Blueprint))
def test_titles_and_texts_are_written_in_every_language(blueprint):
    for one in plans(blueprint, date(2027, 1, 4), "Africa/Tunis"):
        assert all(one.title[language] and one.text[language] for language in LANGUAGES)
        assert all(len(words) <= 120 for words in one.title.values())
        assert all(len(words) <= 400 for words in one.text.values())


def test_the_window_runs_from_the_first_opening_to_the_last_close_of_those_where_people_take_part():
    laid = [
        plan(PhaseKind.INFORM, 0, 5),
        plan(PhaseKind.STATEMENTS, 10, 20),
        plan(PhaseKind.QUESTIONNAIRE, 5, 15),
        plan(PhaseKind.ANSWER, 20, 90),
        plan(PhaseKind.FOLLOW, 90, None),
    ]
    assert window(laid) == (laid[2].opens_at, laid[1].closes_at)


@pytest.mark.parametrize("laid", [[], [plan(PhaseKind.INFORM, 0, 5)], [plan(PhaseKind.STATEMENTS, 0, None)]])
def test_without_an_end_or_anybody_there_is_no_window(laid):
    assert window(laid) is None


def test_every_kind_says_whether_people_take_part():
    assert {kind for kind in PhaseKind if takes_part(kind)} == {"questionnaire", "propose", "statements", "deliberate"}


@pytest.fixture
def manager(db):
    return PersonFactory(is_superuser=True)


@pytest.mark.parametrize("blueprint", list(Blueprint))
def test_a_consultation_starts_from_a_blueprint(manager, blueprint):
    start = {"blueprint": blueprint, "title": {"fr": "Partager l’eau", "ar": "المياه"}, "zone": "Africa/Tunis"}
    made = [actions.start_from(**start, starts_on=date(2027, 1, 4), by=manager, at=NOON) for _ in range(2)]
    assert [one.slug for one in made] == ["partager-leau", "partager-leau-2"]
    phases = list(made[0].phases.all())
    assert (made[0].opens_at, made[0].closes_at) == window(phases)
    assert made[0].state == "draft"
    assert all(phase.title_ar and phase.text_en for phase in phases)
    answers = [phase for phase in phases if phase.kind == PhaseKind.ANSWER]
    assert made[0].answer_due_date == (answers[-1].closes_at.date() if answers else None)
    assert Entry.objects.filter(verb="consultation.phases_settled").count() == 2


def test_only_the_team_starts_one(db):
    with pytest.raises(actions.NotAllowed):
        actions.start_from(
            blueprint=Blueprint.CHARTER,
            title={"fr": "x"},
            starts_on=date(2027, 1, 4),
            zone="Africa/Tunis",
            by=PersonFactory(),
            at=NOON,
        )
    assert not Consultation.objects.exists()


def test_phases_are_laid_anew_only_in_preparation(manager):
    laid = plans(Blueprint.PILOT_REVIEW, date(2027, 1, 4), "Africa/Tunis")
    draft = ConsultationFactory(draft=True)
    actions.lay_phases(consultation=draft, phases=laid, by=manager, at=NOON)
    assert [phase.kind for phase in draft.phases.all()] == [one.kind for one in laid]
    with pytest.raises(actions.ConsultationError):
        actions.lay_phases(consultation=ConsultationFactory(), phases=laid, by=manager, at=NOON)


def test_phases_where_nobody_takes_part_are_refused_whole(manager):
    draft = ConsultationFactory(draft=True)
    with pytest.raises(actions.ConsultationError):
        actions.lay_phases(consultation=draft, phases=[plan(PhaseKind.INFORM, 0, 5)], by=manager, at=NOON)
    assert [phase.kind for phase in draft.phases.all()] == ["statements"]
    with pytest.raises(actions.NotAllowed):
        actions.settle(consultation=draft, by=PersonFactory(), at=NOON)


def publishing(manager, *kinds):
    """Publish a draft with these phases, one after the other."""
    at = datetime(2027, 1, 1, tzinfo=UTC)
    windows = [(kind, at + timedelta(days=n), at + timedelta(days=n + 1)) for n, kind in enumerate(kinds)]
    return actions.publish(consultation=ConsultationFactory(draft=True, phases=windows), by=manager, at=NOON)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ((), "phase"),
        (("inform", "answer"), "phase"),
        (("statements",), "phrase"),
        (("questionnaire",), "question"),
        (("propose", "statements", "questionnaire"), "question"),
    ],
)
def test_a_phase_without_matter_is_not_published(manager, kinds, said):
    with pytest.raises(actions.ConsultationError, match=said):
        publishing(manager, *kinds)


@pytest.mark.parametrize("kinds", [("propose", "statements"), ("deliberate",), ("inform", "propose", "answer")])
def test_what_people_bring_themselves_needs_no_matter(manager, kinds):
    assert publishing(manager, *kinds).state == "published"
