"""The log: one chain a consultation, sealed with salts, that forgets whom it must."""

import pytest

from consultations.actions.log import Act, append, append_many, forget, seal_statements
from consultations.choices import LogKind
from consultations.log_payloads import link, matches, statement_payload, vote_payload
from consultations.models import LogEntry, LogHead
from tests.factories.consultations import ParticipantFactory, StatementFactory, VoteFactory

pytestmark = pytest.mark.django_db


def sealed(vote):
    return append(
        consultation=vote.statement.consultation,
        kind=LogKind.VOTE,
        payload=vote_payload(vote),
        object_id=vote.pk,
        participant=vote.participant,
    )


def test_each_link_follows_the_one_before():
    vote = VoteFactory()
    first, second = sealed(vote), sealed(vote)
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.hash == link("", 1, "vote", first.digest)
    assert second.hash == link(first.hash, 2, "vote", second.digest)
    head = LogHead.objects.get(consultation=vote.statement.consultation)
    assert (head.sequence, head.hash) == (2, second.hash)


def test_the_same_vote_twice_has_two_digests():
    vote = VoteFactory()
    assert sealed(vote).digest != sealed(vote).digest


def test_each_consultation_has_its_own_chain():
    assert [sealed(VoteFactory()).sequence, sealed(VoteFactory()).sequence] == [1, 1]


def test_many_links_are_the_chain_that_single_ones_make():
    statement = StatementFactory()
    votes = [VoteFactory(statement=statement) for _ in range(3)]
    sealed(votes[0])
    acts = [Act(vote.pk, vote_payload(vote), vote.participant_id) for vote in votes[1:]]
    assert append_many(consultation=statement.consultation, kind=LogKind.VOTE, acts=acts) == 2
    entries = list(LogEntry.objects.filter(consultation=statement.consultation))
    hashes = ["", *(entry.hash for entry in entries)]
    assert [entry.hash for entry in entries] == [
        link(previous, entry.sequence, entry.kind, entry.digest)
        for previous, entry in zip(hashes, entries, strict=False)
    ]
    assert LogHead.objects.get().sequence == 3


def test_forgetting_takes_the_salts_of_one_participant_and_says_how_many():
    statement = StatementFactory()
    one, other = (VoteFactory(statement=statement) for _ in range(2))
    sealed(one), sealed(one), sealed(other)
    assert forget(participant=one.participant) == 2
    assert forget(participant=one.participant) == 0
    entries = list(LogEntry.objects.filter(consultation=statement.consultation))
    assert [bool(entry.salt) for entry in entries] == [False, False, True, True]
    assert [entry.participant_id for entry in entries] == [None, None, other.participant_id, None]
    assert (entries[-1].kind, entries[-1].object_id) == (LogKind.ERASURE, 2)


def test_forgetting_can_keep_to_some_kinds():
    participant = ParticipantFactory()
    vote = VoteFactory(participant=participant, statement=StatementFactory(consultation=participant.consultation))
    sealed(vote)
    assert forget(participant=participant, kinds=[LogKind.RESPONSE]) == 0
    assert LogEntry.objects.get().salt


def test_a_translation_added_since_changes_nothing_but_a_rewording_does():
    statement = StatementFactory()
    entry = append(
        consultation=statement.consultation,
        kind=LogKind.STATEMENT,
        payload=statement_payload(statement),
        object_id=statement.pk,
    )
    statement.text_ar = "الظل خير مشترك"
    assert matches(entry, statement_payload(statement))
    statement.text_fr = "Tout autre chose."
    assert not matches(entry, statement_payload(statement))


def test_what_the_team_adds_or_rewords_is_sealed_once():
    statement = StatementFactory()
    consultation = statement.consultation
    assert [seal_statements(consultation=consultation) for _ in range(2)] == [1, 0]
    statement.text_fr = "Mieux dit."
    statement.save()
    other = StatementFactory(consultation=consultation)
    assert [seal_statements(consultation=consultation) for _ in range(2)] == [2, 0]
    links = list(LogEntry.objects.all())
    assert [entry.object_id for entry in links] == [statement.pk, statement.pk, other.pk]
    assert matches(links[1], statement_payload(statement))


def test_a_statement_whose_author_was_forgotten_is_not_sealed_again():
    participant = ParticipantFactory()
    StatementFactory(consultation=participant.consultation, author=participant)
    seal_statements(consultation=participant.consultation)
    forget(participant=participant)
    assert seal_statements(consultation=participant.consultation) == 0
