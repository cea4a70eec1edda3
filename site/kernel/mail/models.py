"""The outbox: every mail that Rives owes someone, ours and those of allauth and Wagtail."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import UNFINISHED, MailState


class Mail(models.Model):
    """One mail to one reader. Written in the transaction of the fact it tells, rendered and sent by a task afterwards.

    Either `letter` (a name in the registry, rendered in the reader's language when it is sent, from `context`) or
    `raw` (a ready MIME message of a third party) says what it holds. Nothing leaves before `due_at`. Mails of one
    `stream` leave for one address in the order in which they were queued. `key` keeps the same fact from being
    mailed twice to one address. Of one `gathering` an address has at most one mail that nobody has begun to send: what
    comes meanwhile is added to it.
    """

    uid = models.UUIDField(_("identifiant"), default=uuid.uuid4, unique=True, editable=False)
    letter = models.CharField(_("lettre"), max_length=80, blank=True)
    context = models.JSONField(_("données"), default=dict, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES, default="fr")
    calendar = models.TextField(_("invitation iCalendar"), blank=True)
    raw = models.BinaryField(_("message d’origine"), default=bytes, blank=True)
    confidential = models.BooleanField(
        _("confidentiel"), default=False, help_text=_("Porte un code ou un lien personnel.")
    )

    to = models.EmailField(_("destinataire"), max_length=254)
    recipients = models.JSONField(_("tous les destinataires"), default=list, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    stream = models.CharField(_("fil d’envoi"), max_length=120, blank=True)
    key = models.CharField(_("clé"), max_length=200, blank=True)
    gathering = models.CharField(_("ce qu’il rassemble"), max_length=200, blank=True)

    state = models.CharField(_("état"), max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("tentatives"), default=0)
    queued_at = models.DateTimeField(_("déposé le"))
    dispatched_at = models.DateTimeField(_("confié à une tâche le"))
    due_at = models.DateTimeField(_("à envoyer à partir du"))
    claimed_at = models.DateTimeField(_("pris en charge le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    last_error = models.TextField(_("dernière erreur"), blank=True)

    subject = models.CharField(_("objet"), max_length=300, blank=True)
    html = models.TextField(_("corps HTML"), blank=True)
    text = models.TextField(_("corps texte"), blank=True)
    purged_at = models.DateTimeField(_("corps effacé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        ordering = ["-queued_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=UNFINISHED), name="mail_unfinished"),
            models.Index(fields=["stream", "to"], condition=Q(state__in=UNFINISHED), name="mail_stream_unfinished"),
            models.Index(fields=["to", "-queued_at"], name="mail_reader"),
            models.Index(fields=["stream"], condition=Q(stream__gt=""), name="mail_stream"),
            models.Index(fields=["-queued_at", "-id"], name="mail_recent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "to"], condition=Q(key__gt=""), name="mail_once"),
            models.UniqueConstraint(
                fields=["gathering", "to"],
                condition=Q(gathering__gt="", state=MailState.QUEUED, attempts=0),
                name="mail_gathers_once",
            ),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False), name="mail_sent_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject or self.letter} → {self.to}"
