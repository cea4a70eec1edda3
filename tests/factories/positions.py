"""Mandates and signed positions for tests."""

import factory

from consultations.actions import Wording
from consultations.models import Mandate, Position, PositionRevision, PositionStance
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory


class MandateFactory(factory.django.DjangoModelFactory):
    """A mandate for all consultations, held by a verified member since long before NOON."""

    class Meta:
        model = Mandate
        exclude = ("membership",)

    membership = factory.SubFactory(MembershipFactory, decided_at=None)
    organisation = factory.SelfAttribute("membership.organisation")
    person = factory.SelfAttribute("membership.person")
    starts_at = NOON.replace(year=2025)


class PositionFactory(factory.django.DjangoModelFactory):
    """A position signed once. `stances`: {statement: value}."""

    class Meta:
        model = Position
        skip_postgeneration_save = True

    consultation = factory.SubFactory(ConsultationFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    constituency = factory.SelfAttribute("organisation.constituency")
    shore = factory.SelfAttribute("organisation.shore")
    signed_at = NOON

    @factory.post_generation
    def stances(self, create, given, **kwargs):
        revision = PositionRevision.objects.create(
            position=self,
            number=1,
            text="L’eau se partage entre les communes.",
            language="fr",
            signer=PersonFactory(),
            signer_name="Amina Ben Salah",
            signer_function="Adjointe à l’eau",
            signed_at=self.signed_at,
        )
        for statement, value in (given or {}).items():
            PositionStance.objects.create(revision=revision, statement=statement, value=value)


def wording(text="L’eau se partage entre les communes.", **fields):
    """What is signed, in French."""
    names = {"signer_name": "Amina Ben Salah", "signer_function": "Adjointe à l’eau"}
    return Wording(**{"text": text, "language": "fr", **names, **fields})


def focal_point(**fields):
    """A verified focal point's membership: they sign without a mandate."""
    return MembershipFactory(focal=True, **fields)
