"""Signed positions are found by their words and their organisation, as long as they stand and may be read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from consultations import actions
from kernel.search.actions import reindex
from kernel.search.models import Entry
from kernel.search.queries import Wanted, search
from kernel.search.registry import kind_named
from kernel.search.renaming import index_carriers
from tests.factories.actors import OrganisationFactory, PersonFactory
from tests.factories.consultations import NOON, ConsultationFactory
from tests.factories.positions import PositionFactory, focal_point, wording

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def found(text, *, person=None, language="fr"):
    hits = search(Wanted(text, kinds=frozenset({"position"})), person=person, language=language).hits
    return [hit.path for hit in hits]


def signed(focal, consultation, text, language="fr", rev=0):
    return actions.sign_position(
        person=focal.person,
        organisation=focal.organisation,
        consultation=consultation,
        wording=wording(text, language=language),
        at=NOON + HOUR * rev,
        rev=rev,
    )


def test_the_words_that_count_are_found_and_the_words_before_are_not():
    focal, consultation = focal_point(), ConsultationFactory()
    position = signed(focal, consultation, "Un quota par commune.")
    path = f"/consultations/{consultation.slug}/positions/{focal.organisation.slug}/"
    assert found("quota") == [path]
    signed(focal, consultation, "Un débit réservé par rivière.", rev=1)
    assert (found("débit"), found("quota")) == ([path], [])
    assert Client().get(f"/fr{path}").status_code == 200
    actions.withdraw_position(position=position, person=focal.person, reason="Vote du conseil.", at=NOON + HOUR * 3)
    assert found("débit") == []


def test_a_position_is_found_in_the_language_it_was_signed_in():
    focal = focal_point()
    signed(focal, ConsultationFactory(), "حصة لكل بلدية", language="ar")
    entry = Entry.objects.get(kind="position")
    assert (entry.language, entry.facts["level"], entry.shore) == (
        "ar",
        focal.organisation.constituency,
        focal.organisation.shore,
    )


def test_a_consultation_out_of_sight_hides_its_positions():
    position = PositionFactory(consultation__draft=True)
    assert reindex(kind_named("position")) == 1
    assert found("communes") == []
    assert found("communes", person=PersonFactory(is_superuser=True)) == [
        reverse("consultations:position", args=[position.consultation.slug, position.organisation.slug]).removeprefix(
            "/fr"
        )
    ]


def test_a_renamed_organisation_is_found_under_its_new_name():
    organisation = OrganisationFactory(name_fr="Syndicat des bassins")
    PositionFactory(organisation=organisation)
    reindex(kind_named("position"))
    assert found("bassins")
    organisation.name_fr = "Agence des rivages"
    organisation.save()
    index_carriers.func("actors.Organisation", organisation.pk)
    assert found("rivages")
    assert not found("bassins")
