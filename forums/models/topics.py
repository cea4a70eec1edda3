"""Topics and posts: who said what, in which language, under which voice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES, Voice
from kernel.text.validators import validate_line

from ..choices import MAX_REASON, MAX_TITLE, TOPIC_STREAM, PostState, TopicState
from .rooms import Room


class Topic(Voice):
    """A question put to a room, in its author’s language. Its row is the lock under which posts are numbered."""

    room = models.ForeignKey(Room, verbose_name=_("salon"), on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(_("titre"), max_length=MAX_TITLE, validators=[validate_line])
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ouvert par"), on_delete=models.PROTECT, related_name="topics"
    )
    is_host = models.BooleanField(_("ouvert par l’animation"), default=False)
    state = models.CharField(_("état"), max_length=20, choices=TopicState.choices, default=TopicState.OPEN)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("réuni à"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pinned = models.BooleanField(_("épinglé"), default=False)
    slow_seconds = models.PositiveIntegerField(_("secondes entre deux messages d’une personne"), default=0)
    last_number = models.PositiveIntegerField(_("dernier numéro"), default=0, editable=False)
    post_count = models.PositiveIntegerField(_("messages visibles"), default=0, editable=False)
    rev = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("ouvert le"))
    last_post_at = models.DateTimeField(_("dernier message"))

    class Meta:
        verbose_name = _("sujet")
        verbose_name_plural = _("sujets")
        ordering = ["-pinned", "-last_post_at", "-pk"]
        indexes = [models.Index(fields=["room", "-pinned", "-last_post_at"], name="topic_by_room")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TopicState.values), name="topic_state_known"),
            models.CheckConstraint(condition=Q(title__gt=""), name="topic_titled"),
            models.CheckConstraint(
                condition=Q(state=TopicState.MERGED, merged_into__isnull=False)
                | (~Q(state=TopicState.MERGED) & Q(merged_into__isnull=True)),
                name="topic_merged_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(post_count__lte=models.F("last_number")), name="topic_counts_no_more_than_numbered"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The topic's address; its room must be loaded."""
        return reverse("forums:topic", args=[self.room.slug, self.pk])

    @property
    def stream(self) -> str:
        """The live stream of its posts."""
        return f"{TOPIC_STREAM}:{self.pk}"


class Post(Voice):
    """What someone said, in Markdown and in one language, under the voice they had then.

    Numbers are contiguous within a topic; a removed post keeps its number, and one that moved leaves a row without
    words at its old number, which leads to it. `words` counts what it says itself, without what it quotes. `rev` grows
    with every change that shows. `reactions` holds how many people said each thing of it, counted anew under the lock
    of the topic.
    """

    topic = models.ForeignKey(Topic, verbose_name=_("sujet"), on_delete=models.PROTECT, related_name="posts")
    number = models.PositiveIntegerField(_("numéro"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("auteur"), on_delete=models.PROTECT, related_name="posts"
    )
    is_host = models.BooleanField(_("au nom de l’animation"), default=False)
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES)
    source = models.TextField(_("texte"))
    html = models.TextField(editable=False)
    renderer_version = models.PositiveSmallIntegerField(editable=False)
    words = models.PositiveIntegerField(_("mots"), default=0, editable=False)
    rev = models.PositiveIntegerField(_("révision"), default=1, editable=False)
    reply_to = models.ForeignKey(
        "self", verbose_name=_("en réponse à"), null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    created_at = models.DateTimeField(_("publié le"))
    edited_at = models.DateTimeField(_("modifié le"), null=True, blank=True)
    edit_reason = models.CharField(_("raison de la modification"), max_length=MAX_REASON, blank=True)
    reactions = models.JSONField(_("réactions"), default=dict, blank=True, editable=False)
    moved_to = models.ForeignKey(
        "self", verbose_name=_("déplacé vers"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("état"), max_length=20, choices=PostState.choices, default=PostState.VISIBLE)
    removed_at = models.DateTimeField(_("retiré le"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("retiré par"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    removal_reason = models.CharField(_("motif"), max_length=MAX_REASON, blank=True)
    removal_language = models.CharField(_("langue du motif"), max_length=5, choices=LANGUAGE_CHOICES, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["topic", "number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_number_from_one"),
            models.CheckConstraint(condition=Q(source__gt="") | Q(state=PostState.MOVED), name="post_says_something"),
            models.CheckConstraint(
                condition=Q(state=PostState.MOVED, moved_to__isnull=False)
                | (~Q(state=PostState.MOVED) & Q(moved_to__isnull=True)),
                name="post_moved_leads_somewhere",
            ),
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="post_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PostState.REMOVED) | Q(removal_reason__gt="", removed_at__isnull=False),
                name="post_removal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} #{self.number}"

    @property
    def is_removed(self) -> bool:
        """Whether only its number and the reason are left to read."""
        return self.state == PostState.REMOVED


class PostRevision(models.Model):
    """What a post said before it was edited; `reason` says why it had been edited into that, blank at first."""

    post = models.ForeignKey(Post, verbose_name=_("message"), on_delete=models.CASCADE, related_name="revisions")
    rev = models.PositiveIntegerField(_("révision"))
    source = models.TextField(_("texte"))
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES)
    reason = models.CharField(_("raison de la modification"), max_length=MAX_REASON, blank=True)
    written_at = models.DateTimeField(_("écrit le"))

    class Meta:
        verbose_name = _("version d’un message")
        verbose_name_plural = _("versions d’un message")
        ordering = ["post", "rev"]
        constraints = [models.UniqueConstraint(fields=["post", "rev"], name="post_revision_unique")]

    def __str__(self) -> str:
        return f"{self.post_id} r{self.rev}"
