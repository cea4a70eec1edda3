"""What is written and not published yet: drafts on the server, and messages that a moderator reads first."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import LANGUAGE_CHOICES, Voice
from kernel.text.validators import validate_line

from ..choices import MAX_REASON, MAX_TITLE, HeldState
from .rooms import Room
from .topics import Post, Topic


class Draft(models.Model):
    """What someone is writing: an answer in a topic, a new topic in a room, or new words for a post of theirs.

    `seq` grows with each save: a tab that saves over a newer draft is refused and shown both. `key` is the request key
    under which it will be sent, so that it is published once. Deleted when it is published or thrown away, and ninety
    days after the last change.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="drafts"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("sujet"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    room = models.ForeignKey(
        Room, verbose_name=_("salon"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    post = models.ForeignKey(
        Post, verbose_name=_("message"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("titre"), max_length=MAX_TITLE, blank=True)
    source = models.TextField(_("texte"), blank=True)
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES, blank=True)
    voice = models.CharField(_("voix"), max_length=20, blank=True)
    reply_to = models.PositiveIntegerField(_("en réponse au numéro"), null=True, blank=True)
    key = models.CharField(max_length=64, blank=True)
    seq = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("modifié le"))

    class Meta:
        verbose_name = _("brouillon")
        verbose_name_plural = _("brouillons")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=False, room__isnull=True, post__isnull=True)
                | Q(topic__isnull=True, room__isnull=False, post__isnull=True)
                | Q(topic__isnull=True, room__isnull=True, post__isnull=False),
                name="draft_for_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "topic"], name="draft_of_topic_once"),
            models.UniqueConstraint(fields=["person", "room"], name="draft_of_room_once"),
            models.UniqueConstraint(fields=["person", "post"], name="draft_of_post_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic_id or self.room_id or self.post_id}"


class HeldPost(Voice):
    """A message, or a topic with its first message, that a moderator reads before it is published.

    It has no number yet, stands in no stream, feed or search, and is read by its author and the moderators only.
    """

    room = models.ForeignKey(Room, verbose_name=_("salon"), on_delete=models.CASCADE, related_name="held")
    topic = models.ForeignKey(
        Topic, verbose_name=_("sujet"), null=True, blank=True, on_delete=models.CASCADE, related_name="held"
    )
    title = models.CharField(_("titre"), max_length=MAX_TITLE, blank=True, validators=[validate_line])
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("auteur"), on_delete=models.CASCADE, related_name="held_posts"
    )
    language = models.CharField(_("langue"), max_length=5, choices=LANGUAGE_CHOICES)
    source = models.TextField(_("texte"))
    reply_to = models.PositiveIntegerField(_("en réponse au numéro"), null=True, blank=True)
    created_at = models.DateTimeField(_("écrit le"))
    state = models.CharField(_("état"), max_length=20, choices=HeldState.choices, default=HeldState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("examiné par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("examiné le"), null=True, blank=True)
    reason = models.CharField(_("motif"), max_length=MAX_REASON, blank=True)
    reason_language = models.CharField(max_length=5, blank=True)
    post = models.OneToOneField(
        Post, verbose_name=_("message publié"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("message à lire avant publication")
        verbose_name_plural = _("messages à lire avant publication")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HeldState.values), name="held_state_known"),
            models.CheckConstraint(condition=Q(source__gt=""), name="held_says_something"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False) | Q(title__gt="") | Q(state=HeldState.PUBLISHED),
                name="held_topic_titled",
            ),
            models.CheckConstraint(
                condition=~Q(state=HeldState.REFUSED) | Q(reason__gt=""), name="held_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id} {self.title or self.topic_id}"

    def get_absolute_url(self) -> str:
        """Where its author sees that it waits; its room must be loaded."""
        place = self.topic or self.room
        return f"{place.get_absolute_url()}#waiting"
