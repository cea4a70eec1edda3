"""What someone has read, what they want to hear, and how often they are written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import Rhythm, WatchLevel
from .rooms import Room
from .topics import Topic


class ReadMark(models.Model):
    """The highest post number that a person has read in a topic; unread is what is visible above it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="read_marks"
    )
    topic = models.ForeignKey(Topic, verbose_name=_("sujet"), on_delete=models.CASCADE, related_name="read_marks")
    number = models.PositiveIntegerField(_("dernier numéro lu"))
    read_at = models.DateTimeField(_("lu le"))

    class Meta:
        verbose_name = _("repère de lecture")
        verbose_name_plural = _("repères de lecture")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic_id} ≤ {self.number}"


class Watch(models.Model):
    """How much of a room, or of one topic, a person wants to hear; the topic's level counts before its room's."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="watches"
    )
    room = models.ForeignKey(
        Room, verbose_name=_("salon"), null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("sujet"), null=True, blank=True, on_delete=models.CASCADE, related_name="watches"
    )
    level = models.CharField(_("niveau"), max_length=10, choices=WatchLevel.choices)
    changed_at = models.DateTimeField(_("choisi le"))

    class Meta:
        verbose_name = _("suivi")
        verbose_name_plural = _("suivis")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(room__isnull=False, topic__isnull=True) | Q(room__isnull=True, topic__isnull=False),
                name="watch_of_one",
            ),
            models.CheckConstraint(condition=Q(level__in=WatchLevel.values), name="watch_level_known"),
            models.UniqueConstraint(fields=["person", "room"], name="watch_of_room_once"),
            models.UniqueConstraint(fields=["person", "topic"], name="watch_of_topic_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.topic_id or self.room_id}"


class MailRhythm(models.Model):
    """How often a person is written about forums, and up to when the last digest told them."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="forum_mail"
    )
    rhythm = models.CharField(_("rythme"), max_length=10, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    told_until = models.DateTimeField(_("dernier résumé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("rythme des courriels")
        verbose_name_plural = _("rythmes des courriels")
        constraints = [models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="mail_rhythm_known")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.rhythm}"
