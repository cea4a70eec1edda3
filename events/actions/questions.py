"""Building a meeting's questions, and naming who lends a hand: the team's acts, each kept in the meeting's journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from events import rules
from events.asking import HelperRole, QuestionKind
from events.errors import MeetingError, NotAllowed
from events.models import Meeting, MeetingHelper, Picked, Question, QuestionChoice
from events.queries.questions import is_answered, places_of, questions_of
from events.ready_questions import ready_question
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES

from .locking import lock_seats, seats_transaction

if TYPE_CHECKING:
    from actors.models import Person

OWN = {"id", "meeting", "sort_order", "shown_if", "shown_if_choice"}  # what a copy does not take over


def _team_only(by: Person) -> None:
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut composer les questions d’une rencontre."))


def save_question(*, question: Question, by: Person, at: datetime) -> Question:
    """Save a question, new or changed, with its choices; a new one comes last.

    Under the meeting's lock, so that nobody takes a place that is being cut. Raises NotAllowed, RetryLater, and
    ValidationError naming the field: answers that exist forbid another kind, fewer places than are held, and taking
    a choice away.
    """
    _team_only(by)
    question.full_clean()
    if question.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES} and not question.choices.all():
        raise ValidationError(_("Donnez au moins un choix à cette question."))
    with seats_transaction():
        lock_seats(question.meeting_id)
        if question.pk is None:
            question.sort_order = _last_order(question.meeting_id) + 1
        else:
            _check_change(question)
        question.save()
        record(actor=by, verb="events.question_saved", target=question.meeting, at=at, data=_about(question))
    return question


def _last_order(meeting_id: int) -> int:
    return Question.objects.filter(meeting=meeting_id).aggregate(last=Max("sort_order"))["last"] or 0


def _about(question: Question) -> dict[str, Any]:
    return {"question": question.pk, "label": str(question)}


def _check_change(question: Question) -> None:
    """What answers and conditions that already exist allow."""
    before = Question.objects.get(pk=question.pk)
    if before.kind != question.kind and is_answered(question):
        raise ValidationError({"kind": _("Des personnes ont déjà répondu : ajoutez plutôt une autre question.")})
    kept = {choice.pk for choice in question.choices.all() if choice.pk}
    gone = before.choices.exclude(pk__in=kept)
    if Picked.objects.filter(choice__in=gone).exists():
        raise ValidationError(_("Ce choix a déjà été fait : décochez « proposé » plutôt que de le supprimer."))
    if Question.objects.filter(shown_if_choice__in=gone).exists():
        raise ValidationError(_("Une autre question dépend de ce choix : changez-la d’abord."))
    for places in places_of([question]).values():
        if places.taken > places.size:
            words = _("« %(choice)s » : %(taken)s personnes ont déjà ce choix. Donnez-lui au moins autant de places.")
            raise ValidationError(words % {"choice": str(places.choice), "taken": places.taken})


def add_ready_question(*, meeting: Meeting, kind: QuestionKind, by: Person, at: datetime) -> Question:
    """Add the ready question about access or diet, with its choices. Raises NotAllowed, RetryLater."""
    question, choices = ready_question(kind)
    question.meeting = meeting
    question.choices = choices
    return save_question(question=question, by=by, at=at)


def delete_question(*, question: Question, by: Person, at: datetime) -> None:
    """Delete a question that nobody answered. Raises NotAllowed, and MeetingError with what to do instead."""
    _team_only(by)
    with seats_transaction():
        meeting = lock_seats(question.meeting_id).meeting
        if is_answered(question):
            raise MeetingError(_("Des personnes ont répondu : décochez « posée » plutôt que de supprimer la question."))
        if Question.objects.filter(shown_if=question).exists():
            raise MeetingError(_("Une autre question dépend de celle-ci : changez-la d’abord."))
        data = _about(question)
        question.delete()
        record(actor=by, verb="events.question_deleted", target=meeting, at=at, data=data)


def order_questions(*, meeting: Meeting, ids: Sequence[int], by: Person, at: datetime) -> None:
    """Put a meeting's questions in this order. Raises NotAllowed, and MeetingError unless each is named once."""
    _team_only(by)
    with transaction.atomic():
        Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        known = set(Question.objects.filter(meeting=meeting).values_list("pk", flat=True))
        if len(ids) != len(known) or set(ids) != known:
            raise MeetingError(_("Les questions ont changé entre-temps : rechargez la page."))
        for position, pk in enumerate(ids, start=1):
            Question.objects.filter(pk=pk).update(sort_order=position)
        record(actor=by, verb="events.questions_ordered", target=meeting, at=at, data={"order": list(ids)})


def copy_questions(*, source: Meeting, target: Meeting, by: Person, at: datetime) -> list[Question]:
    """Add the questions that one meeting asks to another, with choices and conditions; no answer comes along.

    Raises NotAllowed, RetryLater.
    """
    _team_only(by)
    with seats_transaction():
        lock_seats(target.pk)
        return copy_questions_within(source=source, target=target, by=by, at=at)


def copy_questions_within(*, source: Meeting, target: Meeting, by: Person, at: datetime) -> list[Question]:
    """The same inside the caller's transaction, which has locked the target or just made it. Raises NotAllowed."""
    _team_only(by)
    first = _last_order(target.pk) + 1
    originals = questions_of(source)
    copies: dict[int, Question] = {}
    choices: dict[int, QuestionChoice] = {}
    for position, original in enumerate(originals, start=first):
        copy = _copy(original, meeting=target, sort_order=position)
        copies[original.pk] = copy
        for choice in original.choices.all():
            choices[choice.pk] = _copy(choice, question=copy, sort_order=choice.sort_order)
    for original in originals:
        _copy_condition(original, copies, choices)
    data = {"from": source.pk, "questions": [copy.pk for copy in copies.values()]}
    record(actor=by, verb="events.questions_copied", target=target, at=at, data=data)
    return list(copies.values())


def _copy(original: Any, **changed: Any) -> Any:
    """A new row with the same columns, translations among them."""
    skipped = {*OWN, *changed, "question"}
    names = [field.name for field in original._meta.concrete_fields if field.name not in skipped]
    bare = {name for name in names if f"{name}_{LANGUAGES[0]}" in names}  # the column of the default language
    copy = type(original)(**{name: getattr(original, name) for name in names if name not in bare}, **changed)
    copy.save()
    return copy


def _copy_condition(original: Question, copies: dict[int, Question], choices: dict[int, QuestionChoice]) -> None:
    """A question whose parent is no longer asked hangs on nothing that could be copied: it is asked of everyone."""
    if original.shown_if_id not in copies:
        return
    copy = copies[original.pk]
    copy.shown_if = copies[original.shown_if_id]
    copy.shown_if_choice = choices.get(original.shown_if_choice_id) if original.shown_if_choice_id else None
    copy.save(update_fields=["shown_if", "shown_if_choice"])


def add_helper(*, meeting: Meeting, person: Person, role: HelperRole, by: Person, at: datetime) -> MeetingHelper:
    """Let someone lend a hand at a meeting in a role. Safe to repeat. Raises NotAllowed."""
    _team_only(by)
    with transaction.atomic():
        helper, is_new = MeetingHelper.objects.get_or_create(
            meeting=meeting, person=person, role=role, defaults={"added_by": by, "added_at": at}
        )
        if is_new:
            data = {"person": person.pk, "role": role.value}
            record(actor=by, verb="events.helper_added", target=meeting, at=at, data=data)
    return helper


def remove_helper(*, helper: MeetingHelper, by: Person, at: datetime) -> None:
    """End someone's role: what they could read is closed to them at once. Safe to repeat. Raises NotAllowed."""
    _team_only(by)
    with transaction.atomic():
        deleted, _rows = MeetingHelper.objects.filter(pk=helper.pk).delete()
        if deleted:
            data = {"person": helper.person_id, "role": helper.role}
            record(actor=by, verb="events.helper_removed", target=helper.meeting, at=at, data=data)
