"""Gauges and bars: their values stand in SVG attributes, and they have a name or are hidden."""

import re

import pytest

from kernel.ui import charts


def widths(svg):
    return [float(w) for w in re.findall(r'<rect[^>]* width="([\d.]+)%"', svg)]


@pytest.mark.parametrize(
    ("value", "total", "width"), [(11, 16, 68.75), (0, 16, 0), (16, 16, 100), (30, 16, 100), (-3, 16, 0)]
)
def test_a_gauge_shows_a_part_between_nothing_and_all(value, total, width):
    assert widths(charts.gauge(value, total)) == [width]


def test_an_empty_whole_shows_nothing():
    assert widths(charts.gauge(3, 0)) == [0]
    assert widths(charts.bar(None, None)) == [0]


def test_a_gauge_has_one_graduation_a_unit_up_to_twenty_four():
    assert charts.gauge(3, 16).count("<line") == 15
    assert charts.gauge(3, 300).count("<line") == 9
    assert charts.gauge(3, 300, ticks=4).count("<line") == 3


def test_a_gauge_with_a_label_is_an_image_and_without_one_is_hidden():
    named = charts.gauge(1, 2, label='une "moitié"')
    assert 'role="img" aria-label="une &quot;moitié&quot;"' in named
    assert 'aria-hidden="true"' in charts.gauge(1, 2)


def test_a_full_quota_is_hatched():
    assert "url(#hatch)" in charts.gauge(16, 16, variant="full")
    assert "url(#hatch)" not in charts.gauge(16, 16)


def test_unknown_variants_are_refused():
    with pytest.raises(ValueError, match="gauge"):
        charts.gauge(1, 2, variant="red")
    with pytest.raises(ValueError, match="bar"):
        charts.bar(1, 2, kind="red")


def test_a_bar_marks_the_fair_share():
    assert 'x1="33.33%"' in charts.bar(10, 60, fair=20)


def test_disagreement_and_agreement_leave_the_line_in_two_directions():
    svg = charts.diverging(20, 70)
    assert 'class="dv__d" x="40%" y="16%" width="10%"' in svg
    assert 'class="dv__a" x="50%" y="16%" width="35%"' in svg


def test_a_spark_follows_its_values_and_dots_the_target():
    svg = charts.spark([100, 90, 80], 80)
    assert re.search(r'<path d="M2\.0 4 L66\.0 18 L130\.0 32"/>', svg)
    assert 'class="t" d="M0 32H136"' in svg


def test_a_spark_of_nothing_or_of_one_value_still_draws():
    assert charts.spark([]) == ""
    assert "M2.0 32" in charts.spark([5])


def test_transferability_is_hatched_only_where_a_place_falls_short():
    assert "track__gap" in charts.track(4, 2)
    assert "track__gap" not in charts.track(2, 4)
    assert "track__have" not in charts.track(4)


def test_no_drawing_uses_a_style_attribute():
    drawings = [charts.gauge(1, 2, variant="signal"), charts.bar(1, 2, kind="no", fair=1), charts.diverging(1, 2)]
    assert not any("style=" in svg for svg in [*drawings, charts.track(3, 1), charts.spark([1, 2], 3)])


def test_a_fitted_bar_is_as_long_as_its_value_so_that_a_figure_can_follow_it():
    svg = charts.bar(13, 52, fitted=True)
    assert svg.startswith('<svg class="bar bar--fit" width="25%"')
    assert widths(svg) == [100]
