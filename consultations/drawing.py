"""How results are drawn: agreement against spread, and the opinion map. Pure geometry, in SVG units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

BIGGEST = 18  # half a place of the opinion map, in its own units
PLACE = 40
MOST_POINTS = 100  # statements: more cannot be told apart


@dataclass(frozen=True)
class Frame:
    """The drawing of agreement against spread, for one width of screen."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    radius: float


LARGE = Frame("l", 900, 500, 50, 880, 20, 455, 15)
SMALL = Frame("s", 360, 430, 24, 352, 16, 385, 12.5)


@dataclass(frozen=True)
class Point:
    """A statement: `net` from -100 to 100, `spread` from 0 to 100; `way`: the address it leads to."""

    number: int
    net: int
    spread: int
    is_ground: bool
    way: str = ""


def scatters(points: Sequence[Point], *, mirrored: bool) -> list[dict[str, Any]]:
    """The two drawings, large and small; none without a statement. `mirrored`: agreement stands on the left."""
    shown = points[:MOST_POINTS]
    return [_scatter(frame, shown, mirrored=mirrored) for frame in (LARGE, SMALL)] if shown else []


def _scatter(frame: Frame, shown: Sequence[Point], *, mirrored: bool) -> dict[str, Any]:
    half, high = (frame.right - frame.left) / 2, frame.bottom - frame.top
    middle = (frame.left + frame.right) / 2
    points = _apart([_placed(frame, point, middle, half, high, mirrored=mirrored) for point in shown], frame)
    return {
        "frame": frame,
        "middle": middle,
        "half": half,
        "full": frame.right - frame.left,
        "ground_x": frame.left if mirrored else middle,
        "ground_y": round(frame.top + high * 0.53, 1),
        "ground_height": round(high * 0.47, 1),
        "debate_height": round(high * 0.26, 1),
        "debate_y": frame.top + 24,
        "ground_label_x": middle - 12 if mirrored else middle + 12,
        "debate_label_x": frame.left + 12 if mirrored else frame.right - 12,
        "label_y": frame.bottom - 12,
        "axis_y": frame.bottom + 28,
        "side_x": frame.left - 14,
        "side_y": (frame.top + frame.bottom) / 2,
        "grid": [round(frame.left + step * half / 5, 1) for step in range(11)],
        "stretches": [round(frame.left + step * half / 5, 1) for step in range(0, 10, 2)],
        "stretch": round(half / 5, 1),
        "points": [{**point, "text_y": round(point["y"] + 4.5, 1)} for point in points],
        "mirrored": mirrored,
    }


def _placed(frame: Frame, point: Point, middle: float, half: float, high: int, *, mirrored: bool) -> dict[str, Any]:
    return {
        "number": point.number,
        "is_ground": point.is_ground,
        "way": point.way,
        "x": round(middle + (-point.net if mirrored else point.net) * half / 100, 1),
        "y": round(frame.bottom - point.spread * high / 100, 1),
    }


def _apart(points: list[dict[str, Any]], frame: Frame) -> list[dict[str, Any]]:
    """The same, with a point that would hide another moved beside it: numbers stay readable."""
    placed: list[dict[str, Any]] = []
    for point in points:
        x = point["x"]
        while any(
            abs(one["x"] - x) < frame.radius * 1.6 and abs(one["y"] - point["y"]) < frame.radius for one in placed
        ):
            x += frame.radius * 1.7
            if x > frame.right:
                x = point["x"]
                break
        placed.append({**point, "x": round(x, 1)})
    return placed


def places(figures: dict[str, Any]) -> dict[str, Any] | None:
    """The opinion map: a circle a place, its area for the people who stand there. None where no place is shown."""
    found = figures.get("map")
    if not found:
        return None
    side = figures["side"]
    most = max(people for _column, _row, people in found)
    return {
        "size": side * PLACE,
        "grid": [step * PLACE for step in range(1, side)],
        "circles": [
            {
                "x": column * PLACE + PLACE // 2,
                "y": row * PLACE + PLACE // 2,
                "r": round(BIGGEST * (people / most) ** 0.5, 1),
                "people": people,
            }
            for column, row, people in found
        ],
    }
