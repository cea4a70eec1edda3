"""The team reads what people propose: publish, refuse with a reason, or merge with one that says the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.audit.actions import record
from kernel.languages.choices import current_language
from kernel.pagecache.actions import bump
from kernel.search.actions import index

from ..choices import LogKind, StatementState
from ..errors import AlreadyDecided, ConsultationError, NotAllowed, UnknownStatement
from ..log_payloads import statement_payload
from ..models import Statement
from ..rules import may_manage
from . import telling_authors
from .log import append

if TYPE_CHECKING:
    from actors.models import Person

MERGEABLE = (StatementState.PROPOSED, StatementState.PUBLISHED)


def publish_statement(*, statement: Statement, by: Person, at: datetime, is_meta: bool = False) -> Statement:
    """Bring a proposed statement to the vote. Safe to repeat. Raises NotAllowed, AlreadyDecided."""
    _must_manage(by)
    with transaction.atomic():
        statement = _locked(statement.pk)[statement.pk]
        if statement.state == StatementState.PUBLISHED:
            return statement
        _must_wait(statement)
        statement.is_meta = is_meta
        _decide(statement, StatementState.PUBLISHED, by, at)
        index(statement.consultation)
        telling_authors.published(statement, at)
    return statement


def refuse_statement(*, statement: Statement, reason: str, by: Person, at: datetime) -> Statement:
    """Keep a proposed statement from the vote; its author reads the reason. Safe to repeat.

    Raises NotAllowed, ConsultationError without a reason, AlreadyDecided.
    """
    _must_manage(by)
    if not reason.strip():
        raise ConsultationError(_("Dites pourquoi : la personne qui a proposé la phrase lira ce motif."))
    with transaction.atomic():
        statement = _locked(statement.pk)[statement.pk]
        if statement.state == StatementState.REFUSED:
            return statement
        _must_wait(statement)
        statement.reason, statement.reason_language = reason.strip(), current_language()
        _decide(statement, StatementState.REFUSED, by, at)
        telling_authors.refused(statement, at)
    return statement


def merge_statement(*, statement: Statement, into: int, by: Person, at: datetime) -> Statement:
    """Take out a statement that says what another says; `into` is that one's number in the same consultation.

    Votes on it are kept and no longer count. What was merged with it goes to the same statement. Safe to repeat.
    Raises NotAllowed, UnknownStatement where `into` is not at the vote or is the statement itself, AlreadyDecided.
    """
    _must_manage(by)
    target = Statement.objects.filter(consultation=statement.consultation_id, number=into).first()
    if target is None or target.pk == statement.pk:
        raise UnknownStatement(_("Donnez le numéro d’une autre phrase de cette consultation."))
    with transaction.atomic():
        rows = _locked(statement.pk, target.pk)
        statement, target = rows[statement.pk], rows[target.pk]
        if statement.merged_into_id == target.pk:
            return statement
        if statement.state not in MERGEABLE:
            raise AlreadyDecided(_decided_already(statement))
        if target.state != StatementState.PUBLISHED:
            raise UnknownStatement(
                _("La phrase %(number)d n’est pas au vote : choisissez-en une qui l’est.") % {"number": into}
            )
        statement.merged_into = target
        _decide(statement, StatementState.MERGED, by, at)
        _follow(statement, target, by, at)
        index(statement.consultation)
        telling_authors.merged(statement, at)
    return statement


def _follow(statement: Statement, target: Statement, by: Person, at: datetime) -> None:
    for duplicate in Statement.objects.select_for_update().filter(merged_into=statement).order_by("pk"):
        duplicate.merged_into = target
        _decide(duplicate, StatementState.MERGED, by, at)


def _must_manage(by: Person) -> None:
    if not may_manage(by):
        raise NotAllowed(_("Seule l’équipe peut décider d’une phrase proposée."))


def _locked(*ids: int) -> dict[int, Statement]:
    """The statements, their rows locked in the order of their keys: two mergers at once cannot hold each other up."""
    rows = Statement.objects.select_for_update(of=("self",)).select_related("consultation", "author__person")
    return {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}


def _must_wait(statement: Statement) -> None:
    if statement.state != StatementState.PROPOSED:
        raise AlreadyDecided(_decided_already(statement))


def _decided_already(statement: Statement) -> str:
    return _("Quelqu’un a déjà décidé de cette phrase : %(state)s.") % {"state": statement.get_state_display()}


def _decide(statement: Statement, state: StatementState, by: Person, at: datetime) -> None:
    statement.state, statement.decided_by, statement.decided_at = state, by, at
    statement.save()
    record(actor=by, verb=f"consultation.statement_{state}", target=statement, at=at)
    append(
        consultation=statement.consultation,
        kind=LogKind.STATEMENT,
        payload=statement_payload(statement),
        object_id=statement.pk,
        participant=statement.author,
    )
    bump()
