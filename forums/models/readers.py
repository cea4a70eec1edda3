"""Who may read which rooms, as conditions of one query: the only place where this is decided of the database."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan
from django.utils import timezone

from actors.choices import MembershipState
from actors.models import Membership

from ..choices import Visibility

if TYPE_CHECKING:
    from .rooms import Room  # noqa: F401  (the type of the rows)


class RoomQuerySet(models.QuerySet["Room"]):
    """Rooms by who may read them."""

    def public(self) -> RoomQuerySet:
        """Those that everyone may read, signed out too."""
        return self.filter(visibility=Visibility.PUBLIC)

    def visible_to(self, person: Any, at: datetime | None = None) -> RoomQuerySet:
        """Those that a person (None: signed out) may read, now or at another instant.

        The team reads all; others what is open to them, what they are invited to and what they moderate.
        """
        if not _is_someone(person):
            return self.public()
        if person.has_perm("forums.moderate"):
            return self.all()
        by_name = Exists(_invitations(person, at)) | Exists(_moderators(person))
        return self.filter(_open_to(person) | Q(by_name))

    def announced_to(self, person: Any, at: datetime | None = None) -> RoomQuerySet:
        """Those that this person may not read and may know of: everyone may read their name and description."""
        readable = _model("Room").objects.visible_to(person, at)
        return self.filter(announced=True).exclude(pk__in=readable.values("pk"))

    def with_standing_of(self, person: Any, at: datetime) -> RoomQuerySet:
        """Each with `open_to_them` (by their memberships), `named` (as moderator), and `writes_invited`: whether they
        may write as invited, None where they are not invited."""
        invitation = _invitations(person, at).values("may_write")[:1]
        return self.annotate(
            open_to_them=ExpressionWrapper(_open_to(person), output_field=models.BooleanField()),
            named=Exists(_moderators(person)),
            writes_invited=Subquery(invitation),
        )


def _is_someone(person: Any) -> bool:
    """Whether it is a person with a working account."""
    return person is not None and person.is_authenticated and person.is_active


def _open_to(person: Any) -> Q:
    """Rooms that are open to this person by what they are: someone, or a verified member."""
    mine = Membership.objects.filter(person=person, state=MembershipState.VERIFIED)
    chosen = _model("Room").organisations.through.objects.filter(
        room=OuterRef("pk"), organisation__in=mine.values("organisation")
    )
    return (
        Q(visibility=Visibility.PUBLIC)
        | Q(Exists(mine), visibility=Visibility.MEMBERS)
        | Q(Exists(chosen), visibility=Visibility.ORGANISATIONS)
        | Q(
            Exists(
                mine.filter(
                    _lists("reading_constituencies", "organisation__constituency"),
                    _lists("reading_shores", "organisation__country__shore"),
                )
            ),
            visibility=Visibility.CONSTITUENCIES,
        )
    )


def _lists(choice: str, value: str) -> Q:
    """The room's choice, a list, holds a member's value, or is empty. Read as text, alike in both databases."""
    as_text = Cast(OuterRef(choice), models.TextField())
    quoted = Concat(Value('"'), F(value), Value('"'))
    return Q(Exact(as_text, Value("[]"))) | Q(GreaterThan(StrIndex(as_text, quoted), 0))


def _invitations(person: Any, at: datetime | None) -> models.QuerySet[Any]:
    """This person's invitation to the room of the outer query that holds at this instant."""
    live: models.QuerySet[Any] = _model("RoomInvitation").objects.live(at or timezone.now())
    return live.filter(room=OuterRef("pk"), person=person)


def _moderators(person: Any) -> models.QuerySet[Any]:
    """That the room of the outer query names this person."""
    named: models.QuerySet[Any] = _model("Room").moderators.through.objects.all()
    return named.filter(room=OuterRef("pk"), person=person)


def _model(name: str) -> Any:
    """A model of this app, which is made after the querysets of its rooms."""
    return apps.get_model("forums", name)
