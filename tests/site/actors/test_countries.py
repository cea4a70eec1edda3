from importlib import import_module

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from actors.choices import Shore
from actors.models import Country, Territory

pytestmark = pytest.mark.django_db
table = import_module("actors.migrations.0003_countries")

UNION = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())  # noqa: SIM905


@pytest.fixture(autouse=True)
def countries():
    from django.apps import apps

    table.load(apps, None)  # a test that flushes the database takes the migration's rows with it


def on(shore):
    return set(Country.objects.filter(shore=shore).values_list("code", flat=True))


def test_north_is_the_union_and_the_european_coast():
    assert on(Shore.NORTH) == UNION | {"AL", "BA", "ME", "MC"}


def test_south_goes_from_morocco_to_egypt():
    assert on(Shore.SOUTH) == {"MA", "DZ", "TN", "LY", "EG"}


def test_east_goes_from_turkiye_to_jordan_with_syria_lebanon_palestine_and_israel():
    assert on(Shore.EAST) == {"TR", "SY", "LB", "IL", "PS", "JO"}


def test_other_countries_have_no_shore():
    assert {"CH", "GB", "RS", "MK"} <= on("")


@pytest.mark.parametrize(("language", "name"), [("fr", "Palestine"), ("en", "Palestine"), ("ar", "فلسطين")])
def test_palestine_bears_its_name(language, name):
    with translation.override(language):
        assert str(Country.objects.get(pk="PS")) == name


def test_every_country_is_named_in_three_languages():
    assert all(all(row[3:]) for row in table.COUNTRIES)
    assert len({row[0] for row in table.COUNTRIES}) == len(table.COUNTRIES)


def test_loading_again_keeps_what_the_team_changed():
    from django.apps import apps

    Country.objects.filter(pk="TN").update(name_fr="Tunisie (corrigé)")
    table.load(apps, None)
    assert Country.objects.get(pk="TN").name_fr == "Tunisie (corrigé)"


@pytest.mark.parametrize("fields", [{}, {"name_fr": ""}, {"name_fr": None, "name_en": ""}])
def test_a_place_without_a_name_is_refused_by_the_database(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(slug="x", kind="region", **fields)


def test_half_a_position_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(slug="x", kind="region", name_ar="قابس", latitude=33.9)


def test_a_name_in_any_language_stands_for_the_others():
    place = Territory.objects.create(slug="gabes", kind="region", name_ar="قابس")
    assert str(place) == "قابس"
