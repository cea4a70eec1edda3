"""Positions: signed once for an organisation, signed anew, withdrawn; counted apart from people."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from actors.registry import export_all
from consultations import actions, queries
from consultations.actions import sign_position, withdraw_position
from consultations.log_payloads import digest_of, position_payload
from consultations.models import LogEntry, Participant, Position, PositionRevision, PositionStance
from consultations.personal_data_positions import erase
from kernel.notifications.models import Notification
from kernel.text.diffs import ADDED, REMOVED
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory, ParticipantFactory, StatementFactory, VoteFactory
from tests.factories.positions import MandateFactory, PositionFactory, focal_point, wording

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def sign(standing, consultation, text="L’eau se partage.", *, rev=0, at=NOON, **fields):
    return sign_position(
        person=standing.person,
        organisation=standing.organisation,
        consultation=consultation,
        wording=wording(text, **fields),
        rev=rev,
        at=at,
    )


def test_a_position_keeps_constituency_shore_signer_and_mandate():
    mandate = MandateFactory(membership__organisation__south=True, membership__organisation__constituency="research")
    position = sign(mandate, ConsultationFactory())
    revision = queries.revision_of(position)
    assert (position.constituency, position.shore, position.rev) == ("research", "south", 1)
    assert (revision.signer, revision.mandate, revision.signer_name) == (mandate.person, mandate, "Amina Ben Salah")


def test_signing_makes_nobody_a_participant():
    sign(focal_point(), ConsultationFactory())
    assert not Participant.objects.exists()


def test_signing_anew_adds_a_revision_and_keeps_the_first():
    focal, consultation = focal_point(), ConsultationFactory()
    sign(focal, consultation, "L’eau se partage.")
    position = sign(focal, consultation, "L’eau se partage entre tous.", rev=1, at=NOON + timedelta(hours=1))
    assert position.rev == 2
    assert list(position.revisions.values_list("text", flat=True)) == [
        "L’eau se partage.",
        "L’eau se partage entre tous.",
    ]


@pytest.mark.parametrize("rev", [0, 2])
def test_signing_on_another_revision_than_the_one_that_counts_is_refused(rev):
    focal, consultation = focal_point(), ConsultationFactory()
    sign(focal, consultation)
    with pytest.raises(actions.PositionMoved):
        sign(focal, consultation, "Autre chose.", rev=rev)
    assert PositionRevision.objects.count() == 1


def test_revising_what_was_never_signed_is_refused():
    with pytest.raises(actions.PositionMoved):
        sign(focal_point(), ConsultationFactory(), rev=1)
    assert not Position.objects.exists()


def test_a_member_without_a_mandate_cannot_bind_the_organisation():
    with pytest.raises(actions.NotAllowed):
        sign(MembershipFactory(), ConsultationFactory())
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    ("kind", "is_allowed"),
    [
        ("inform", False),
        ("questionnaire", True),
        ("propose", True),
        ("statements", True),
        ("deliberate", True),
        ("decide", False),
        ("answer", False),
        ("follow", False),
    ],
)
def test_signing_follows_the_phase(kind, is_allowed):
    day = timedelta(days=1)
    consultation = ConsultationFactory(phases=[(kind, NOON - day, NOON + day)])
    if is_allowed:
        assert sign(focal_point(), consultation)
        return
    with pytest.raises(actions.NotAllowed):
        sign(focal_point(), consultation)


def test_a_phase_that_admits_one_shore_lets_its_organisations_sign_and_no_others():
    consultation = ConsultationFactory()
    consultation.phases.update(shores=["south"], constituencies=["local"])
    assert sign(focal_point(organisation__south=True), consultation)
    for other in (focal_point(), focal_point(organisation__south=True, organisation__constituency="business")):
        with pytest.raises(actions.NotAllowed):
            sign(other, consultation)


@pytest.mark.parametrize("moment", [timedelta(0), timedelta(seconds=1)])
def test_signing_at_or_after_the_close_is_refused(moment):
    consultation = ConsultationFactory()
    with pytest.raises(actions.NotAllowed):
        sign(focal_point(), consultation, at=consultation.closes_at + moment)


@pytest.mark.parametrize("fields", [{"text": "  "}, {"signer_name": ""}, {"signer_function": " "}, {"language": "de"}])
def test_a_position_without_words_signer_or_language_is_refused(fields):
    text = fields.pop("text", "L’eau se partage.")
    with pytest.raises(actions.ConsultationError):
        sign(focal_point(), ConsultationFactory(), text, **fields)
    assert not Position.objects.exists()


@pytest.mark.parametrize("fields", [{"state": "withdrawn"}, {"is_meta": True}])
def test_a_statement_that_is_not_at_the_vote_takes_no_stance(fields):
    statement = StatementFactory(**fields)
    with pytest.raises(actions.UnknownStatement):
        sign(focal_point(), statement.consultation, stances={statement.number: 1})
    assert not Position.objects.exists()


def test_a_stance_that_is_no_answer_is_refused():
    statement = StatementFactory()
    with pytest.raises(ValueError, match="7"):
        sign(focal_point(), statement.consultation, stances={statement.number: 7})
    assert not PositionStance.objects.exists()


def test_organisations_are_counted_apart_from_people():
    statement = StatementFactory()
    for _number in range(6):
        VoteFactory(statement=statement, value=-1)
    before = queries.results_of(statement.consultation)
    sign(focal_point(), statement.consultation, stances={statement.number: 1})
    sign(focal_point(organisation__south=True), statement.consultation, stances={statement.number: 0})
    assert queries.results_of(statement.consultation) == before
    on = queries.organisations_on(statement.consultation)[statement.pk]
    assert (on.total.agree, on.total.disagree, on.total.passed) == (1, 0, 1)
    assert {shore: tally.seen for shore, tally in on.by_shore.items()} == {"north": 1, "south": 1}
    assert queries.people_of(statement.consultation) == 6


def test_only_the_present_revision_of_positions_that_stand_counts():
    statement = StatementFactory()
    focal, gone = focal_point(), focal_point()
    sign(focal, statement.consultation, stances={statement.number: 1})
    sign(focal, statement.consultation, stances={statement.number: -1}, rev=1)
    position = sign(gone, statement.consultation, stances={statement.number: 1})
    withdraw_position(position=position, person=gone.person, reason="Nouvelle équipe", at=NOON)
    on = queries.organisations_on(statement.consultation)[statement.pk]
    assert (on.total.agree, on.total.disagree) == (0, 1)
    assert queries.signed_count(statement.consultation) == 1


def test_a_withdrawn_position_stays_readable_and_can_be_signed_anew_with_its_history():
    focal, consultation = focal_point(), ConsultationFactory()
    position = sign(focal, consultation)
    position = withdraw_position(position=position, person=focal.person, reason="À revoir", at=NOON)
    assert (position.state, queries.revision_of(position).text) == ("withdrawn", "L’eau se partage.")
    again = withdraw_position(position=position, person=focal.person, reason="Autre motif", at=NOON)
    assert again.withdrawal_reason == "À revoir"
    position = sign(focal, consultation, "L’eau se compte.", rev=1)
    position.refresh_from_db()
    assert (position.state, position.withdrawn_at) == ("signed", None)
    assert [version.revision.withdrawal_reason for version in queries.versions_of(position)] == ["", "À revoir"]


def test_an_organisation_withdraws_whatever_the_phase_and_strangers_never():
    focal = focal_point()
    position = PositionFactory(consultation__closed=True, organisation=focal.organisation)
    member = MembershipFactory(organisation=focal.organisation)
    for person in (member.person, focal_point().person, PersonFactory(is_superuser=True)):
        with pytest.raises(actions.NotAllowed):
            withdraw_position(position=position, person=person, reason="x", at=NOON)
    assert withdraw_position(position=position, person=focal.person, reason="x", at=NOON).state == "withdrawn"


def test_the_history_shows_words_and_answers_that_changed():
    statement, other = StatementFactory(), None
    other = StatementFactory(consultation=statement.consultation)
    focal = focal_point()
    sign(focal, statement.consultation, "Un seuil commun.", stances={statement.number: 1})
    stances = {statement.number: -1, other.number: 0}
    position = sign(focal, statement.consultation, "Un seuil unique.", stances=stances, rev=1)
    latest, first = queries.versions_of(position)
    changed = {(piece.kind, piece.text) for piece in latest.changes if piece.kind != "same"}
    assert changed == {(REMOVED, "commun"), (ADDED, "unique")}
    assert [(c.statement, c.before, c.after) for c in latest.stances] == [(statement, 1, -1), (other, None, 0)]
    assert (first.changes, first.stances) == ([], [])


def test_a_revision_in_another_language_is_shown_whole():
    focal, consultation = focal_point(), ConsultationFactory()
    sign(focal, consultation)
    position = sign(focal, consultation, "الماء حق مشترك.", rev=1, language="ar")
    assert queries.versions_of(position)[0].rewritten


def test_a_document_stays_with_the_next_revision_only_when_it_is_kept():
    focal, consultation = focal_point(), ConsultationFactory()
    position = sign(focal, consultation, document=SimpleUploadedFile("avis.pdf", PDF))
    sign(focal, consultation, rev=1, keeps_document=True)
    sign(focal, consultation, rev=2)
    names = list(position.revisions.values_list("document_name", flat=True))
    assert names == ["avis.pdf", "avis.pdf", ""]


def test_focal_points_hear_what_is_signed_for_them_and_the_signer_does_not():
    mandate = MandateFactory()
    focal = focal_point(organisation=mandate.organisation)
    position = sign(mandate, ConsultationFactory())
    withdraw_position(position=position, person=mandate.person, reason="À revoir", at=NOON)
    told = list(Notification.objects.order_by("pk").values_list("person", "kind"))
    kinds = ["consultations.position_signed", "consultations.position_withdrawn"]
    assert told == [(focal.person.pk, kind) for kind in kinds]


def test_each_signature_and_withdrawal_is_sealed_in_the_log():
    focal, statement = focal_point(), StatementFactory()
    position = sign(focal, statement.consultation, stances={statement.number: 1})
    position = withdraw_position(position=position, person=focal.person, reason="x", at=NOON)
    entries = list(LogEntry.objects.filter(kind="position", object_id=position.pk))
    assert [entry.participant for entry in entries] == [None, None]
    position.refresh_from_db()
    assert entries[-1].digest == digest_of(entries[-1].salt, position_payload(position))


def test_erasing_a_person_keeps_the_position_and_takes_their_name_and_mandates():
    mandate = MandateFactory()
    position = sign(mandate, ConsultationFactory())
    held = export_all(mandate.person)["positions"]
    assert (len(held["mandates"]), held["signed"][0]["name"]) == (1, "Amina Ben Salah")
    payload = position_payload(position)
    erase(mandate.person, NOON)
    revision = queries.revision_of(position)
    assert (revision.signer, revision.signer_name, revision.mandate) == (None, "", None)
    assert revision.signer_function == "Adjointe à l’eau"
    assert position_payload(position) == payload
    assert export_all(mandate.person)["positions"] == {"mandates": [], "signed": []}


@pytest.mark.parametrize("count", [1, 30])
def test_positions_cost_the_same_with_one_and_thirty(count, django_assert_num_queries):
    statement = StatementFactory()
    for _number in range(count):
        PositionFactory(consultation=statement.consultation, stances={statement: 1})
    with django_assert_num_queries(3):
        found = queries.positions_of(statement.consultation)
        on = queries.organisations_on(statement.consultation)
    assert (len(found), on[statement.pk].total.agree) == (count, count)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rev", [0, 1])
def test_ten_signatures_at_once_leave_one_position_and_one_more_revision(rev):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test starts one")
    focal, consultation = focal_point(), ConsultationFactory()
    colleagues = [focal, *(focal_point(organisation=focal.organisation) for _number in range(9))]
    if rev:
        sign(focal, consultation)
    start, outcomes = threading.Barrier(10), []

    def click(standing, number):
        try:
            start.wait()
            sign(standing, consultation, f"Texte {number}", rev=rev)
            outcomes.append("signed")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click, args=(one, n)) for n, one in enumerate(colleagues)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["PositionMoved"] * 9 + ["signed"]
    assert (Position.objects.count(), PositionRevision.objects.count()) == (1, rev + 1)
    assert Position.objects.get().rev == rev + 1


def test_two_positions_of_one_organisation_cannot_stand_in_the_database():
    from django.db import IntegrityError

    position = PositionFactory()
    with pytest.raises(IntegrityError):
        PositionFactory(consultation=position.consultation, organisation=position.organisation)


def test_someone_who_answered_as_a_member_and_signs_is_counted_on_both_sides():
    focal, statement = focal_point(), StatementFactory()
    voter = ParticipantFactory(
        consultation=statement.consultation, person=focal.person, organisation=focal.organisation
    )
    VoteFactory(statement=statement, participant=voter, value=-1)
    sign(focal, statement.consultation, stances={statement.number: 1})
    result = queries.results_of(statement.consultation)[0]
    assert (result.total.disagree, result.total.agree) == (1, 0)
    assert queries.organisations_on(statement.consultation)[statement.pk].total.agree == 1
