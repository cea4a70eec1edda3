"""What is kept of public content is never out of date: whoever passes the page cache sees each change at once."""

import pytest
import time_machine

from pages.base.models import BasePage
from pages.projects.models import PilotIndicator
from tests.factories.actors import PersonFactory
from tests.factories.consultations import ConsultationFactory, StatementFactory
from tests.factories.pages import (
    PilotPageFactory,
    ProjectIndexPageFactory,
    ResultPageFactory,
    ThemeFactory,
    TransferFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what is changed within is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def read(client):
    """What someone signed in reads at an address: Django makes it each time."""
    client.force_login(PersonFactory())

    def read(path):
        response = client.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return read


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_pilot_s_title_changes_on_the_home_page_and_in_the_register(read, committed):
    pilot = PilotPageFactory(title_fr="Avant")
    addresses = ("/fr/", BasePage.objects.get(pk=pilot.get_parent().pk).get_url())
    assert all("Avant" in read(address) for address in addresses)
    with committed():
        publish(pilot, title_fr="Après")
    for address in addresses:
        assert "Après" in read(address)
        assert "Avant" not in read(address)


def test_a_pilot_that_is_withdrawn_leaves_both(read, committed):
    pilot = PilotPageFactory(title_fr="Éphémère")
    register = pilot.get_parent().get_url()
    assert "Éphémère" in read("/fr/")
    assert "Éphémère" in read(register)
    with committed():
        pilot.unpublish()
    assert "Éphémère" not in read("/fr/")
    assert "Éphémère" not in read(register)


def test_a_new_transfer_is_on_the_home_page_and_the_pilot_s(read, committed):
    pilot = PilotPageFactory(title_fr="Eau commune")
    addresses = ("/fr/", pilot.get_url())
    assert not any("Ville-Haute" in read(address) for address in addresses)
    with committed():
        transfer = TransferFactory(pilot=pilot, territory__name_fr="Ville-Haute")
    assert all("Ville-Haute" in read(address) for address in addresses)
    with committed():
        transfer.territory.name_fr = "Ville-Basse"
        transfer.territory.save()
    assert all("Ville-Basse" in read(address) and "Ville-Haute" not in read(address) for address in addresses)


def test_an_indicator_changes_with_its_pilot(read, committed):
    pilot = PilotPageFactory()
    PilotIndicator.objects.create(pilot=pilot, label_fr="Litres", baseline=10, current=11)
    pilot.refresh_from_db()
    assert "11" in read(pilot.get_url())
    indicator = pilot.indicators.get()
    indicator.current = 4217
    with committed():
        pilot.indicators = [indicator]
        publish(pilot)
    assert "4\u202f217" in read(pilot.get_url()) or "4\u00a0217" in read(pilot.get_url())


def test_a_new_result_and_a_new_theme_are_seen(read, committed):
    register = ProjectIndexPageFactory()
    assert "Mesurer ensemble" not in read("/fr/")
    read(register.get_url())
    with committed():
        result, theme = ResultPageFactory(title_fr="Mesurer ensemble"), ThemeFactory(name_fr="Eau douce")
        result.themes.add(theme)
        publish(result)
    assert "Mesurer ensemble" in read("/fr/")
    assert "Eau douce" in read(register.get_url())


def test_a_consultation_opens_and_closes_on_the_home_page_at_its_hour(read):
    consultation = ConsultationFactory(title_fr="Partager l’eau", upcoming=True)
    StatementFactory(consultation=consultation, number=1)
    assert "Partager l’eau" not in read("/fr/")
    with time_machine.travel(consultation.opens_at, tick=False):
        assert "Partager l’eau" in read("/fr/")
    with time_machine.travel(consultation.closes_at, tick=False):
        assert "Partager l’eau" not in read("/fr/")
