"""Results for everyone: the page, the table and the data, all from what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from actors.choices import Constituency
from kernel.languages.choices import direction
from kernel.live.queries import head
from kernel.pagecache.keeping import kept

from .. import queries
from ..exports.results import results_csv, results_json
from ..findings import Finding, findings
from ..models import Analysis, Consultation
from ..queries.results import CONSTITUENCIES, SHORES, StatementResult, Turnout
from .finding import visible

BIGGEST = 16  # half a place of the opinion map, in its own units
PLACE = 40


@dataclass(frozen=True)
class Read:
    """A statement's result with what it means."""

    result: StatementResult
    finding: Finding

    @property
    def net(self) -> int:
        """Agreement less disagreement among everyone in the table by level, in points from -100 to 100."""
        tally = self.result.by_constituency.total
        return tally.agree_share - tally.disagree_share

    @property
    def spread(self) -> int | None:
        """Highest less lowest agreement of the levels shown, in points."""
        return None if self.finding.spread is None else round(100 * self.finding.spread)

    @property
    def consensus(self) -> int | None:
        """Level-informed consensus, in points."""
        return None if self.finding.consensus is None else round(100 * self.finding.consensus)


def counted(consultation: Consultation) -> tuple[list[StatementResult], Turnout]:
    """Results and turnout, which everyone reads and every vote makes stale."""
    return kept(
        f"consultation:{consultation.pk}", lambda: (queries.results_of(consultation), queries.turnout_of(consultation))
    )


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Where levels agree and part, who was heard, and every statement by level and by shore."""
    consultation = visible(request, slug)
    live = head(f"c:{consultation.pk}")  # read before the rows
    found, turnout = counted(consultation)
    read = _read(found)
    analysis = Analysis.objects.filter(consultation=consultation).first()
    context = {
        "consultation": consultation,
        "stage": consultation.stage(timezone.now()),
        "results": found,
        "turnout": turnout,
        "head": live,
        "read": read,
        "ground": sorted((one for one in read if one.finding.is_common_ground), key=lambda o: -(o.consensus or 0)),
        "bridges": [one for one in read if one.finding.is_bridge],
        "debated": sorted(
            (one for one in read if one.finding.reserved or one.finding.apart), key=lambda o: -(o.spread or 0)
        ),
        "scatters": _scatters(read),
        "missing": [Constituency(level).label for level in CONSTITUENCIES if level not in turnout.by_constituency],
        "heard": [(Constituency(level), turnout.by_constituency.get(level)) for level in CONSTITUENCIES],
        "sides": [(shore, turnout.by_shore.get(shore)) for shore in SHORES],
        "analysis": analysis,
        "places": _places(analysis),
    }
    return render(request, "consultations/results.html", context)


@require_safe
def results_table(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures as CSV."""
    consultation = visible(request, slug)
    response = HttpResponse(results_csv(counted(consultation)[0]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.slug}-results.csv"'
    return response


@require_safe
def results_data(request: HttpRequest, slug: str) -> JsonResponse:
    """The published figures as JSON."""
    consultation = visible(request, slug)
    return JsonResponse(results_json(consultation, *counted(consultation)), json_dumps_params={"ensure_ascii": False})


def _read(found: list[StatementResult]) -> list[Read]:
    def rows(breakdown: Any) -> dict[str, Any]:
        return {cell.group: cell.tally for cell in breakdown.cells if cell.tally}

    made = findings(
        [rows(one.by_constituency) for one in found], [rows(one.by_shore) for one in found], CONSTITUENCIES, SHORES
    )
    return [Read(result, finding) for result, finding in zip(found, made, strict=True)]


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


def _scatters(read: list[Read]) -> list[dict[str, Any]]:
    mirrored = direction(get_language() or "fr") == "rtl"
    shown = [one for one in read if one.spread is not None]
    return [_scatter(frame, shown, mirrored=mirrored) for frame in (LARGE, SMALL)] if shown else []


def _scatter(frame: Frame, shown: list[Read], *, mirrored: bool) -> dict[str, Any]:
    half, high = (frame.right - frame.left) / 2, frame.bottom - frame.top
    middle = (frame.left + frame.right) / 2
    points = [
        {
            "number": one.result.statement.number,
            "x": round(middle + (-one.net if mirrored else one.net) * half / 100, 1),
            "y": round(frame.bottom - (one.spread or 0) * high / 100, 1),
        }
        for one in shown
    ]
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
        "grid": [round(frame.left + step * half / 5, 1) for step in range(11)],
        "points": [{**point, "text_y": round(point["y"] + 4.5, 1)} for point in points],
        "mirrored": mirrored,
    }


def _places(analysis: Analysis | None) -> dict[str, Any] | None:
    """The opinion map: a circle a place, its area for the people who stand there."""
    if analysis is None or not analysis.figures.get("map"):
        return None
    side, found = analysis.figures["side"], analysis.figures["map"]
    most = max(people for _column, _row, people in found)
    return {
        "size": side * PLACE,
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
