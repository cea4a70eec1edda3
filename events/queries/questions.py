"""What a meeting asks, and how many places each choice has left: counted from the registrations each time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch

from events.capacity import Pool, Room, Seat, Tally, left_in, room_in
from events.choices import LIVE_STATES
from events.models import Answer, Meeting, Picked, Question, QuestionChoice, Registration

ANY_SEAT = Seat("", "", "")


@dataclass(frozen=True)
class ChoicePlaces:
    """A choice with limited places. Every registration that is not over holds one, also while it waits."""

    choice: QuestionChoice
    size: int
    taken: int

    @property
    def room(self) -> Room:
        """What a newcomer finds."""
        return room_in(self._pool, self._tally)

    @property
    def left(self) -> int:
        """Places that nobody holds."""
        return left_in(self._pool, self._tally)

    @property
    def _pool(self) -> Pool:
        return Pool(size=self.size)

    @property
    def _tally(self) -> Tally:
        return Tally(taken={ANY_SEAT: self.taken})


def questions_of(meeting: Meeting, *, asked_only: bool = True) -> list[Question]:
    """A meeting's questions in order with their choices, in two queries."""
    found = Question.objects.filter(meeting=meeting).select_related("shown_if", "shown_if_choice")
    if asked_only:
        found = found.filter(is_asked=True)
    choices = QuestionChoice.objects.order_by("sort_order", "pk")
    return list(found.prefetch_related(Prefetch("choices", choices)).order_by("sort_order", "pk"))


def places_of(questions: list[Question], *, but: Registration | None = None) -> dict[int, ChoicePlaces]:
    """The limited choices of these questions by id, one registration left out; no query where nothing is limited.

    Whoever takes a place asks this under the meeting's lock.
    """
    limited = {c.pk: c for question in questions for c in question.choices.all() if c.places is not None}
    if not limited:
        return {}
    held = Picked.objects.filter(
        choice__in=limited, answer__is_current=True, answer__registration__state__in=LIVE_STATES
    )
    if but is not None:
        held = held.exclude(answer__registration=but)
    counts = dict(held.order_by().values_list("choice").annotate(Count("pk")))
    return {pk: ChoicePlaces(choice, choice.places or 0, counts.get(pk, 0)) for pk, choice in limited.items()}


def current_answers(registration: Registration) -> dict[int, Answer]:
    """What stands answered in a registration, by the question's id. For the person's own form and for actions."""
    found = Answer.objects.current().filter(registration=registration).prefetch_related("choices")
    return {answer.question_id: answer for answer in found.select_related("question")}


def is_answered(question: Question) -> bool:
    """Whether anyone ever answered, also in a version since superseded: then its kind is settled."""
    return Answer.objects.filter(question=question).exists()
