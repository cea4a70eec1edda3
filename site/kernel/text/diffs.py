"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 40  # words shown before and after a change


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went; `is_cut` where unchanged words between changes are left out."""

    kind: str
    text: str
    is_cut: bool = False


def compare(before: str, after: str) -> list[Piece]:
    """The words of both texts in the order of reading: what went stands before what came in its place."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[Piece] = []
    for change, start, end, at, to in SequenceMatcher(None, old, new).get_opcodes():
        if change == "equal":
            pieces += _same(old[start:end], is_first=start == 0, is_last=end == len(old))
            continue
        if end > start:
            pieces.append(Piece(REMOVED, "".join(old[start:end])))
        if to > at:
            pieces.append(Piece(ADDED, "".join(new[at:to])))
    return pieces


def _same(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    """Unchanged words; of a long stretch only those next to a change."""
    if len(words) <= 2 * _AROUND:
        return [Piece(SAME, "".join(words))]
    ends = [] if is_first else [Piece(SAME, "".join(words[:_AROUND]))]
    starts = [] if is_last else [Piece(SAME, "".join(words[-_AROUND:]))]
    return [*ends, Piece(SAME, "", is_cut=True), *starts]
