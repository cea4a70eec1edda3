"""A person's own copy of their registrations, and what is freed when they leave."""

from datetime import timedelta

import pytest

from actors.actions import erase_person
from actors.registry import export_all
from events.choices import RegistrationState
from events.models import Registration
from tests.factories.events import RegistrationFactory

pytestmark = pytest.mark.django_db


def test_copy_holds_ones_own_registrations_and_needs():
    mine = RegistrationFactory(needs="Boucle magnétique")
    RegistrationFactory(meeting=mine.meeting, needs="Fauteuil")
    assert [entry["needs"] for entry in export_all(mine.person)["events"]] == ["Boucle magnétique"]


def test_leaving_frees_the_places_to_come_and_forgets_needs():
    registration = RegistrationFactory(needs="Boucle magnétique")
    before = registration.meeting.starts_at - timedelta(days=1)
    erase_person(person=registration.person, by=registration.person, at=before)
    registration = Registration.objects.get()
    assert (registration.state, registration.needs) == (RegistrationState.WITHDRAWN, "")


def test_leaving_after_a_meeting_rewrites_no_attendance():
    registration = RegistrationFactory()
    after = registration.meeting.ends_at + timedelta(days=1)
    erase_person(person=registration.person, by=registration.person, at=after)
    assert Registration.objects.get().state == RegistrationState.CONFIRMED
