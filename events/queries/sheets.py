"""What someone who lends a hand at a meeting works with: how many come, and the answers that are for their role."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from events.asking import KNOWS_NAMES, HelperRole, QuestionKind, Reader
from events.choices import Mode
from events.models import Answer, Meeting, Question, QuestionChoice, Registration

from .answers import answers_for, in_words
from .questions import questions_of

ON_SITE = {HelperRole.CATERER, HelperRole.DOOR}  # what these do concerns only who comes to the place


@dataclass(frozen=True)
class Tallied:
    """A question's answers without names: how often each choice, what was written, the sum of numbers."""

    question: Question
    counts: tuple[tuple[QuestionChoice, int], ...]
    words: tuple[tuple[str, int], ...]
    total: Decimal | None
    answered: int


@dataclass(frozen=True)
class Guest:
    """Someone who comes, as the door reads of them."""

    registration: Registration
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Sheet:
    """A role's page. `guests` is empty for roles that work without names."""

    meeting: Meeting
    role: HelperRole
    people: int
    modes: tuple[tuple[Mode, int], ...]
    languages: tuple[tuple[str, int], ...]
    tallied: tuple[Tallied, ...]
    guests: tuple[Guest, ...]

    @property
    def knows_names(self) -> bool:
        """Whether this role reads who comes."""
        return Reader(self.role.value) in KNOWS_NAMES


def sheet(meeting: Meeting, role: HelperRole) -> Sheet:
    """What a role may see of a meeting: confirmed registrations only, in a constant number of queries."""
    reader = Reader(role.value)
    rows = people_for(meeting, role)
    readable = answers_for(reader, rows)
    questions = [q for q in questions_of(meeting, asked_only=False) if reader in q.seen_by]
    guests: tuple[Guest, ...] = ()
    if reader in KNOWS_NAMES:
        guests = tuple(_guest(row, questions, readable.get(row.pk, {})) for row in rows)
    modes, languages = Counter(row.mode for row in rows), Counter(row.listening_language for row in rows)
    return Sheet(
        meeting=meeting,
        role=role,
        people=len(rows),
        modes=tuple((mode, modes[mode]) for mode in meeting.modes if modes[mode]),
        languages=tuple((code, languages[code]) for code in meeting.listening_languages if languages[code]),
        tallied=tuple(_tallied(question, readable) for question in questions),
        guests=guests,
    )


def people_for(meeting: Meeting, role: HelperRole) -> list[Registration]:
    """The confirmed registrations that concern a role; kitchen and door have nothing to do with who is far away."""
    found = Registration.objects.confirmed().filter(meeting=meeting).select_related("person", "organisation")
    if role in ON_SITE:
        found = found.filter(mode=Mode.IN_PERSON)
    return sorted(found, key=lambda row: (row.person.name.casefold(), row.pk))


def _guest(row: Registration, questions: list[Question], answers: dict[int, Answer]) -> Guest:
    given = (answers[q.pk] for q in questions if q.pk in answers)
    return Guest(row, tuple(answer for answer in given if not answer.is_blank))


def _tallied(question: Question, readable: dict[int, dict[int, Answer]]) -> Tallied:
    answers = [found[question.pk] for found in readable.values() if question.pk in found]
    answers = [answer for answer in answers if not answer.is_blank]
    picked = Counter(choice.pk for answer in answers for choice in answer.picked)
    numbers = [answer.number for answer in answers if answer.number is not None]
    return Tallied(
        question=question,
        counts=tuple((choice, picked[choice.pk]) for choice in question.choices.all() if picked[choice.pk]),
        words=tuple(sorted(Counter(_words(answer) for answer in answers if _words(answer)).items())),
        total=sum(numbers, Decimal(0)) if numbers else None,
        answered=len(answers),
    )


def _words(answer: Answer) -> str:
    """What was written, the same for all who wrote the same; a file's name may hold a person's, and is left out."""
    if answer.question.kind in {QuestionKind.FILE, QuestionKind.NUMBER, QuestionKind.CONSENT}:
        return ""
    return answer.text if answer.text or answer.question.takes_choices else in_words(answer)
