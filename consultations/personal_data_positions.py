"""Mandates held and positions signed: the copy a person may have, and what goes when they leave. (leaf)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from actors.registry import register_personal_data
from kernel.audit.actions import forget
from kernel.pagecache.actions import bump

from .actions.documents import forget_documents
from .models import Mandate, PositionRevision

if TYPE_CHECKING:
    from actors.models import Person


def export(person: Person) -> dict[str, Any]:
    """Each mandate with its window, each signature with its words."""
    mandates = Mandate.objects.filter(person=person).select_related("organisation", "consultation")
    signed = PositionRevision.objects.filter(signer=person).select_related(
        "position__organisation", "position__consultation"
    )
    return {
        "mandates": [
            {
                "organisation": str(one.organisation),
                "consultation": str(one.consultation or ""),
                "starts_at": one.starts_at.isoformat(),
                "ends_at": one.ends_at.isoformat() if one.ends_at else "",
                "ended_at": one.ended_at.isoformat() if one.ended_at else "",
                "document": one.document_name,
            }
            for one in mandates.order_by("starts_at", "pk")
        ],
        "signed": [
            {
                "organisation": str(one.position.organisation),
                "consultation": str(one.position.consultation),
                "revision": one.number,
                "signed_at": one.signed_at.isoformat(),
                "name": one.signer_name,
                "function": one.signer_function,
                "language": one.language,
                "text": one.text,
                "document": one.document_name,
            }
            for one in signed.order_by("signed_at", "pk")
        ],
    }


def erase(person: Person, at: datetime) -> None:
    """A position is the organisation's and stays, without the name of who signed it; mandates and their acts go."""
    mandates = list(Mandate.objects.filter(person=person))
    forget(person=person, objects=mandates)
    forget_documents(mandates)
    Mandate.objects.filter(pk__in=[one.pk for one in mandates]).delete()
    Mandate.objects.filter(given_by=person).update(given_by=None)
    if PositionRevision.objects.filter(signer=person).update(signer=None, signer_name=""):
        bump()


register_personal_data("positions", export=export, erase=erase)
