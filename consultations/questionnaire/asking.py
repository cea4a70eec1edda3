"""A questionnaire as it is put to someone: its pages, their questions and choices, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..choices import QuestionKind

if TYPE_CHECKING:
    from ..models import Option, Question, Section

Value = Any  # what JSON holds, in the shape of the question's kind: see `kinds`
Answers = Mapping[int, Value]  # question id -> value


@dataclass(frozen=True)
class Choice:
    """A choice, or a row of a matrix; `record` has its words in each language."""

    code: str
    is_free: bool = False
    record: Option | None = None

    def __str__(self) -> str:
        return str(self.record or self.code)


@dataclass(frozen=True)
class Asked:
    """A question with all that is needed to ask it and to judge an answer."""

    pk: int
    code: str
    kind: QuestionKind
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    depends_on: int | None = None
    depends_values: frozenset[str] = frozenset()
    record: Question | None = None

    @property
    def name(self) -> str:
        """The name of its controls in a form."""
        return f"q{self.pk}"

    @property
    def is_closed(self) -> bool:
        """Whether its answers can be counted without being read one by one."""
        return self.kind in CLOSED

    @property
    def scale(self) -> range:
        """The steps of a scale, the lowest first."""
        low = int(self.settings.get("low", 1))
        return range(low, max(int(self.settings.get("high", 5)), low) + 1)

    def __str__(self) -> str:
        return str(self.record or self.code)


CLOSED = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.SCALE,
        QuestionKind.MATRIX,
        QuestionKind.RANKING,
    }
)


@dataclass(frozen=True)
class Page:
    """A section: what one screen asks."""

    pk: int
    questions: tuple[Asked, ...]
    record: Section | None = None

    def __str__(self) -> str:
        return str(self.record or self.pk)


@dataclass(frozen=True)
class Questionnaire:
    """All pages, in order."""

    pages: tuple[Page, ...]

    def __bool__(self) -> bool:
        return any(page.questions for page in self.pages)

    def __iter__(self) -> Iterator[Asked]:
        return (question for page in self.pages for question in page.questions)

    @cached_property
    def by_pk(self) -> dict[int, Asked]:
        """Each question by its key."""
        return {question.pk: question for question in self}
