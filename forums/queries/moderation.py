"""What waits for moderators, whom they are told by, and what is known beside a message that is examined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from actors.models import Person
from forums.casework import CLAIM
from forums.choices import APPEAL, CASE, HELD, CaseState, FlagCategory, HeldState, PostState
from forums.models import Appeal, Attachment, Case, Decision, Flag, HeldPost, Post, Room, RoomQuerySet, Suspension
from forums.queries.attachments import with_files
from kernel.text.excerpts import excerpt, plain
from kernel.text.markdown import to_html

if TYPE_CHECKING:
    from forums.models import Topic

KINDS = (CASE, HELD, APPEAL)
EXCERPT = 140


def rooms_moderated(person: Any) -> RoomQuerySet:
    """The rooms that a person moderates: all of them for the team, else those that name them."""
    if person is None or not person.is_authenticated:
        return Room.objects.none()
    if person.has_perm("forums.moderate"):
        return Room.objects.all()
    rooms: RoomQuerySet = Room.objects.filter(moderators=person)
    return rooms


def moderators_of(room: Room | None) -> list[Person]:
    """Who moderates a room: the team (administrators where nobody was given the task), and those it names.

    None is all forums: the team.
    """
    team = Q(groups__permissions__codename="moderate", groups__permissions__content_type__app_label="forums") | Q(
        user_permissions__codename="moderate", user_permissions__content_type__app_label="forums"
    )
    named = Q(pk__in=room.moderators.values("pk")) if room else Q()
    active = Person.objects.filter(is_active=True)
    people = list(active.filter(team | named).order_by("pk").distinct())
    return people or list(active.filter(is_superuser=True).order_by("pk"))


@dataclass(frozen=True)
class Waiting:
    """One thing that waits, without its words: enough to count, filter and order. Without a room: all forums."""

    kind: str
    pk: int
    room_id: int | None
    at: datetime


def waiting_for(person: Any) -> list[Waiting]:
    """What waits for this person in the rooms they moderate, oldest first; nothing of what is about themselves."""
    columns = ("kind", "pk", "room", "at")
    cases = examined_by(person, CASE).filter(state=CaseState.OPEN)
    held = examined_by(person, HELD).filter(state=HeldState.WAITING)
    appeals = examined_by(person, APPEAL).filter(outcome="").exclude(against=person)
    rows = (
        cases.order_by()
        .annotate(kind=Value(CASE), room=F("post__topic__room_id"), at=F("opened_at"))
        .values_list(*columns)
        .union(
            held.order_by().annotate(kind=Value(HELD), at=F("created_at")).values_list("kind", "pk", "room_id", "at"),
            appeals.order_by()
            .annotate(
                kind=Value(APPEAL),
                room=Coalesce("decision__post__topic__room_id", "suspension__room_id"),
                at=F("made_at"),
            )
            .values_list(*columns),
            all=True,
        )
    )
    return sorted((Waiting(*row) for row in rows), key=lambda item: (item.at, item.kind, item.pk))


def examined_by(person: Any, kind: str) -> QuerySet[Any]:
    """Cases, first messages or appeals of the rooms that a person moderates, decided or not; for the team those about
    all forums too. Nothing of what is about themselves."""
    rooms = rooms_moderated(person)
    if kind == CASE:
        return Case.objects.filter(post__topic__room__in=rooms).exclude(post__author=person)
    if kind == HELD:
        return HeldPost.objects.filter(room__in=rooms).exclude(author=person)
    suspensions = suspensions_in(rooms, person.has_perm("forums.moderate"))
    appeals = Appeal.objects.filter(Q(decision__post__topic__room__in=rooms) | Q(suspension__in=suspensions))
    return appeals.exclude(decision__post__author=person).exclude(suspension__person=person)


def appeals_for_others(person: Any) -> int:
    """How many appeals wait for somebody else, because this person decided."""
    return examined_by(person, APPEAL).filter(outcome="", against=person).count()


@dataclass(frozen=True)
class Item:
    """One thing that waits, as a line of the queue shows it; the same for every moderator.

    Without a room it is about all forums; `author` is who wrote, or who is suspended.
    """

    kind: str
    pk: int
    at: datetime
    room: Room | None
    author: Person
    text: str
    language: str
    reasons: list[str]
    object: Any = field(compare=False)
    claimed_by: Person | None = None
    claimed_until: datetime | None = None
    topic: Topic | None = None
    files: list[Attachment] = field(default_factory=list, compare=False)

    @property
    def ident(self) -> str:
        """Its `data-id` in pages and streams."""
        return f"{self.kind}-{self.pk}"


def items(waiting: Iterable[Waiting]) -> list[Item]:
    """The lines of the queue, in the order given. At most five queries."""
    wanted = list(waiting)
    found = items_by_ident(f"{item.kind}-{item.pk}" for item in wanted)
    return [found[key] for item in wanted if (key := f"{item.kind}-{item.pk}") in found]


def items_by_ident(idents: Iterable[str]) -> dict[str, Item]:
    """What still waits of these ("case-12", "held-3", "appeal-5"). At most five queries."""
    ids: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for ident in idents:
        kind, _dash, pk = ident.partition("-")
        if kind in ids and pk.isdecimal():
            ids[kind].append(int(pk))
    found = [
        *(_case_item(case) for case in open_cases().filter(pk__in=ids[CASE]) if ids[CASE]),
        *(_held_item(held) for held in waiting_posts().filter(pk__in=ids[HELD]) if ids[HELD]),
        *(_appeal_item(appeal) for appeal in open_appeals().filter(pk__in=ids[APPEAL]) if ids[APPEAL]),
    ]
    return {item.ident: item for item in found}


def open_cases() -> QuerySet[Case]:
    """Cases to examine, with everything their line shows."""
    cases = Case.objects.filter(state=CaseState.OPEN)
    return cases.select_related("post__author", "post__topic__room", "claimed_by").prefetch_related("flags")


def waiting_posts() -> QuerySet[HeldPost]:
    """Messages to read before they are published, with everything their line shows."""
    held = HeldPost.objects.filter(state=HeldState.WAITING)
    return held.select_related("author", "room", "topic", "organisation").prefetch_related(with_files())


def open_appeals() -> QuerySet[Appeal]:
    """Appeals to answer, with everything their line shows."""
    appeals = Appeal.objects.filter(outcome="")
    return appeals.select_related(
        "decision__post__author",
        "decision__post__topic__room",
        "suspension__person",
        "suspension__room",
        "suspension__post__topic__room",
        "against",
    )


def _case_item(case: Case) -> Item:
    post = case.post
    claimed_until = case.claimed_at + CLAIM if case.claimed_at else None
    return Item(
        CASE, case.pk, case.opened_at, post.topic.room, post.author, excerpt(plain(post.html), EXCERPT), post.language,
        reasons_of(case), case, case.claimed_by, claimed_until, post.topic,
    )  # fmt: skip


def _held_item(held: HeldPost) -> Item:
    words = plain(to_html(held.source))
    text = f"{held.title} · {words}" if held.title else words
    return Item(
        HELD, held.pk, held.created_at, held.room, held.author, excerpt(text, EXCERPT), held.language,
        [_("Premiers messages")], held, topic=held.topic, files=list(held.attachments.all()),
    )  # fmt: skip


def _appeal_item(appeal: Appeal) -> Item:
    about, reasons = appeal.about, [_("Demande de réexamen")]
    if isinstance(about, Suspension):
        reasons.append(_("Suspension"))
    return Item(
        APPEAL, appeal.pk, appeal.made_at, about.where, about.concerned, excerpt(appeal.text, EXCERPT),
        appeal.language, reasons, appeal, topic=None if isinstance(about, Suspension) else about.post.topic,
    )  # fmt: skip


def reasons_of(case: Case) -> list[str]:
    """Why people flagged, the most given first, with how many gave it."""
    counts = Counter(flag.category for flag in case.flags.all())
    return [
        _("%(reason)s, %(number)d") % {"reason": FlagCategory(category).label, "number": number}
        for category, number in counts.most_common()
    ]


# -- beside a message that is examined


@dataclass(frozen=True)
class Context:
    """What is known of who wrote a message, for who examines it."""

    since: datetime
    posts: int
    removed: int
    flagged: int
    suspension: Suspension | None


def context_of(author: Person, rooms: RoomQuerySet, at: datetime) -> Context:
    """What a person wrote in these rooms, and what became of it. Three queries."""
    posts = Post.objects.filter(author=author, topic__room__in=rooms).exclude(state=PostState.MOVED)
    counts = posts.aggregate(posts=Count("pk"), removed=Count("pk", filter=Q(state=PostState.REMOVED)))
    flagged = Case.objects.filter(post__author=author, post__topic__room__in=rooms).values("post_id").distinct().count()
    running = Suspension.objects.filter(person=author, lifted_at__isnull=True, ends_at__gt=at)
    suspension = running.filter(Q(room=None) | Q(room__in=rooms)).select_related("room").order_by("-ends_at").first()
    return Context(author.date_joined, counts["posts"], counts["removed"], flagged, suspension)


def said_before(post: Post) -> Post | None:
    """The visible message just before in the discussion."""
    earlier = Post.objects.filter(topic=post.topic_id, number__lt=post.number, state=PostState.VISIBLE)
    return earlier.select_related("author").order_by("-number").first()


def flags_of(case: Case) -> QuerySet[Flag]:
    """Who flagged and why: for moderators only."""
    return Flag.objects.filter(case=case).select_related("person")


def decisions_of(person: Person) -> QuerySet[Decision]:
    """The removals of a person's own messages, the latest first."""
    decisions = Decision.objects.filter(post__author=person).select_related("post__topic__room", "appeal", "case")
    return decisions.order_by("-at", "-pk")


def waits(person: Any, **where: Any) -> Exists:
    """Whether something that a person wrote waits to be read before it is published: a condition of an outer query."""
    return Exists(HeldPost.objects.filter(author=person, state=HeldState.WAITING, **where))


def was_read_since(person: Any, since: datetime, **where: Any) -> Exists:
    """Whether something that a person wrote was read and published since then: a condition of an outer query."""
    published = HeldPost.objects.filter(author=person, state=HeldState.PUBLISHED, decided_at__gte=since)
    return Exists(published.filter(**where))


def held_by(person: Person, *, room: Room, topic: Topic | None) -> list[HeldPost]:
    """What a person wrote here that waits to be read before it is published, with its files."""
    held = HeldPost.objects.filter(author=person, room=room, topic=topic, state=HeldState.WAITING)
    return list(held.prefetch_related(with_files()))


def suspensions_about(person: Person) -> QuerySet[Suspension]:
    """The suspensions of a person, as they read them: without who decided."""
    return Suspension.objects.filter(person=person).select_related("room", "appeal", "post__topic__room")


def suspensions_in(rooms: RoomQuerySet, everywhere: bool) -> QuerySet[Suspension]:
    """Suspensions in these rooms, and those of all forums for who may see them; the latest first."""
    wanted = Q(room__in=rooms) | Q(room=None) if everywhere else Q(room__in=rooms)
    return Suspension.objects.filter(wanted).select_related("person", "room", "by", "lifted_by")
