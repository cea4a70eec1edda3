"""An organisation signs its position, signs it anew, withdraws it: one position for each, in the open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from actors.models import Organisation
from actors.queries import speaking_for
from kernel.audit.actions import record
from kernel.languages.choices import LANGUAGES
from kernel.pagecache.actions import bump
from kernel.search.actions import index

from .. import mandates
from ..choices import Answer, LogKind, PositionState, StatementState
from ..errors import ConsultationError, NotAllowed, PositionMoved, UnknownStatement
from ..log_payloads import position_payload
from ..mandates import Standing
from ..models import Consultation, Position, PositionRevision, PositionStance, Statement
from .documents import kept
from .log import append
from .telling_organisations import position_signed, position_withdrawn

if TYPE_CHECKING:
    from actors.models import Person


@dataclass(frozen=True)
class Wording:
    """What an organisation signs: its words in their language, who signs, and its answer to statements by number.

    Statements left out are not spoken of. `document` is a new one; `keeps_document` takes over that of the revision
    before.
    """

    text: str
    language: str
    signer_name: str
    signer_function: str
    stances: Mapping[int, int] = field(default_factory=dict)
    document: File[Any] | None = None
    keeps_document: bool = False


def sign_position(
    *,
    person: Person,
    organisation: Organisation,
    consultation: Consultation,
    wording: Wording,
    at: datetime,
    rev: int = 0,
) -> Position:
    """Sign an organisation's position, or sign it anew: each signature is a revision, and the last one counts.

    `rev` is the revision that was read (0: none was signed yet). Raises NotAllowed, PositionMoved when somebody else
    of the organisation signed in between, UnknownStatement, ConsultationError for missing words, ValidationError for
    a document that cannot be kept.
    """
    standing = _standing(person, organisation, consultation, at)
    _check(wording)
    revision = PositionRevision(
        number=rev + 1,
        text=wording.text.strip(),
        language=wording.language,
        signer=person,
        signer_name=wording.signer_name.strip(),
        signer_function=wording.signer_function.strip(),
        mandate=standing.mandate,
        signed_at=at,
    )
    with kept(revision, wording.document), transaction.atomic():
        position = _at_revision(organisation, consultation, rev, at)
        if wording.keeps_document and wording.document is None:
            _take_document_over(revision, position, rev)
        revision.position = position
        revision.save()
        _write_stances(revision, consultation, wording.stances)
        position.rev, position.state = revision.number, PositionState.SIGNED
        position.withdrawn_at, position.withdrawal_reason = None, ""
        position.save(update_fields=["rev", "state", "withdrawn_at", "withdrawal_reason"])
        record(actor=person, verb="position.signed", target=position, at=at, data={"revision": revision.number})
        position_signed(revision, person, at)
        index(position)
        bump()
        _seal(position)
    return position


def withdraw_position(*, position: Position, person: Person, reason: str, at: datetime) -> Position:
    """Take a position back: it stays readable as such, with its history, and counts no more. Safe to repeat.

    Raises NotAllowed.
    """
    with transaction.atomic():
        position = (
            Position.objects.select_for_update(of=("self",))
            .select_related("organisation", "consultation")
            .get(pk=position.pk)
        )
        if position.state == PositionState.WITHDRAWN:
            return position
        if not mandates.may_withdraw(person, position, at):
            raise NotAllowed(_("Vous ne pouvez pas retirer la position de cette organisation."))
        position.state, position.withdrawn_at, position.withdrawal_reason = PositionState.WITHDRAWN, at, reason.strip()
        position.save(update_fields=["state", "withdrawn_at", "withdrawal_reason"])
        revision = position.revisions.get(number=position.rev)
        revision.withdrawn_at, revision.withdrawal_reason = at, position.withdrawal_reason
        revision.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        record(actor=person, verb="position.withdrawn", target=position, at=at, data={"revision": position.rev})
        position_withdrawn(revision, person, at)
        index(position)
        bump()
        _seal(position)
    return position


def _standing(person: Person, organisation: Organisation, consultation: Consultation, at: datetime) -> Standing:
    for standing in mandates.signing(person, consultation, at):
        if standing.organisation == organisation:
            return standing
    raise NotAllowed(_("Vous ne pouvez pas signer la position de cette organisation en ce moment."))


def _check(wording: Wording) -> None:
    if not wording.text.strip():
        raise ConsultationError(_("Écrivez la position de l’organisation."))
    if not wording.signer_name.strip() or not wording.signer_function.strip():
        raise ConsultationError(_("Dites qui signe, et en quelle qualité."))
    if wording.language not in LANGUAGES:
        raise ConsultationError(_("Dites dans quelle langue la position est écrite."))


def _at_revision(organisation: Organisation, consultation: Consultation, rev: int, at: datetime) -> Position:
    """The organisation's position, locked, at the revision that was read; made with the first signature."""
    if rev == 0:
        return _first(organisation, consultation, at)
    found = Position.objects.select_for_update().filter(consultation=consultation, organisation=organisation).first()
    if found is None or found.rev != rev:
        raise _moved()
    return found


def _first(organisation: Organisation, consultation: Consultation, at: datetime) -> Position:
    voice = speaking_for(organisation)
    try:
        with transaction.atomic():
            return Position.objects.create(
                consultation=consultation,
                organisation=organisation,
                constituency=voice.constituency,
                shore=voice.shore,
                signed_at=at,
            )
    except IntegrityError:  # a colleague's signature came first
        raise _moved() from None


def _moved() -> PositionMoved:
    return PositionMoved(
        _("Quelqu’un de votre organisation a signé entre-temps. Relisez, puis signez de nouveau s’il le faut.")
    )


def _take_document_over(revision: PositionRevision, position: Position, rev: int) -> None:
    before = PositionRevision.objects.filter(position=position, number=rev).first()
    if before and before.document:
        revision.document, revision.document_name = before.document.name, before.document_name


def _write_stances(revision: PositionRevision, consultation: Consultation, stances: Mapping[int, int]) -> None:
    statements = {
        statement.number: statement
        for statement in Statement.objects.filter(
            consultation=consultation, number__in=stances, state=StatementState.PUBLISHED, is_meta=False
        )
    }
    if len(statements) < len(stances):
        raise UnknownStatement(_("Une des phrases n’est plus au vote. Relisez vos réponses, puis signez de nouveau."))
    PositionStance.objects.bulk_create(
        PositionStance(revision=revision, statement=statements[number], value=Answer(value))
        for number, value in sorted(stances.items())
    )


def _seal(position: Position) -> None:
    append(
        consultation=position.consultation,
        kind=LogKind.POSITION,
        payload=position_payload(position),
        object_id=position.pk,
    )
