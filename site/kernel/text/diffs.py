"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, ADDED, REMOVED = "same", "added", "removed"
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 40  # words shown before and after a change
_MOST_PAIRS = 25_000  # of equal words at any two places: a tenth of a second; texts of 10,000 characters have a fifth
_SHORT = 200  # from here on difflib leaves the words aside that make more than a hundredth of a text


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
    for change, start, end, at, to in _changes(old, new):
        if change == "equal":
            pieces += _same(old[start:end], is_first=start == 0, is_last=end == len(old))
            continue
        if end > start:
            pieces.append(Piece(REMOVED, "".join(old[start:end])))
        if to > at:
            pieces.append(Piece(ADDED, "".join(new[at:to])))
    return pieces


def _changes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What changed, as difflib says it; between texts of few words in ever new orders, which would keep it busy for
    seconds, only where the change begins and ends."""
    if _pairs(old, new) <= _MOST_PAIRS:
        return list(SequenceMatcher(None, old, new).get_opcodes())
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    tail = next((place for place in range(most - head) if old[-1 - place] != new[-1 - place]), most - head)
    before, after = len(old) - tail, len(new) - tail
    found = [
        ("equal", 0, head, 0, head),
        ("replace", head, before, head, after),
        ("equal", before, len(old), after, len(new)),
    ]
    return [change for change in found if change[1] < change[2] or change[3] < change[4]]


def _pairs(old: list[str], new: list[str]) -> int:
    """How many times a word of one text stands in the other, at each of its places: a turn of difflib."""
    times = Counter(new)
    most = len(new) // 100 + 1 if len(new) >= _SHORT else len(new)
    return sum(count * times[word] for word, count in Counter(old).items() if times[word] <= most)


def _same(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    """Unchanged words; of a long stretch only those next to a change."""
    if len(words) <= 2 * _AROUND:
        return [Piece(SAME, "".join(words))]
    ends = [] if is_first else [Piece(SAME, "".join(words[:_AROUND]))]
    starts = [] if is_last else [Piece(SAME, "".join(words[-_AROUND:]))]
    return [*ends, Piece(SAME, "", is_cut=True), *starts]
