"""Several colleagues of an authority at once, on rows that lock."""

import pytest

from consultations.actions import recommendations as acts
from consultations.actions.recommendations import Words
from consultations.choices import LogKind
from consultations.choices import RecommendationState as State
from consultations.models import LogEntry, Recommendation, RecommendationEntry
from consultations.queries.log import verify
from kernel.mail.models import Mail
from tests.consultations.test_questionnaire_races import at_once
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.consultations import ParticipantFactory, StatementFactory
from tests.factories.recommendations import MONDAY, RecommendationFactory, focal_point_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def chief():
    """Someone of the team: permissions do not outlive the first test of a database that commits."""
    return PersonFactory(is_superuser=True)


def sent(**fields):
    return acts.address(recommendation=RecommendationFactory(**fields), by=chief(), at=MONDAY)


def test_of_colleagues_who_answer_at_once_one_is_heard_and_the_others_read_it_first():
    recommendation = sent()
    colleagues = [focal_point_of(recommendation.addressee) for _number in range(8)]
    others = [State.ACCEPTED, State.DECLINED]

    def click(by, number):
        words = Words(f"Réponse {number}", "fr", by.display_name, "maire")
        given = {"recommendation": recommendation, "by": by, "words": words, "rev": recommendation.rev, "at": MONDAY}
        return acts.answer(after=others[number % 2], **given)

    told = at_once(*(lambda by=by, n=n: click(by, n) for n, by in enumerate(colleagues)))
    assert sorted(type(each).__name__ for each in told) == ["Outdated"] * 7 + ["RecommendationEntry"]
    kept = Recommendation.objects.get()
    last = kept.entries.last()
    assert (kept.entries.count(), kept.state, kept.answer) == (2, last.after, last.text)
    assert LogEntry.objects.filter(kind=LogKind.ANSWER).count() == 2
    assert verify(kept.consultation).faults == []


def test_answered_and_referred_at_once_it_is_one_or_the_other():
    recommendation, region = sent(), OrganisationFactory(constituency="regional")
    by, other = focal_point_of(recommendation.addressee), focal_point_of(recommendation.addressee)
    words = Words("Voici.", "fr", "Nour", "maire")
    given = {"recommendation": recommendation, "words": words, "rev": recommendation.rev, "at": MONDAY}
    told = at_once(
        lambda: acts.answer(by=by, after=State.ACCEPTED, **given), lambda: acts.refer(by=other, to=region, **given)
    )
    assert sum(isinstance(each, RecommendationEntry) for each in told) == 1
    kept = Recommendation.objects.get()
    assert (kept.state, kept.addressee == region) in {(State.ACCEPTED, False), (State.REFERRED, True)}
    assert verify(kept.consultation).faults == []


def test_addressed_twice_at_once_it_is_sent_and_told_once():
    statement = StatementFactory()
    statement.author = ParticipantFactory(consultation=statement.consultation)
    statement.save()
    draft, team = RecommendationFactory(consultation=statement.consultation), [chief() for _number in range(4)]
    draft.statements.add(statement)
    told = at_once(*(lambda by=by: acts.address(recommendation=draft, by=by, at=MONDAY) for by in team))
    assert all(isinstance(each, Recommendation) for each in told)
    assert RecommendationEntry.objects.count() == 1
    assert Mail.objects.filter(letter="consultations.fate").count() == 1
    assert LogEntry.objects.filter(kind=LogKind.RECOMMENDATION).count() == 1


def test_recommendations_of_one_consultation_answered_at_once_keep_one_chain():
    first = sent()
    second = sent(consultation=first.consultation)
    words = Words("Voici.", "fr", "Nour", "maire")
    people = [focal_point_of(first.addressee), focal_point_of(second.addressee)]
    told = at_once(
        *(
            lambda one=one, by=by: acts.answer(
                recommendation=one, by=by, after=State.DECLINED, words=words, rev=one.rev, at=MONDAY
            )
            for one, by in zip((first, second), people, strict=True)
        )
    )
    assert all(isinstance(each, RecommendationEntry) for each in told)
    assert verify(first.consultation).faults == []
