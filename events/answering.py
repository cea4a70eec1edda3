"""What someone answers, and which questions they are asked: conditions are decided here, for form and action alike."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, Protocol

from django.core.files.base import File


@dataclass(frozen=True)
class Given:
    """An answer as it was given.

    `keeps_file` leaves the file that was sent before; `untouched` leaves all that stands, for whoever may not see it.
    """

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    consented: bool = False
    choices: frozenset[int] = frozenset()
    upload: File[bytes] | None = None
    keeps_file: bool = False
    untouched: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return self == NOTHING


NOTHING = Given()
UNTOUCHED = Given(untouched=True)
Answers = Mapping[int, Given]  # by the question's id


class Conditional(Protocol):
    """What a question says about when it is asked (events.models.Question)."""

    pk: Any
    shown_if_id: int | None
    shown_if_choice_id: int | None
    shown_for_mode: str
    shown_for_constituency: str


def asked(questions: Iterable[Conditional], answers: Answers, *, mode: str, constituency: str) -> set[int]:
    """The ids of the questions that these answers lead to.

    A question that hangs on another is asked when that one is asked too and was answered: with the choice named,
    or with anything where none is. Questions that hang on each other in a circle are never asked.
    """
    by_id = {question.pk: question for question in questions}

    def is_asked(question: Conditional, above: Collection[int]) -> bool:
        if question.shown_for_mode not in ("", mode):
            return False
        if question.shown_for_constituency not in ("", constituency):
            return False
        if question.shown_if_id is None:
            return True
        parent = by_id.get(question.shown_if_id)
        if parent is None or parent.pk in above:
            return False
        return _fits(question, answers.get(parent.pk, NOTHING)) and is_asked(parent, {*above, question.pk})

    return {pk for pk, question in by_id.items() if is_asked(question, {pk})}


def _fits(question: Conditional, given: Given) -> bool:
    if question.shown_if_choice_id is None:
        return not given.is_blank
    return question.shown_if_choice_id in given.choices


def fingerprint(answers: Answers | None) -> dict[str, list[Any]]:
    """Answers as plain JSON, a file by its name, size and content: the body under which a request is repeated."""
    return {str(pk): _plain(given) for pk, given in sorted((answers or {}).items())}


def _plain(given: Given) -> list[Any]:
    number = None if given.number is None else str(given.number)
    day = None if given.day is None else given.day.isoformat()
    upload = None if given.upload is None else [given.upload.name, given.upload.size, _digest(given.upload)]
    return [given.text, number, day, given.consented, sorted(given.choices), upload, given.keeps_file, given.untouched]


def _digest(upload: File[bytes]) -> str:
    digest = sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
