"""The team builds a questionnaire: sections, questions, choices. What somebody answered keeps its meaning."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import value_used
from kernel.pagecache.actions import bump

from .. import rules
from ..choices import QuestionKind
from ..errors import ConsultationError, NotAllowed
from ..models import Consultation, Option, Question, ResponseAnswer, Section
from ..questionnaire.paths import CONDITIONS

if TYPE_CHECKING:
    from actors.models import Person

WITH_CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX, QuestionKind.RANKING})
LEAST_CHOICES = 2
WORDED = ("label", "low_label", "high_label")
CODE_LENGTH = 40


def write_section(*, section: Section, by: Person, at: datetime) -> Section:
    """Save a section; a new one comes last. Raises NotAllowed, ValidationError."""
    _team_only(by)
    with transaction.atomic():
        _lock(section.consultation_id)
        if section.pk is None:
            section.position = _last(Section.objects.filter(consultation=section.consultation_id)) + 1
        section.full_clean()
        section.save()
        _done("consultation.section_saved", section.consultation, by, at, section)
    return section


def remove_section(*, section: Section, by: Person, at: datetime) -> None:
    """Delete a section with its questions, unless somebody answered. Raises NotAllowed, ConsultationError."""
    _team_only(by)
    with transaction.atomic():
        consultation = _lock(section.consultation_id)
        if ResponseAnswer.objects.filter(question__section=section).exists():
            raise ConsultationError(_("Des personnes ont répondu à cette section : elle ne peut plus être supprimée."))
        if Question.objects.filter(depends_on__section=section).exclude(section=section).exists():
            raise ConsultationError(_("Une question d’une autre section dépend de celle-ci : changez-la d’abord."))
        Question.objects.filter(section=section).update(depends_on=None)
        _done("consultation.section_removed", consultation, by, at, section)
        section.delete()


def write_question(*, question: Question, by: Person, at: datetime) -> Question:
    """Save a question with its choices; a new one comes last in its section. Codes left empty are formed here.

    Raises NotAllowed, and ValidationError naming the field: once somebody answered, kind, codes, wordings and choices
    stay; a missing translation may still be added.
    """
    _team_only(by)
    with transaction.atomic():
        consultation = _lock(question.section.consultation_id)
        _give_codes(question, consultation)
        if question.pk is None:
            question.position = _last(Question.objects.filter(section=question.section)) + 1
        question.full_clean()
        _check_choices(question)
        _check_code(question, consultation)
        _check_condition(question)
        if question.pk is not None:
            _check_change(question)
        question.save()
        _done("consultation.question_saved", consultation, by, at, question)
    return question


def remove_question(*, question: Question, by: Person, at: datetime) -> None:
    """Delete a question that nobody answered. Raises NotAllowed, ConsultationError."""
    _team_only(by)
    with transaction.atomic():
        consultation = _lock(question.section.consultation_id)
        if _is_answered(question):
            raise ConsultationError(_("Des personnes ont répondu à cette question : elle ne peut plus être supprimée."))
        if question.followers.exists():
            raise ConsultationError(_("Une autre question dépend de celle-ci : changez-la d’abord."))
        _done("consultation.question_removed", consultation, by, at, question)
        question.delete()


def move(*, item: Section | Question, by: Person, at: datetime, up: bool) -> None:
    """Give a section or a question the place of its neighbour. A question stays after the one it depends on.

    Raises NotAllowed, ConsultationError.
    """
    _team_only(by)
    with transaction.atomic():
        consultation = _lock(item.consultation_id if isinstance(item, Section) else item.section.consultation_id)
        places: Any = Section.objects.filter(consultation=consultation)
        if isinstance(item, Question):
            places = Question.objects.filter(section=item.section_id)
        ordered = list(places.order_by("position", "pk"))
        here = ordered.index(item)
        there = here + (-1 if up else 1)
        if not 0 <= there < len(ordered):
            return
        ordered[here], ordered[there] = ordered[there], ordered[here]
        for position, each in enumerate(ordered):
            each.position = position
        places.model.objects.bulk_update(ordered, ["position"])
        _check_order(consultation)
        _done("consultation.questionnaire_ordered", consultation, by, at, item)


def copy_questionnaire(*, source: Consultation, target: Consultation, by: Person, at: datetime) -> int:
    """Add the sections, questions, choices and conditions of one consultation to another; how many questions.

    Codes that the target has already get a number. No answer comes along. Raises NotAllowed.
    """
    _team_only(by)
    with transaction.atomic():
        _lock(target.pk)
        copied: dict[int, Question] = {}
        last = _last(Section.objects.filter(consultation=target))
        for offset, section in enumerate(Section.objects.filter(consultation=source), 1):
            kept = Section.objects.create(
                consultation=target, position=last + offset, **_texts(section, "title", "text")
            )
            for question in Question.objects.filter(section=section).order_by("position", "pk"):
                copied[question.pk] = _copy_question(question, kept, copied)
        _done("consultation.questionnaire_copied", target, by, at, source)
    return len(copied)


def _copy_question(question: Question, section: Section, copied: dict[int, Question]) -> Question:
    made: Question = Question.objects.create(
        section=section,
        position=question.position,
        code=_free(question.code, _codes(section.consultation)),
        kind=question.kind,
        is_required=question.is_required,
        is_public=question.is_public,
        depends_on=copied.get(question.depends_on_id or 0),
        depends_values=question.depends_values,
        settings=question.settings,
        **_texts(question, "label", "help", "low_label", "high_label"),
    )
    for option in Option.objects.filter(question=question):
        own = {name: getattr(option, name) for name in ("position", "code", "is_row", "is_free")}
        Option.objects.create(question=made, **own, **_texts(option, "label"))
    return made


def _texts(record: Any, *names: str) -> dict[str, str]:
    fields = [f"{name}_{language}" for name in names for language in LANGUAGES]
    return {field: getattr(record, field) for field in fields}


def _team_only(by: Person) -> None:
    if not rules.may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut composer le questionnaire."))


def _lock(consultation_id: int) -> Consultation:
    return Consultation.objects.select_for_update().get(pk=consultation_id)


def _last(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0)


def _done(verb: str, consultation: Consultation, by: Person, at: datetime, about: Any) -> None:
    record(actor=by, verb=verb, target=consultation, at=at, data={"id": about.pk, "label": str(about)})
    bump()


def _is_answered(question: Question) -> bool:
    return ResponseAnswer.objects.filter(question=question).exists()


# -- codes


def _codes(consultation: Consultation) -> set[str]:
    return set(Question.objects.filter(section__consultation=consultation).values_list("code", flat=True))


def _free(wanted: str, taken: set[str]) -> str:
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[: CODE_LENGTH - 4]}-{number}" in taken:
        number += 1
    return f"{wanted[: CODE_LENGTH - 4]}-{number}"


def _give_codes(question: Question, consultation: Consultation) -> None:
    """Codes formed of the words, for those that the team left empty."""
    if not question.code:
        wanted = slugify(str(value_used(question, "label", "fr") or ""))[:24].strip("-") or "q"
        question.code = _free(wanted, _codes(consultation))
    options = list(question.options.all())
    for is_row in (False, True):
        taken = {option.code for option in options if option.is_row == is_row and option.code}
        for option in options:
            if option.is_row != is_row or option.code:
                continue
            wanted = slugify(str(value_used(option, "label", "fr") or ""))[:24].strip("-") or "choix"
            option.code = _free(wanted, taken)
            taken.add(option.code)
    question.options = options


def _check_code(question: Question, consultation: Consultation) -> None:
    others = Question.objects.filter(section__consultation=consultation, code=question.code).exclude(pk=question.pk)
    if others.exists():
        raise ValidationError({"code": _("Une autre question de ce questionnaire porte déjà ce code.")})


# -- what holds together


def _check_choices(question: Question) -> None:
    options = list(question.options.all())
    columns, rows = [o for o in options if not o.is_row], [o for o in options if o.is_row]
    if question.kind in WITH_CHOICES and len(columns) < LEAST_CHOICES:
        raise ValidationError(_("Donnez au moins deux choix à cette question."))
    if question.kind == QuestionKind.MATRIX and not rows:
        raise ValidationError(_("Donnez au moins une ligne au tableau : un choix coché « ligne du tableau »."))
    if question.kind != QuestionKind.MATRIX and rows:
        raise ValidationError(_("Seul un tableau a des lignes : décochez « ligne du tableau »."))
    if question.kind == QuestionKind.SCALE and question.settings.get("high", 5) <= question.settings.get("low", 1):
        raise ValidationError(_("Le haut de l’échelle doit dépasser le bas."))


def _check_condition(question: Question) -> None:
    """A question depends on an earlier one of the same questionnaire, whose answers can be told apart by code."""
    asked = question.depends_on
    if asked is None:
        return
    if asked.section.consultation_id != question.section.consultation_id or asked.kind not in CONDITIONS:
        raise ValidationError(_("La condition doit porter sur un choix ou une échelle de ce questionnaire."))
    if not question.depends_values:
        raise ValidationError(_("Dites sous quelles réponses la question est posée."))
    if _place(asked) >= _place(question):
        raise ValidationError(_("Une question ne peut dépendre que d’une question posée avant elle."))


def _place(question: Question) -> tuple[int, int, int, int]:
    section = question.section
    return section.position, section.pk or 0, question.position, question.pk or 0


def _check_order(consultation: Consultation) -> None:
    dependent = Question.objects.filter(section__consultation=consultation, depends_on__isnull=False)
    for question in dependent.select_related("section", "depends_on__section"):
        if question.depends_on and _place(question.depends_on) >= _place(question):
            raise ConsultationError(
                _("« %(question)s » dépend d’une question posée avant elle : elle doit rester après.")
                % {"question": question}
            )


def _check_change(question: Question) -> None:
    before = Question.objects.select_related("section").get(pk=question.pk)
    options = {option.pk: option for option in question.options.all() if option.pk}
    gone = [option for option in Option.objects.filter(question=question) if option.pk not in options]
    _check_followers(question, gone)
    if not _is_answered(before):
        return
    if (before.kind, before.code) != (question.kind, question.code):
        raise ValidationError(_("Des personnes ont déjà répondu : nature et code ne changent plus."))
    if gone or any(_rewrites(old, options[old.pk], ("label",)) for old in Option.objects.filter(pk__in=options)):
        raise ValidationError(
            _("Des personnes ont déjà répondu : un choix peut être ajouté ou traduit, plus réécrit ni retiré.")
        )
    if _rewrites(before, question, WORDED):
        raise ValidationError(_("Des personnes ont déjà répondu : la question peut être traduite, plus réécrite."))
    if before.settings != question.settings:
        raise ValidationError(_("Des personnes ont déjà répondu : les réglages ne changent plus."))


def _check_followers(question: Question, gone: list[Option]) -> None:
    wanted = (
        {code for follower in question.followers.all() for code in follower.depends_values} if question.pk else set()
    )
    if any(option.code in wanted for option in gone):
        raise ValidationError(_("Une autre question dépend de ce choix : changez-la d’abord."))


def _rewrites(old: Any, new: Any, names: tuple[str, ...]) -> bool:
    """Whether words that were there are no longer the same, or a code."""
    fields = [f"{name}_{language}" for name in names for language in LANGUAGES]
    changed = any(getattr(old, field) and getattr(old, field) != getattr(new, field) for field in fields)
    return changed or old.code != new.code
