"""The basin: places fall where the chart has them, and everything on it is said in words."""

import re

import pytest
from django.utils import translation

from kernel.ui import maps
from kernel.ui.maps import pilots, places
from kernel.ui.projection import project, project_on_plate

PIN = {"number": 1, "title": "Eau <commune>", "url": "/fr/projets/eau/", "lat": 34.74, "lon": 10.76}
ARC = {"from": (34.74, 10.76), "to": (39.47, -0.37)}


@pytest.mark.parametrize(
    ("place", "lat", "lon", "x", "y"),
    [
        ("Tanger", 35.77, -5.8, 81.1, 341.9),
        ("Barcelone", 41.38, 2.17, 346.3, 168.4),
        ("Sfax", 34.74, 10.76, 583.4, 437.4),
        ("Thessalonique", 40.64, 22.94, 938.2, 199.2),
    ],
)
def test_places_fall_where_d3_geo_put_them_when_the_coast_was_drawn(place, lat, lon, x, y):
    assert project(lat, lon) == pytest.approx((x, y), abs=0.1)


def test_the_middle_of_a_plate_is_its_centre():
    assert project_on_plate(34.15, 10.6, centre=(10.6, 34.15), span=3.2) == (300, 200)


def test_a_pin_is_a_named_link_on_the_large_sheet_and_a_number_on_the_small_one():
    svg = maps.basin([PIN], [ARC])
    assert svg.count("<a ") == 1
    assert 'href="/fr/projets/eau/" aria-label="Pilote 1\u00a0: Eau &lt;commune&gt;"' in svg
    assert svg.count('class="pilot-num"') == 2
    assert svg.count('class="arc"') == 2
    assert 'class="basin--s"' in svg


@pytest.mark.parametrize(("language", "name"), [("fr", "Alger"), ("en", "Algiers"), ("ar", "الجزائر")])
def test_towns_are_named_in_the_language_of_the_reader(language, name):
    with translation.override(language):
        assert f">{name}</text>" in maps.basin([])


def test_the_coast_is_drawn_once_and_used_by_both_sheets():
    svg = maps.basin([PIN])
    assert svg.count('id="basin-land"') == 1
    assert svg.count('href="#basin-land"') == 8


def test_a_line_may_bow_as_told_and_else_bows_less_when_long():
    near, far = pilots._bend((0, 0), (300, 0), None), pilots._bend((0, 0), (1200, 0), None)
    assert abs(near) > abs(far)
    assert pilots._bend((0, 0), (300, 0), 0.5) == 0.5


def test_a_place_gets_the_plate_that_covers_it_else_a_crop_of_the_basin():
    assert "plates.svg#gabes" in maps.plate_for(34.0, 10.1)
    rome = maps.plate_for(41.9, 12.5)
    assert "basin.svg#basin" in rome
    assert "plate--crop" in rome


def test_a_plate_without_words_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in maps.plate("gabes")
    assert 'role="img" aria-label="Golfe de Gabès"' in maps.plate("gabes", caption="Golfe de Gabès")


def test_no_map_uses_a_style_attribute():
    assert not re.search(r"\sstyle=", maps.basin([PIN], [ARC]) + maps.plate("delta", pins=[(31, 30)]))


@pytest.mark.parametrize(("lat", "lon"), [(34.74, 10.76), (33.88, 10.1), (33.5, 11.0)])
def test_a_wide_plate_shows_the_strip_around_its_pin(lat, lon):
    svg = maps.plate("gabes", pins=[(lat, lon)], wide=True)
    _x, top, _width, height = (float(n) for n in re.search(r'viewBox="([^"]*)"', svg)[1].split())
    y = float(re.search(r'class="pilot-mark" cx="[\d.]+" cy="([\d.]+)"', svg)[1])
    assert 0 <= top <= 400 - height
    assert top < y < top + height


PLACE = {"label": "Sfax <3>", "url": "?territory=sfax", "lat": 34.74, "lon": 10.76, "count": 3, "chosen": False}


def test_places_are_discs_by_number_and_their_map_is_hidden_from_those_who_read_the_list():
    svg = maps.basin_places([PLACE, {**PLACE, "label": "Gabès", "url": "?territory=gabes", "lat": 33.9, "count": 1}])
    assert svg.count('aria-hidden="true"') >= 3, "the coast and both sheets"
    assert 'role="' not in svg
    assert '<a href="?territory=sfax" tabindex="-1" class="place"><title>Sfax &lt;3&gt;</title>' in svg
    assert svg.count('class="place__n"') == 1, "one organisation needs no number"


def test_a_chosen_place_stands_out_on_both_sheets():
    svg = maps.basin_places([{**PLACE, "chosen": True}])
    assert 'class="place place--chosen"' in svg
    assert "place__disc place__disc--chosen" in svg


def test_the_surface_of_a_disc_grows_with_the_number_up_to_a_bound():
    small, large, huge = places.radius(1), places.radius(9), places.radius(10_000)
    assert small < large < huge == places.radius(900)


def test_small_discs_lie_over_large_ones():
    svg = maps.basin_places([PLACE, {**PLACE, "label": "grand", "count": 40}])
    assert svg.index("<title>grand") < svg.index("<title>Sfax")


def test_the_name_of_a_town_steps_aside_for_its_disc():
    assert maps.basin_places([PLACE]) != maps.basin_places([{**PLACE, "count": 40}])
    near = re.search(r'x="(-[\d.]+)"[^>]*>Sfax<', maps.basin_places([PLACE]))
    far = re.search(r'x="(-[\d.]+)"[^>]*>Sfax<', maps.basin_places([{**PLACE, "count": 40}]))
    assert float(far[1]) < float(near[1]) < -9
