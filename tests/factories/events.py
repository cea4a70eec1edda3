"""Meetings and registrations for tests. The clock of these tests stands at NOW."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile

from actors.choices import Constituency
from events.choices import DocumentKind, MeetingFormat, MeetingKind, MeetingState, Mode, RegistrationState
from events.models import Meeting, MeetingDocument, ProgrammeItem, Quota, Registration
from pages.base.models import RivesDocument

from .actors import MembershipFactory, OrganisationFactory, PersonFactory

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class MeetingFactory(factory.django.DjangoModelFactory):
    """A published online committee in Tunis on 9 December 2026, 9:30 to 12:30, registration open, no limit."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"rencontre-{n}")
    title_fr = factory.Sequence(lambda n: f"Comité {n}")
    title_en = factory.Sequence(lambda n: f"Committee {n}")
    title_ar = factory.Sequence(lambda n: f"لجنة {n}")
    kind = MeetingKind.COMMITTEE
    format = MeetingFormat.ONLINE
    state = MeetingState.PUBLISHED
    zone = "Africa/Tunis"
    start_date = date(2026, 12, 9)
    start_time = time(9, 30)
    end_date = date(2026, 12, 9)
    end_time = time(12, 30)
    languages_spoken = factory.LazyFunction(lambda: ["fr"])
    languages_interpreted = factory.LazyFunction(lambda: ["ar", "en"])
    published_at = NOW - 10 * DAY
    created_at = NOW - 20 * DAY
    changed_at = NOW - 10 * DAY

    class Params:
        draft = factory.Trait(state=MeetingState.DRAFT, published_at=None)
        past = factory.Trait(start_date=date(2026, 10, 7), end_date=date(2026, 10, 7))
        hybrid = factory.Trait(format=MeetingFormat.HYBRID, place_fr="Hôtel de ville")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        meeting = model_class(*args, **kwargs)
        meeting.derive_instants()
        meeting.save()
        return meeting

    @factory.post_generation
    def quotas(self, create, extracted, **kwargs):
        """quotas={"local": 2} keeps places by constituency."""
        for constituency, size in (extracted or {}).items():
            Quota.objects.create(meeting=self, constituency=constituency, size=size)


class ProgrammeItemFactory(factory.django.DjangoModelFactory):
    """One point of a programme."""

    class Meta:
        model = ProgrammeItem

    meeting = factory.SubFactory(MeetingFactory)
    starts_at = time(9, 30)
    title_fr = factory.Sequence(lambda n: f"Point {n}")


class MeetingDocumentFactory(factory.django.DjangoModelFactory):
    """Minutes, as a text file of the library in French and Arabic."""

    class Meta:
        model = MeetingDocument

    meeting = factory.SubFactory(MeetingFactory)
    document = factory.LazyAttribute(
        lambda made: RivesDocument.objects.create(
            title=made.title_fr,
            file=ContentFile(b"Compte rendu", name="compte-rendu.txt"),
            file_size=12,
            languages="fr, ar",
        )
    )
    kind = DocumentKind.MINUTES
    title_fr = factory.Sequence(lambda n: f"Compte rendu {n}")


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A confirmed registration for a local authority of the north; made without an action: no mail, no lock."""

    class Meta:
        model = Registration

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    constituency = factory.SelfAttribute("organisation.constituency")
    shore = factory.SelfAttribute("organisation.shore")
    state = RegistrationState.CONFIRMED
    mode = Mode.ONLINE
    listening_language = "fr"
    list_ceiling = factory.SelfAttribute("meeting.attendee_list")
    created_at = NOW - DAY
    state_changed_at = NOW - DAY

    class Params:
        requested = factory.Trait(state=RegistrationState.REQUESTED)
        waiting = factory.Trait(state=RegistrationState.WAITING, waitlisted_at=NOW - DAY)
        offered = factory.Trait(state=RegistrationState.OFFERED, waitlisted_at=NOW - DAY, offered_until=NOW + 2 * DAY)


def member(constituency=Constituency.LOCAL, **organisation):
    """A person with a confirmed address and a verified membership of a new organisation."""
    return MembershipFactory(
        organisation=OrganisationFactory(constituency=constituency, **organisation),
        person=PersonFactory(),
    ).person


def manager():
    """Someone of the team who may manage meetings, and nothing else."""
    person = PersonFactory(is_staff=True)
    person.user_permissions.add(
        Permission.objects.get(codename="manage_meeting", content_type__app_label="events"),
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
    )
    return person
