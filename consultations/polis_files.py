"""Votes in the Polis matrix format: a line a participant, a column a statement, 1 agree, -1 disagree, 0 pass."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from .statistics.counts import UNGROUPED
from .statistics.votes import AGREE, DISAGREE, PASS, Integers, Votes

MODERATED_OUT = "-1"
VALUES = {str(value): value for value in (AGREE, PASS, DISAGREE)} | {"1.0": AGREE, "0.0": PASS, "-1.0": DISAGREE}


class UnreadableFile(ValueError):
    """The file is not what it should be; the message says where."""


@dataclass(frozen=True)
class VoteFile:
    """`statements`: the ids in the file's order. `columns`: what else the file says of each participant, by name."""

    votes: Votes
    statements: tuple[str, ...]
    columns: dict[str, list[str]]

    def groups(self, column: str) -> tuple[list[str], Integers]:
        """Labels of a column, sorted (as numbers where they are), and each participant's place among them.

        A blank cell is nobody's group. Raises UnreadableFile where the file has no such column.
        """
        if column not in self.columns:
            names = ", ".join(self.columns)
            raise UnreadableFile(
                _("La colonne « %(column)s » n’existe pas. Colonnes : %(names)s.") % {"column": column, "names": names}
            )
        cells = [cell.strip() for cell in self.columns[column]]
        labels = sorted({cell for cell in cells if cell}, key=_as_number)
        place = {label: index for index, label in enumerate(labels)}
        return labels, np.array([place.get(cell, UNGROUPED) for cell in cells], dtype=np.int64)

    def without(self, ids: Iterable[str]) -> VoteFile:
        """The same without some statements."""
        left_out = set(ids)
        kept = [index for index, ident in enumerate(self.statements) if ident not in left_out]
        return VoteFile(self.votes.on_statements(kept), tuple(self.statements[i] for i in kept), self.columns)


def _as_number(label: str) -> tuple[int, float, str]:
    try:
        return (0, float(label), label)
    except ValueError:
        return (1, 0.0, label)


def read_votes(path: Path) -> VoteFile:
    """Read a participants-votes file: columns named by digits are statements, the others describe the participant.

    Raises UnreadableFile naming line and column, and OSError.
    """
    header, lines = _lines(path)
    places = [index for index, name in enumerate(header) if name.isascii() and name.isdigit()]
    if not places:
        raise UnreadableFile(_("Aucune colonne d’énoncé : leurs noms sont des nombres, par exemple 0, 1, 2."))
    if len({header[index] for index in places}) < len(places):
        raise UnreadableFile(_("Deux colonnes d’énoncé portent le même numéro."))
    who: list[int] = []
    what: list[int] = []
    said: list[int] = []
    for person, cells in enumerate(lines):
        if len(cells) != len(header):
            raise UnreadableFile(
                _("Ligne %(line)s : %(found)s cellules au lieu de %(wanted)s.")
                % {"line": person + 2, "found": len(cells), "wanted": len(header)}
            )
        for statement, index in enumerate(places):
            if cell := cells[index].strip():
                who.append(person)
                what.append(statement)
                said.append(_value(cell, person + 2, header[index]))
    others = {name: [cells[index] for cells in lines] for index, name in enumerate(header) if index not in set(places)}
    votes = Votes.from_rows(len(lines), len(places), who, what, said)
    return VoteFile(votes, tuple(header[index] for index in places), others)


def _value(cell: str, line: int, column: str) -> int:
    if cell not in VALUES:
        raise UnreadableFile(
            _("Ligne %(line)s, énoncé %(column)s : « %(cell)s » n’est ni 1, ni -1, ni 0.")
            % {"line": line, "column": column, "cell": cell[:20]}
        )
    return VALUES[cell]


def read_moderated_out(path: Path) -> set[str]:
    """The statements that a comments file marks as moderated out (-1). Raises UnreadableFile, OSError."""
    header, lines = _lines(path)
    try:
        ident, moderated = header.index("comment-id"), header.index("moderated")
    except ValueError as error:
        raise UnreadableFile(_("Le fichier des énoncés doit avoir les colonnes comment-id et moderated.")) from error
    width = max(ident, moderated) + 1
    return {
        cells[ident].strip() for cells in lines if len(cells) >= width and cells[moderated].strip() == MODERATED_OUT
    }


def _lines(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(_("%(file)s n’est pas un fichier CSV en UTF-8.") % {"file": path.name}) from error
    if not rows:
        raise UnreadableFile(_("%(file)s est vide.") % {"file": path.name})
    return [name.strip() for name in rows[0]], rows[1:]
