"""Contributors hear what became of their item; authorities and the team hear what is expected of them."""

from datetime import UTC, datetime, timedelta

import pytest

from consultations.actions import recommendations as acts
from consultations.actions import telling_voters
from consultations.actions.due_reminders import remind
from consultations.actions.recommendations import Words
from consultations.choices import RecommendationState as State
from consultations.models import Position, PositionRevision
from kernel.mail.models import Mail
from kernel.mail.registry import build
from kernel.notifications.models import Notification
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.consultations import ParticipantFactory, StatementFactory, VoteFactory
from tests.factories.recommendations import (
    MONDAY,
    SIGNED,
    RecommendationFactory,
    answered,
    facilitator,
    focal_point_of,
    sent,
)

pytestmark = pytest.mark.django_db


def statement_by(person, consultation, **fields):
    return StatementFactory(
        consultation=consultation, author=ParticipantFactory(consultation=consultation, person=person), **fields
    )


def carrying(*statements, positions=(), **fields):
    """A draft that carries statements and positions."""
    consultation = (statements or positions)[0].consultation
    draft = RecommendationFactory(consultation=consultation, **fields)
    draft.statements.set(statements)
    draft.positions.set(positions)
    return draft


def address(draft, at=MONDAY):
    return acts.address(recommendation=draft, by=facilitator(), at=at)


def mails(letter, to):
    return list(Mail.objects.filter(letter=f"consultations.{letter}", to=to.email).order_by("pk"))


def position_of(organisation, consultation, signer):
    position = Position.objects.create(
        consultation=consultation, organisation=organisation, constituency="local", signed_at=MONDAY
    )
    PositionRevision.objects.create(
        position=position,
        number=1,
        text="Nous le voulons.",
        language="fr",
        signer=signer,
        signer_name="Nour",
        signer_function="directrice",
        signed_at=MONDAY,
    )
    return position


def test_whoever_proposed_a_statement_is_mailed_its_fate_in_their_language():
    author = PersonFactory(language="ar")
    statement = statement_by(author, StatementFactory().consultation, text_fr="Planter des arbres.")
    recommendation = address(carrying(statement))
    answered(recommendation, State.EXAMINED)
    answered(recommendation, State.DECLINED, words=Words("Le réseau d’eau passe dessous.", "fr", "Amal", "maire"))
    told = mails("fate", author)
    assert [mail.context["state"] for mail in told] == [State.RECEIVED, State.DECLINED]
    assert {mail.language for mail in told} == {"ar"}
    letter = build(told[1].letter, told[1].context)
    assert any("Planter des arbres." in paragraph for paragraph in letter.paragraphs)
    assert any("Le réseau d’eau passe dessous." in paragraph for paragraph in letter.paragraphs)
    waiting = build(told[0].letter, told[0].context)
    assert len(waiting.facts) == len(letter.facts) + 1, "the day it was due is told until it is answered"
    assert Notification.objects.filter(person=author, kind="consultations.fate").count() == 2


def test_the_author_of_a_duplicate_is_told_with_the_statement_it_joined():
    first = statement_by(PersonFactory(), StatementFactory().consultation)
    second = statement_by(PersonFactory(), first.consultation, state="merged", merged_into=first)
    address(carrying(first))
    assert mails("fate", second.author.person)


def test_each_contributor_gets_one_mail_for_a_step_with_all_their_items():
    author = PersonFactory()
    first = statement_by(author, StatementFactory().consultation)
    second = StatementFactory(consultation=first.consultation, author=first.author)
    address(carrying(first, second))
    (told,) = mails("fate", author)
    assert len(told.context["statements"]) == 2


def test_signers_and_focal_points_of_a_position_are_told():
    association = OrganisationFactory(constituency="civil_society")
    signer, focal = PersonFactory(), focal_point_of(association)
    statement = StatementFactory()
    position = position_of(association, statement.consultation, signer)
    address(carrying(positions=[position]))
    assert mails("fate", signer)
    assert mails("fate", focal)


def test_whoever_contributed_to_nothing_of_it_is_told_nothing():
    other = statement_by(PersonFactory(), StatementFactory().consultation)
    address(carrying(statement_by(PersonFactory(), other.consultation)))
    assert not mails("fate", other.author.person)


def test_whoever_has_left_is_told_nothing():
    statement = statement_by(None, StatementFactory().consultation)
    gone = statement_by(PersonFactory(is_active=False), statement.consultation)
    address(carrying(statement, gone))
    assert not Mail.objects.filter(letter="consultations.fate").exists()


def test_the_authority_is_written_when_it_is_addressed_and_when_it_is_referred():
    draft = RecommendationFactory()
    first, region = focal_point_of(draft.addressee), OrganisationFactory(constituency="regional")
    second = focal_point_of(region)
    recommendation = address(draft)
    assert mails("addressed", first)
    assert not mails("addressed", second)
    acts.refer(recommendation=recommendation, by=first, to=region, words=SIGNED, rev=recommendation.rev, at=MONDAY)
    assert mails("addressed", second)


def test_a_question_reaches_the_team_and_its_reply_the_authority():
    recommendation, team = sent(), facilitator()
    by = focal_point_of(recommendation.addressee)
    acts.tell(recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY, is_question=True)
    assert mails("asked_back", team)
    recommendation.refresh_from_db()
    acts.reply(recommendation=recommendation, by=team, words=Words("Oui.", "fr"), rev=recommendation.rev, at=MONDAY)
    assert mails("replied", by)


def at_noon(day):
    return datetime(2026, day[0], day[1], 11, tzinfo=UTC)


def test_reminders_leave_before_the_day_after_it_and_a_month_later_once_each():
    recommendation = sent(working_days=30)  # due on Monday 14 December
    by, team = focal_point_of(recommendation.addressee), facilitator()
    told = []
    for day in [(11, 29), (11, 30), (12, 1), (12, 14), (12, 15), (12, 16)]:
        remind(at=at_noon(day))
        remind(at=at_noon(day) + timedelta(hours=1))
        told.append([mail.context["standing"] for mail in mails("due", by)])
    assert told == [[], ["due_soon"], ["due_soon"], ["due_soon"], ["due_soon", "overdue"], ["due_soon", "overdue"]]
    remind(at=at_noon((12, 15)) + timedelta(days=30))
    assert [mail.context["standing"] for mail in mails("due", by)][-1] == "long_overdue"
    assert Notification.objects.filter(person=team, kind="consultations.late").count() == 2


def test_a_reminder_missed_for_weeks_is_not_sent_late():
    recommendation = sent()  # due on 16 November
    by = focal_point_of(recommendation.addressee)
    remind(at=at_noon((12, 10)))
    assert not mails("due", by)


def test_what_is_answered_calls_for_no_reminder():
    recommendation = sent()
    by = focal_point_of(recommendation.addressee)
    answered(recommendation, State.ACCEPTED, by=by)
    remind(at=at_noon((11, 17)))
    assert not mails("due", by)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_letter_and_notice_is_worded(language):
    from django.utils import translation

    from kernel.notifications.registry import build as notice

    author = PersonFactory(language=language)
    draft = carrying(statement_by(author, StatementFactory().consultation))
    by, team = focal_point_of(draft.addressee), facilitator()
    recommendation = address(draft)
    acts.tell(recommendation=recommendation, by=by, words=SIGNED, rev=recommendation.rev, at=MONDAY, is_question=True)
    recommendation.refresh_from_db()
    acts.reply(recommendation=recommendation, by=team, words=Words("Oui.", "fr"), rev=recommendation.rev, at=MONDAY)
    remind(at=at_noon((11, 17)))
    for after in (State.ACCEPTED, State.IN_DELIVERY, State.ABANDONED):
        answered(recommendation, after)
    with translation.override(language):
        letters = [build(mail.letter, mail.context) for mail in Mail.objects.filter(letter__startswith="consultations")]
        notices = [notice(n.kind, n.data) for n in Notification.objects.filter(kind__startswith="consultations")]
    assert {mail.letter for mail in Mail.objects.filter(letter__startswith="consultations")} == {
        f"consultations.{name}" for name in ("fate", "addressed", "asked_back", "replied", "due")
    }
    assert all(letter.subject and letter.paragraphs for letter in letters)
    assert all(one.path.startswith("/consultations/") for one in notices)


def voter_on(statement, **fields):
    participant = ParticipantFactory(consultation=statement.consultation, **fields)
    VoteFactory(statement=statement, participant=participant)
    return participant.person


def bells(person):
    return list(Notification.objects.filter(person=person, kind="consultations.voted"))


def test_whoever_voted_reads_answers_in_one_notice_and_is_not_mailed(django_capture_on_commit_callbacks):
    author = PersonFactory()
    statement = statement_by(author, StatementFactory().consultation)
    joined = StatementFactory(consultation=statement.consultation, state="merged", merged_into=statement)
    voters = [voter_on(statement), voter_on(joined)]
    elsewhere = voter_on(StatementFactory(consultation=statement.consultation))
    VoteFactory(statement=statement, participant=statement.author)
    with django_capture_on_commit_callbacks(execute=True):
        recommendation = address(carrying(statement))
        answered(recommendation, State.EXAMINED)
    assert not Notification.objects.filter(kind="consultations.voted").exists()
    with django_capture_on_commit_callbacks(execute=True):
        answered(recommendation, State.ACCEPTED)
        answered(recommendation, State.IN_DELIVERY)
        answered(recommendation, State.DELIVERED)
    for voter in voters:
        (told,) = bells(voter)
        assert told.data["new"] == 2
        assert not mails("fate", voter)
    assert bells(elsewhere) == bells(author) == []
    assert len(mails("fate", author)) == 4


def test_voters_are_told_some_at_a_time_each_once(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(telling_voters, "AT_ONCE", 2)
    statement = StatementFactory()
    voters = [voter_on(statement) for _number in range(5)]
    voter_on(statement, person=None)
    recommendation = address(carrying(statement))
    with django_capture_on_commit_callbacks(execute=True):
        entry = answered(recommendation, State.DECLINED)
    assert [len(bells(voter)) for voter in voters] == [1] * 5
    telling_voters.tell_voters.call(entry.pk)
    assert {bells(voter)[0].data["new"] for voter in voters} == {1}


@pytest.mark.parametrize("new", [1, 3])
def test_the_notice_of_voters_leads_to_the_answers(new):
    from kernel.notifications.registry import build as notice

    told = notice("consultations.voted", {"consultation": "eau", "titles": {"fr": "L’eau"}, "told": [], "new": new})
    assert told.path == "/consultations/eau/answers/"
    assert ("Des autorités" in told.text) == (new > 1)
    assert "L’eau" in told.text
