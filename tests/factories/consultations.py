"""Consultations, statements and answers for tests."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone

from consultations.choices import ConsultationState
from consultations.models import Consultation, Participant, Phase, Statement, Vote
from tests.factories.actors import PersonFactory

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class ConsultationFactory(factory.django.DjangoModelFactory):
    """Published and open around NOON and now: one phase of vote, unless the test lays its own (phases=())."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"consultation-{n}")
    title_fr = factory.Sequence(lambda n: f"Consultation {n}")
    opens_at = factory.LazyFunction(lambda: min(NOON, timezone.now()) - timedelta(days=10))
    closes_at = factory.LazyFunction(lambda: max(NOON, timezone.now()) + timedelta(days=10))
    state = ConsultationState.PUBLISHED

    class Params:
        draft = factory.Trait(state=ConsultationState.DRAFT)
        closed = factory.Trait(
            opens_at=NOON - timedelta(days=60),
            closes_at=NOON - timedelta(days=30),
        )
        upcoming = factory.Trait(
            opens_at=factory.LazyFunction(lambda: max(NOON, timezone.now()) + timedelta(days=5)),
            closes_at=factory.LazyFunction(lambda: max(NOON, timezone.now()) + timedelta(days=9)),
        )

    @factory.post_generation
    def phases(self, create, given, **kwargs):
        """The phases a test lays, [(kind, opens_at, closes_at), …]; without any, the vote over the whole window."""
        if not create:
            return
        window = [("statements", self.opens_at, self.closes_at)]
        for kind, opens_at, closes_at in window if given is None else given:
            Phase.objects.create(consultation=self, kind=kind, opens_at=opens_at, closes_at=closes_at)


class StatementFactory(factory.django.DjangoModelFactory):
    """A published statement in French."""

    class Meta:
        model = Statement

    consultation = factory.SubFactory(ConsultationFactory)
    text_fr = factory.Sequence(lambda n: f"L’ombre est un bien commun, version {n}.")


class ParticipantFactory(factory.django.DjangoModelFactory):
    """Someone of a local authority, northern shore."""

    class Meta:
        model = Participant

    consultation = factory.SubFactory(ConsultationFactory)
    person = factory.SubFactory(PersonFactory)
    constituency = "local"
    shore = "north"
    joined_at = NOON


class VoteFactory(factory.django.DjangoModelFactory):
    """An agreement."""

    class Meta:
        model = Vote

    statement = factory.SubFactory(StatementFactory)
    participant = factory.SubFactory(ParticipantFactory, consultation=factory.SelfAttribute("..statement.consultation"))
    value = 1
    at = NOON
