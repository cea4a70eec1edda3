"""Recommendations, and those who answer them, for tests."""

from datetime import UTC, datetime

import factory
from django.contrib.auth.models import Permission

from consultations.actions import recommendations as acts
from consultations.actions.recommendations import Words
from consultations.models import Mandate, Recommendation
from tests.factories.actors import MembershipFactory, OrganisationFactory, PersonFactory
from tests.factories.consultations import ConsultationFactory

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
SIGNED = Words("Nous le ferons avant l’été.", "fr", "Amal Haddad", "maire")


class RecommendationFactory(factory.django.DjangoModelFactory):
    """A draft to a local authority of the northern shore, to answer within ten working days."""

    class Meta:
        model = Recommendation

    consultation = factory.SubFactory(ConsultationFactory)
    heard_fr = factory.Sequence(lambda n: f"Mesurer la chaleur devant l’école {n}.")
    addressee = factory.SubFactory(OrganisationFactory)
    working_days = 10


class MandateFactory(factory.django.DjangoModelFactory):
    """A mandate that holds from MONDAY on, in all consultations."""

    class Meta:
        model = Mandate

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    starts_at = MONDAY


def facilitator(**fields):
    """Someone of the team who runs consultations."""
    person = PersonFactory(**fields)
    person.user_permissions.add(
        Permission.objects.get(codename="manage", content_type__app_label="consultations"),
        Permission.objects.get(codename="access_admin"),
    )
    return person


def focal_point_of(organisation, **fields):
    """A verified focal point."""
    return MembershipFactory(organisation=organisation, focal=True, function="maire", **fields).person


def sent(at=MONDAY, **fields):
    """A recommendation that its authority has received."""
    return acts.address(recommendation=RecommendationFactory(**fields), by=facilitator(), at=at)


def answered(recommendation, after, *, words=SIGNED, at=MONDAY, by=None):
    """The authority's step."""
    recommendation.refresh_from_db()
    by = by or focal_point_of(recommendation.addressee)
    return acts.answer(recommendation=recommendation, by=by, after=after, words=words, rev=recommendation.rev, at=at)
