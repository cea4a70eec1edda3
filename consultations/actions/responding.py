"""A person writes their response, section by section, and sends it; one response a person, the last sending counts.

Locks: the participant first (when sending), then the response, then the head of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.languages.choices import current_language
from kernel.pagecache.actions import bump

from .. import rules
from ..choices import Act, LogKind, ResponseState
from ..errors import Incomplete, NotAllowed, QuestionnaireClosed, StaleAnswers
from ..log_payloads import response_payload
from ..models import Consultation, Participant, Response, ResponseAnswer, ResponseFile
from ..queries.questionnaire import DRAFTS_KEPT, drafts_left, questionnaire_of, sent_answers, written
from ..questionnaire import asked_among, problems_of
from ..questionnaire.asking import Value
from .answer_files import drop, paths_in, sent_paths
from .joining import participant_for
from .log import append

if TYPE_CHECKING:
    from actors.models import Person


def save_section(
    *,
    person: Person,
    consultation: Consultation,
    section: int,
    values: Mapping[int, Value],
    rev: int,
    at: datetime,
) -> Response:
    """Keep what is written in one section as the person's draft; what was sent keeps counting.

    `values` holds every question of the section that the form showed (None: nothing written), right or wrong; `rev` is
    the revision that the form was filled from. Saving the same again changes nothing.
    Raises QuestionnaireClosed; StaleAnswers where another tab or device changed this section meanwhile.
    """
    _require_open(person, consultation, at)
    with transaction.atomic():
        response = _locked(person, consultation, at)
        answers = written(response)
        changed = {pk: value for pk, value in values.items() if answers.get(pk) != value}
        if not changed:
            return response
        draft = response.draft or {"base": response.rev, "revs": {}}
        revs = dict(draft["revs"])
        if revs.get(str(section), draft["base"]) > rev:
            raise StaleAnswers(
                _("Cette page a changé dans un autre onglet ou sur un autre appareil : choisissez quoi garder."),
                response,
            )
        before = paths_in(answers.values())
        answers.update(changed)
        response.rev += 1
        revs[str(section)] = response.rev
        kept = {str(pk): value for pk, value in answers.items() if value is not None}
        response.draft = {"answers": kept, "revs": revs, "base": draft["base"]}
        response.saved_at = at
        response.save(update_fields=["draft", "rev", "saved_at"])
        drop(before - paths_in(answers.values()) - sent_paths(response))
    return response


def send(
    *,
    person: Person,
    consultation: Consultation,
    rev: int,
    at: datetime,
    organisation_id: int | None = None,
) -> Response:
    """Send the draft: from now on it counts, in place of what was sent before. Sending twice leaves one response.

    `rev` is the revision the person read over. `organisation_id` is the voice chosen with the first act (None: as a
    citizen). Raises QuestionnaireClosed, NotAllowed, UnknownVoice, StaleAnswers, Incomplete.
    """
    _require_open(person, consultation, at)
    with transaction.atomic():
        participant = participant_for(person, consultation, organisation_id, at)
        if Act.RESPOND not in rules.acts_allowed(consultation, participant, at):
            raise NotAllowed(_("Cette étape n’est pas ouverte à la voix que vous avez choisie."))
        Participant.objects.select_for_update().get(pk=participant.pk)
        response = _locked(person, consultation, at)
        if response.draft is None and response.state == ResponseState.SUBMITTED:
            return response
        if response.rev != rev:
            raise StaleAnswers(_("Vos réponses ont changé ailleurs : relisez-les avant de les envoyer."), response)
        _write(response, _checked(response))
        response.participant = participant
        response.state = ResponseState.SUBMITTED
        response.language = current_language()
        response.submitted_at = response.saved_at = at
        response.draft = None
        response.rev += 1
        response.save()
        append(
            consultation=consultation,
            kind=LogKind.RESPONSE,
            payload=response_payload(response),
            object_id=response.pk,
            participant=participant,
        )
        bump()
    return response


def discard_draft(*, person: Person, consultation: Consultation) -> None:
    """Throw away what was written and not sent; what was sent stays. Safe to repeat."""
    with transaction.atomic():
        response = Response.objects.select_for_update().filter(consultation=consultation, person=person).first()
        if response is not None and response.draft is not None:
            _throw_away(response)


def purge_drafts(*, at: datetime) -> int:
    """Throw away what was still unsent `DRAFTS_KEPT` after the questionnaire closed; how many drafts went.

    What was sent stays. Each goes in a transaction of its own: a broken run is finished by the next.
    """
    gone = 0
    for pk in drafts_left(before=at - DRAFTS_KEPT).values_list("pk", flat=True):
        with transaction.atomic():
            response = Response.objects.select_for_update().filter(pk=pk, draft__isnull=False).first()
            if response is not None:
                _throw_away(response)
                gone += 1
    return gone


def _throw_away(response: Response) -> None:
    drop(paths_in(written(response).values()) - sent_paths(response))
    if response.state == ResponseState.DRAFT:
        response.delete()
        return
    response.draft = None
    response.rev += 1
    response.save(update_fields=["draft", "rev"])


def _require_open(person: Person, consultation: Consultation, at: datetime) -> None:
    if not rules.may(person, Act.RESPOND, consultation, at):
        raise QuestionnaireClosed(
            _("Le questionnaire n’est pas ouvert pour vous en ce moment : rien n’a été changé à vos réponses.")
        )


def _locked(person: Person, consultation: Consultation, at: datetime) -> Response:
    first: dict[str, Any] = {"language": current_language(), "started_at": at, "saved_at": at, "rev": 0}
    Response.objects.get_or_create(consultation=consultation, person=person, defaults=first)
    return Response.objects.select_for_update().get(consultation=consultation, person=person)


def _checked(response: Response) -> dict[int, Value]:
    """The answers to the questions that are asked. Raises Incomplete."""
    questionnaire = questionnaire_of(response.consultation)
    answers = written(response)
    asked = asked_among(questionnaire, answers)
    sound, problems = problems_of((q for q in questionnaire if q.pk in asked), answers)
    if problems:
        raise Incomplete(_("Certaines réponses sont à compléter ou à corriger avant l’envoi."), problems)
    return sound


def _write(response: Response, answers: dict[int, Value]) -> None:
    """Answers and files as sent; those of before that no longer stand go."""
    present = sent_answers(response)
    ResponseAnswer.objects.filter(response=response).exclude(question__in=answers).delete()
    ResponseAnswer.objects.bulk_create(
        [ResponseAnswer(response=response, question_id=pk, value=answers[pk]) for pk in answers.keys() - present.keys()]
    )
    changed = [pk for pk in answers.keys() & present.keys() if answers[pk] != present[pk]]
    rows = list(ResponseAnswer.objects.filter(response=response, question__in=changed))
    for row in rows:
        row.value = answers[row.question_id]
    ResponseAnswer.objects.bulk_update(rows, ["value"])
    _write_files(response, answers)


def _write_files(response: Response, answers: dict[int, Value]) -> None:
    files = questions_with_files(answers)
    gone = ResponseFile.objects.filter(response=response).exclude(file__in=[value["path"] for value in files.values()])
    drop(set(gone.values_list("file", flat=True)) | (paths_in(written(response).values()) - paths_in(files.values())))
    gone.delete()
    present = sent_paths(response)
    ResponseFile.objects.bulk_create(
        ResponseFile(
            response=response,
            question_id=pk,
            file=value["path"],
            name=value["name"],
            content_type=value["type"],
            size=value["size"],
            added_at=response.saved_at,
        )
        for pk, value in files.items()
        if value["path"] not in present
    )


def questions_with_files(answers: Mapping[int, Value]) -> dict[int, Value]:
    """Of answers, those that are files."""
    return {pk: value for pk, value in answers.items() if isinstance(value, dict) and "path" in value}
