"""Results as a table and as data: the same figures as the page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.exports.tables import to_csv
from kernel.languages.choices import LANGUAGES

from ..models import Consultation
from ..queries.results import StatementResult, Turnout
from ..results import Breakdown, Tally

LICENCE = "CC BY 4.0"


@dataclass(frozen=True)
class Line:
    """A figure of a statement: `table` is total, level, shore or level_shore; `level` and `shore` say of whom."""

    statement: int
    table: str
    level: str
    shore: str
    tally: Tally


def lines_of(results: Sequence[StatementResult]) -> Iterator[Line]:
    """Every figure that is shown, in order; what is not shown has no line."""
    for result in results:
        number = result.statement.number
        if result.total.seen and not result.is_hidden:
            yield Line(number, "total", "", "", result.total)
        for cell in result.by_constituency.cells:
            if cell.tally:
                yield Line(number, "level", cell.group, "", cell.tally)
        for cell in result.by_shore.cells:
            if cell.tally:
                yield Line(number, "shore", "", cell.group, cell.tally)
        for (level, shore), tally in sorted(result.crossed.items()):
            yield Line(number, "level_shore", level, shore, tally)


def results_csv(results: Sequence[StatementResult]) -> bytes:
    """One row a figure; column names and codes are the same in every language."""
    return to_csv(
        lines_of(results),
        [
            ("statement", lambda line: line.statement),
            ("table", lambda line: line.table),
            ("level", lambda line: line.level),
            ("shore", lambda line: line.shore),
            ("agree", lambda line: line.tally.agree),
            ("disagree", lambda line: line.tally.disagree),
            ("pass", lambda line: line.tally.passed),
        ],
    )


def results_json(consultation: Consultation, results: Sequence[StatementResult], turnout: Turnout) -> dict[str, Any]:
    """The same as data. A group that is not shown is absent."""
    return {
        "consultation": consultation.slug,
        "licence": LICENCE,
        "opens_at": consultation.opens_at.isoformat(),
        "closes_at": consultation.closes_at.isoformat(),
        "people": {
            "total": turnout.people if turnout.people_are_shown else None,
            "by_level": turnout.by_constituency,
            "by_shore": turnout.by_shore,
        },
        "statements": [_statement(result) for result in results],
    }


def _statement(result: StatementResult) -> dict[str, Any]:
    return {
        "number": result.statement.number,
        "text": {code: text for code in LANGUAGES if (text := getattr(result.statement, f"text_{code}"))},
        "total": None if result.is_hidden else _figures(result.total),
        "by_level": _rows(result.by_constituency),
        "by_shore": _rows(result.by_shore),
        "by_level_and_shore": [
            {"level": level, "shore": shore, **_figures(tally)}
            for (level, shore), tally in sorted(result.crossed.items())
        ],
    }


def _rows(table: Breakdown) -> dict[str, dict[str, int]]:
    return {cell.group: _figures(cell.tally) for cell in table.cells if cell.tally}


def _figures(tally: Tally) -> dict[str, int]:
    return {"agree": tally.agree, "disagree": tally.disagree, "pass": tally.passed}
