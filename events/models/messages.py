"""What is written to people: the team's own words for each letter, its messages, and the rounds of reminders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import any_language
from events import placeholders
from events.reminding import ReminderKind, RoundState
from events.standard_texts import KINDS, TEXTS
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import PinnedMixin

from .meeting import Meeting

WORDS = ("subject", "opening", "closing")


def check_words(obj: models.Model, words: Iterable[str], allowed: Iterable[str], meeting: Meeting | None) -> None:
    """Refuse, in any language, a name in braces that is not known, and the link that leaves by the join page only."""
    errors: dict[str, ValidationError] = {}
    for name in (f"{word}_{language}" for word in words for language in LANGUAGES):
        text = getattr(obj, name) or ""
        try:
            placeholders.validate(text, allowed)
            if meeting is not None and meeting.online_link and meeting.online_link in text:
                raise ValidationError(
                    _("Le lien de connexion ne s’écrit pas dans un courriel : la page de connexion le donne à l’heure.")
                )
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)


class MessageText(PinnedMixin, models.Model):
    """The team's words for one kind of letter, for every meeting or for one. What is blank says the standard text."""

    kind = models.CharField(_("lettre"), max_length=40, choices=KINDS)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("rencontre"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="message_texts",
        help_text=_("Vide : pour toutes les rencontres."),
    )
    subject = models.CharField(_("objet"), max_length=150, blank=True)
    opening = models.TextField(_("début"), max_length=3000, blank=True)
    closing = models.TextField(_("fin"), max_length=1500, blank=True)
    changed_at = models.DateTimeField(_("modifiée le"), default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("modifiée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("texte d’une lettre")
        verbose_name_plural = _("textes des lettres")
        ordering = ["kind", "meeting_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(meeting=None), name="message_text_once"),
            models.UniqueConstraint(fields=["kind", "meeting"], name="message_text_once_a_meeting"),
            models.CheckConstraint(condition=Q(kind__in=list(TEXTS)), name="message_text_kind_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def clean(self) -> None:
        """Names in braces are the few that this letter knows, in each language. Raises ValidationError by field."""
        super().clean()
        allowed = TEXTS[self.kind].placeholders if self.kind in TEXTS else placeholders.ALWAYS
        check_words(self, WORDS, allowed, self.meeting)


class TeamMessage(PinnedMixin, models.Model):
    """What the team wrote to some of the people registered, in up to three languages. Never changed once sent."""

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="team_messages"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écrit par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    subject = models.CharField(_("objet"), max_length=150)
    body = models.TextField(_("message"), max_length=5000)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    readers = models.PositiveIntegerField(_("destinataires"), default=0)

    class Meta:
        verbose_name = _("message aux personnes inscrites")
        verbose_name_plural = _("messages aux personnes inscrites")
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=any_language("body"), name="team_message_written")]

    def __str__(self) -> str:
        return str(self.subject)

    def clean(self) -> None:
        """A subject for each body and a body for each subject, in one language at least. Raises ValidationError."""
        super().clean()
        check_words(self, ("subject", "body"), placeholders.ALWAYS, self.meeting)
        errors: dict[str, Any] = {}
        for language in LANGUAGES:
            subject, body = getattr(self, f"subject_{language}"), getattr(self, f"body_{language}")
            if body and not subject:
                errors[f"subject_{language}"] = _("Donnez un objet à ce message.")
            if subject and not body:
                errors[f"body_{language}"] = _("Écrivez le message qui va sous cet objet.")
        if not errors and not any(getattr(self, f"body_{language}") for language in LANGUAGES):
            errors["body_fr"] = _("Écrivez le message dans une langue au moins.")
        if errors:
            raise ValidationError(errors)


class ReminderRound(models.Model):
    """One reminder to everyone confirmed, planned while its hour is to come; a meeting that moves gets new rounds.

    `reached` is the last registration told: the round goes on from there, so nobody is told twice.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="reminder_rounds"
    )
    kind = models.CharField(_("rappel"), max_length=20, choices=ReminderKind.choices)
    starts_at = models.DateTimeField(_("début de la rencontre"))
    due_at = models.DateTimeField(_("à envoyer le"))
    state = models.CharField(_("état"), max_length=10, choices=RoundState.choices, default=RoundState.PLANNED)
    ended_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    reached = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(_("personnes averties"), default=0)

    class Meta:
        verbose_name = _("rappel")
        verbose_name_plural = _("rappels")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=RoundState.PLANNED), name="reminder_round_planned"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "kind", "starts_at", "due_at"], name="reminder_round_once"),
            models.CheckConstraint(condition=Q(kind__in=ReminderKind.values), name="reminder_round_kind_known"),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="reminder_round_state_known"),
            models.CheckConstraint(
                condition=Q(state=RoundState.PLANNED, ended_at__isnull=True)
                | (~Q(state=RoundState.PLANNED) & Q(ended_at__isnull=False)),
                name="reminder_round_end_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.due_at}"
