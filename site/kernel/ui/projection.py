"""From longitude and latitude to the sheet of the basin map.

Lambert's azimuthal equal-area projection, centred on the sea (15.4 E, 37.9 N, the Sicilian channel) and rolled by 1.5°
so that Gibraltar and the Levant stand level. Formulas: J. P. Snyder, Map Projections, USGS 1395 (1987), chapter 24;
rotations in the order of d3-geo, with which the coast in static/map/basin.json was drawn.
"""

from math import asin, atan2, cos, hypot, radians, sin, sqrt

WIDTH, HEIGHT = 1440, 640


def _equal_area(lon: float, lat: float) -> tuple[float, float]:
    scale = sqrt(2 / (1 + cos(lon) * cos(lat)))
    return scale * cos(lat) * sin(lon), -scale * sin(lat)


def _rotated(lon: float, lat: float, centre: tuple[float, float], roll: float) -> tuple[float, float]:
    """Radians of a point once `centre` is brought to (0, 0) and the sheet rolled."""
    longitude, latitude = radians(lon - centre[0]), radians(lat)
    tilt, turn = radians(-centre[1]), radians(roll)
    x, y, z = cos(longitude) * cos(latitude), sin(longitude) * cos(latitude), sin(latitude)
    k = z * cos(tilt) + x * sin(tilt)
    return atan2(y * cos(turn) - k * sin(turn), x * cos(tilt) - z * sin(tilt)), asin(k * cos(turn) + y * sin(turn))


def _raw(lon: float, lat: float) -> tuple[float, float]:
    return _equal_area(*_rotated(lon, lat, (15.4, 37.9), 1.5))


# the sheet runs from 8.6 W to 38.6 E; its middle lies between the head of the Adriatic and the gulf of Sidra
_WEST, _EAST = _raw(-8.6, 36), _raw(38.6, 34.5)
_NORTH, _SOUTH = _raw(12.5, 45.65), _raw(19, 29.9)
_SCALE = WIDTH / (_EAST[0] - _WEST[0])
_MIDDLE = (_NORTH[1] + _SOUTH[1]) / 2


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a place lies on the sheet, in units of its 1440 by 640 view box; it may lie outside."""
    x, y = _raw(float(lon), float(lat))
    return round((x - _WEST[0]) * _SCALE, 1), round(HEIGHT / 2 + (y - _MIDDLE) * _SCALE, 1)


def project_on_plate(lat: float, lon: float, *, centre: tuple[float, float], span: float) -> tuple[float, float]:
    """Where a place lies on a plate of 600 by 400 around `centre` (lon, lat), `span` degrees of longitude wide."""
    left, right = (_equal_area(*_rotated(centre[0] + d, centre[1], centre, 0)) for d in (-span / 2, span / 2))
    scale = 600 / (right[0] - left[0])
    x, y = _equal_area(*_rotated(float(lon), float(lat), centre, 0))
    return round(300 + x * scale), round(200 + y * scale)


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance between two points of the sheet."""
    return hypot(a[0] - b[0], a[1] - b[1])
