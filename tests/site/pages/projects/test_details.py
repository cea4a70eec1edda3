"""A project's and a pilot's pages: facts, sources, money, indicators, transfers."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from pages.projects.models import (
    PilotIndicator,
    PilotStep,
    ProjectAmount,
    ProjectDiscrepancy,
    ProjectSource,
)
from tests.factories import pages as make
from tests.factories.actors import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


def read(client, page, language="fr"):
    return client.get(page.get_url_in(language)).content.decode()


def test_money_has_three_states(client):
    project = make.ProjectPageFactory()
    for label, state, amount in (
        ("Total", "published", "2381221.51"),
        ("Apport", "published", "0"),
        ("Part du Pôle", "unpublished", None),
    ):
        ProjectAmount.objects.create(project=project, label_fr=label, state=state, amount=amount)
    text = read(client, project)
    assert "2\u202f381\u202f221,51\u00a0€" in text
    assert "<bdi>0\u00a0€</bdi>" in text
    assert "non publié" in text


def test_an_amount_matches_its_state():
    project = make.ProjectPageFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectAmount.objects.create(project=project, label_fr="x", state="unpublished", amount=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectAmount.objects.create(project=project, label_fr="x", state="published", amount=None)
    with pytest.raises(ValidationError, match="Un montant publié"):
        ProjectAmount(project=project, label_fr="x", state="published", amount=None).full_clean()


def test_sources_that_differ_are_said_beside_the_fact(client):
    project = make.ProjectPageFactory(starts_on="2019-09-01", ends_on="2023-08-31")
    ProjectDiscrepancy.objects.create(
        project=project, fact="dates", note_fr="Fin 2022 selon l’un, août 2023 selon l’autre."
    )
    ProjectSource.objects.create(project=project, title="Page du programme", url="https://exemple.org/a", language="fr")
    text = read(client, project)
    assert "Page du programme" in text
    assert text.index("<dt>Dates</dt>") < text.index("Les sources divergent") < text.index("Fin 2022 selon l’un")


def test_a_pilot_shows_its_places_indicators_steps_and_transfers(client):
    pilot = make.PilotPageFactory(
        title_fr="Eau commune", place=TerritoryFactory(name_fr="Gabès", latitude=33.9, longitude=10.1)
    )
    PilotIndicator.objects.create(
        pilot=pilot, label_fr="Prélèvement", unit="%", baseline=22, current=71, target=90, series="22; 30; 71"
    )
    PilotStep.objects.create(pilot=pilot, when_fr="Été 2026", title_fr="Second essai", state="now")
    make.TransferFactory(pilot=pilot, territory__name_fr="Marseille", started_year=2026)
    text = read(client, pilot)
    for words in (
        "Gabès",
        "Prélèvement",
        "71\u00a0%",
        "Second essai",
        'aria-current="step"',
        "Marseille",
        "À l’essai depuis 2026",
    ):
        assert words in text


def test_a_transfer_that_ended_is_not_shown_as_taken_up(client):
    transfer = make.TransferFactory(state="ended", territory__name_fr="Héraklion")
    assert "Héraklion" not in read(client, transfer.pilot)


def test_a_place_takes_a_pilot_up_once():
    transfer = make.TransferFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.TransferFactory(pilot=transfer.pilot, territory=transfer.territory)


def test_two_pilots_never_share_a_number():
    make.PilotPageFactory(number=7)
    with pytest.raises(ValidationError, match="déjà ce numéro"):
        make.PilotPageFactory(number=7)


def test_readings_are_numbers():
    indicator = PilotIndicator(pilot=make.PilotPageFactory(), label_fr="x", series="12; beaucoup")
    with pytest.raises(ValidationError, match="séparés par des points-virgules"):
        indicator.full_clean()
    indicator.series = "100 ; 97,5 ;93"
    assert indicator.values == [100, 97.5, 93]


def test_a_private_project_is_not_named_on_its_pilot(client):
    project = make.ProjectPageFactory(title_fr="Secret", acronym="SECRET", live=False)
    pilot = make.PilotPageFactory(project=project)
    assert "SECRET" not in read(client, pilot)


def test_an_organisation_that_is_not_published_is_named_without_a_link(client):
    pilot = make.PilotPageFactory(lead=OrganisationFactory(name_fr="Mairie", is_published=False, slug="mairie"))
    text = read(client, pilot)
    assert "Mairie" in text
    assert "/network/mairie/" not in text


def test_a_dialogue_about_a_pilot_is_reached_from_it(client):
    pilot = make.PilotPageFactory()
    make.DialoguePageFactory(title_fr="Partager l’eau", subject=pilot)
    assert "Partager l’eau" in read(client, pilot)
