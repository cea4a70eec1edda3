"""Who reads an answer: actor x kind x whom it is for x who wrote it x state, cell by cell."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import translation

from events.asking import HelperRole, Reader
from events.models import Registration
from events.queries.answers import answers_visible_to
from tests.factories.actors import MembershipFactory, PersonFactory
from tests.factories.events import NOW, MeetingFactory, RegistrationFactory, manager, member
from tests.factories.questions import AnswerFactory, MeetingHelperFactory, QuestionFactory

pytestmark = pytest.mark.django_db

ACTORS = ["self", "registrant", "organiser", "caterer", "interpreter", "door", "participant", "other", "signed_out"]
ALLOWED = {  # for a confirmed registration, by kind: which seen-by lets which actor read
    "text": {"organiser": "organiser", "caterer": "caterer", "interpreter": "interpreter", "door": "door"},
    "access": {"organiser": "organiser", "interpreter": "interpreter", "door": "door"},
    "dietary": {"organiser": "organiser", "caterer": "caterer"},
}
SEEN_BY = {
    "text": ["organiser", "caterer", "interpreter", "door"],
    "access": ["organiser", "interpreter", "door"],
    "dietary": ["organiser", "caterer"],
}
CELLS = [
    (actor, kind, reader, who, state)
    for kind, readers in SEEN_BY.items()
    for reader in readers
    for actor in ACTORS
    for who in (("self", "registrant") if actor == "registrant" else ("self",))
    for state in ("confirmed", "waiting")
]


def may_see(actor, kind, reader, who_wrote, state):
    """The matrix as it is meant, in words of its own."""
    if actor == "self":
        return True
    if actor == "registrant":
        return kind == "text" or who_wrote == "registrant"
    if actor == "organiser":
        return reader == "organiser"
    if actor in {"caterer", "interpreter", "door"}:
        return ALLOWED[kind].get(actor) == reader and state == "confirmed"
    return False


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """One meeting whose people stand in every way to two registrations, made once for all cells."""
    with django_db_blocker.unblock(), translation.override("fr"):
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            yield _stage()
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


def _stage():
    meeting = MeetingFactory()
    registrant = member()
    organisation = registrant.memberships.get().organisation
    person = MembershipFactory(organisation=organisation).person
    actors = {"self": person, "registrant": registrant, "organiser": manager(), "other": PersonFactory()}
    actors["participant"] = RegistrationFactory(meeting=meeting).person
    actors["signed_out"] = AnonymousUser()
    for role in HelperRole:
        actors[role.value] = MeetingHelperFactory(meeting=meeting, role=role).person
        MeetingHelperFactory(role=role, person=actors["other"])  # of another meeting
    registration = RegistrationFactory(
        meeting=meeting, person=person, organisation=organisation, registered_by=registrant
    )
    questions = {
        (kind, reader): QuestionFactory(
            meeting=meeting,
            kind=kind,
            **{f"seen_by_{name}": name == reader for name in Reader.values},
        )
        for kind, readers in SEEN_BY.items()
        for reader in readers
    }
    return registration, actors, questions


@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_someone_reads_an_answer_or_does_not(stage, cell):
    actor, kind, reader, who_wrote, state = cell
    registration, actors, questions = stage
    question = questions[kind, reader]
    with transaction.atomic():
        since = NOW if state == "waiting" else None
        Registration.objects.filter(pk=registration.pk).update(state=state, waitlisted_at=since)
        AnswerFactory(registration=registration, question=question, by=actors[who_wrote], text="Réponse")
        seen = answers_visible_to(actors[actor], Registration.objects.get(pk=registration.pk))
        transaction.set_rollback(True)
    assert bool(seen) == may_see(*cell)
