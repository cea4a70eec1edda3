"""Answers as their readers may see them. Every view and export reads them here (events.disclosure holds the rule)."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from events import rules
from events.asking import PROTECTED_KINDS, HelperRole, QuestionKind, Reader
from events.disclosure import Standing, discloses
from events.models import Answer, AnswerPurge, Meeting, MeetingHelper, Registration
from kernel.ui import formats


def helper_roles(user: Any, meeting: Meeting) -> list[HelperRole]:
    """For what someone lends a hand at a meeting."""
    if user is None or not user.is_authenticated or not user.is_active:
        return []
    found = MeetingHelper.objects.filter(meeting=meeting, person_id=user.pk).values_list("role", flat=True)
    return sorted(HelperRole(role) for role in found)


def standings(user: Any, registration: Registration) -> set[Standing]:
    """The ways in which someone stands to a registration; none for others and the signed-out."""
    if user is None or not user.is_authenticated or not user.is_active:
        return set()
    found = {Standing(role) for role in helper_roles(user, registration.meeting)}
    if registration.person_id == user.pk:
        found.add(Standing.SELF)
    elif _registered_them(user, registration):
        found.add(Standing.REGISTRANT)
    if rules.may_manage(user):
        found.add(Standing.ORGANISER)
    return found


def _registered_them(user: Any, registration: Registration) -> bool:
    """Whoever registered a colleague, while they may still act for them in the same organisation."""
    if registration.registered_by_id != user.pk:
        return False
    return rules.may_register_for(user, registration.person, registration.organisation_id)


def answers_visible_to(user: Any, registration: Registration) -> list[Answer]:
    """The current answers of a registration that someone may read, in the form's order; blank ones left out."""
    ways = standings(user, registration)
    if not ways:
        return []
    found = _ready(Answer.objects.filter(registration=registration))
    return [answer for answer in found if not answer.is_blank and _may_read(ways, user, answer, registration)]


def _may_read(ways: Collection[Standing], user: Any, answer: Answer, registration: Registration) -> bool:
    question = answer.question
    return any(
        discloses(
            standing,
            kind=question.kind,
            seen_by=question.seen_by,
            is_seated=registration.is_confirmed,
            wrote_it=answer.by_id == user.pk,
        )
        for standing in ways
    )


def _ready(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    found = answers.filter(is_current=True).select_related("question").prefetch_related("choices")
    return found.order_by("question__sort_order", "question_id")


def answer_with_file(user: Any, ident: Any) -> Answer | None:
    """The answer whose file has this address, if someone may read it; superseded ones are the person's alone."""
    found = Answer.objects.filter(ident=ident).exclude(file="").select_related("question", "registration__meeting")
    answer = found.prefetch_related("choices").first()
    if answer is None:
        return None
    ways = standings(user, answer.registration)
    if not answer.is_current:
        return answer if Standing.SELF in ways else None
    return answer if _may_read(ways, user, answer, answer.registration) else None


def answers_for(
    reader: Reader, registrations: Iterable[Registration], *, protected: bool = True
) -> dict[int, dict[int, Answer]]:
    """What a reader may see of these registrations: answers by registration, then by question; two queries.

    `protected=False` leaves access and dietary needs out: general exports hold none.
    """
    rows = {registration.pk: registration for registration in registrations}
    found = _ready(Answer.objects.filter(registration__in=rows, **{f"question__seen_by_{reader.value}": True}))
    if not protected:
        found = found.exclude(question__kind__in=PROTECTED_KINDS)
    readable: dict[int, dict[int, Answer]] = {}
    for answer in found:
        question, row = answer.question, rows[answer.registration_id]
        standing = Standing(reader.value)
        if discloses(standing, kind=question.kind, seen_by=question.seen_by, is_seated=row.is_confirmed):
            readable.setdefault(row.pk, {})[question.pk] = answer
    return readable


def versions_of(answer: Answer) -> list[Answer]:
    """All versions of an answer that its reader may see, the latest first: who changed what, and when."""
    found = Answer.objects.filter(registration=answer.registration_id, question=answer.question_id)
    return list(found.select_related("question", "by").prefetch_related("choices").order_by("-version"))


def in_words(answer: Answer) -> str:
    """An answer as one reads it, in the language that is active."""
    kind = answer.question.kind
    if kind == QuestionKind.NUMBER and answer.number is not None:
        return f"{formats.number(answer.number)} {answer.question.unit or ''}".strip()
    if kind == QuestionKind.DATE and answer.day is not None:
        return formats.day(answer.day, "medium")
    if kind == QuestionKind.FILE:
        return answer.file_name
    if kind == QuestionKind.CONSENT:
        return _("Oui") if answer.consented else ""
    return " ; ".join([*(choice.label for choice in answer.picked), *([answer.text] if answer.text else [])])


def purges_of(meeting: Meeting) -> list[AnswerPurge]:
    """What was deleted of the answers to a meeting's questions, the latest first."""
    return list(AnswerPurge.objects.filter(meeting=meeting).order_by("-purged_at", "-pk"))


def digest_of(rows: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 over which rows there were, in order of their ids, as canonical JSON.

    A row is (id, registration's id, version, moment as ISO 8601 in UTC): nothing of what was said.
    """
    body = json.dumps(sorted(list(row) for row in rows), separators=(",", ":"), ensure_ascii=True)
    return sha256(body.encode()).hexdigest()
