"""What people answered, version after version; who lends a hand and reads some of it; what was deleted, and when."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.answering import Given
from events.asking import HelperRole, QuestionKind
from events.attachments import private_files, private_path
from kernel.languages.choices import LANGUAGES, OWN_NAMES

from .meeting import Meeting
from .questions import PLACES, WHOLE, Question, QuestionChoice
from .registration import Registration


class AppendOnly(TypeError):
    """Someone tried to change what is only ever added to."""


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers; a version is written once, and superseded by the next."""

    def current(self) -> AnswerQuerySet:
        """The latest version of each."""
        return self.filter(is_current=True)

    def supersede(self) -> int:
        """A newer version follows."""
        return super().update(is_current=False)

    def update(self, **fields: Any) -> NoReturn:
        raise AppendOnly("answers are added, never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("answers are added, never changed")


class Answer(models.Model):
    """One version of one person's answer to one question: what, by whom, when.

    Versions are added, never changed; all of them go together when their time is over or the person is forgotten.
    `statement` is the text that was consented to, in `language`, as it was read.
    """

    ident = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, verbose_name=_("inscription"), on_delete=models.CASCADE, related_name="answers"
    )
    question = models.ForeignKey(Question, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("actuelle"), default=True)
    text = models.TextField(_("texte"), blank=True)
    number = models.DecimalField(_("nombre"), max_digits=WHOLE, decimal_places=PLACES, null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    consented = models.BooleanField(_("consentement"), default=False)
    statement = models.TextField(_("texte lu"), blank=True)
    language = models.CharField(
        _("langue"), max_length=5, choices=[(code, OWN_NAMES[code]) for code in LANGUAGES], blank=True
    )
    file = models.FileField(_("fichier"), storage=private_files, upload_to=private_path, max_length=200, blank=True)
    file_name = models.CharField(_("nom du fichier"), max_length=150, blank=True)
    file_size = models.PositiveIntegerField(_("taille en octets"), null=True, blank=True)
    choices = models.ManyToManyField(QuestionChoice, verbose_name=_("choix"), through="events.Picked")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("écrite par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("le"))

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse")
        verbose_name_plural = _("réponses")
        ordering = ["question__sort_order", "question_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "question", "version"], name="answer_version_once"),
            models.UniqueConstraint(
                fields=["registration", "question"], condition=Q(is_current=True), name="answer_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}, {self.registration_id}, {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("answers are added, never changed")
        super().save(*args, **kwargs)

    @property
    def picked(self) -> list[QuestionChoice]:
        """The choices, in the question's order; read with prefetch_related("choices")."""
        return sorted(self.choices.all(), key=lambda choice: (choice.sort_order, choice.pk))

    @property
    def given(self) -> Given:
        """As it was given, to be compared with what is given now."""
        return Given(
            text=self.text,
            number=self.number,
            day=self.day,
            consented=self.consented,
            choices=frozenset(choice.pk for choice in self.choices.all()),
            keeps_file=bool(self.file),
        )

    @property
    def is_blank(self) -> bool:
        """Whether this version says nothing (any more)."""
        return self.given.is_blank


def kept_files() -> Storage:
    """Where the files of answers are."""
    storage: Storage = Answer._meta.get_field("file").storage
    return storage


class Picked(models.Model):
    """A choice made in one version of an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    choice = models.ForeignKey(QuestionChoice, on_delete=models.PROTECT, related_name="picked")

    class Meta:
        verbose_name = _("choix fait")
        verbose_name_plural = _("choix faits")
        constraints = [models.UniqueConstraint(fields=["answer", "choice"], name="picked_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.choice_id}"


class MeetingHelper(models.Model):
    """Someone who lends a hand at one meeting, and reads what is for their role."""

    meeting = models.ForeignKey(Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="helpers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(_("rôle"), max_length=20, choices=HelperRole.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ajoutée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(_("ajoutée le"))

    class Meta:
        verbose_name = _("aide à une rencontre")
        verbose_name_plural = _("aides à une rencontre")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person", "role"], name="meeting_helper_once"),
            models.CheckConstraint(condition=Q(role__in=HelperRole.values), name="meeting_helper_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"


class AnswerPurge(models.Model):
    """Proof that answers whose time was over are gone: how many, to what, when. Never changed.

    `digest` is the SHA-256 of which rows they were, not of what they said (events.queries.digest_of): it agrees with
    a copy of the database from before, and tells nothing of anyone. `question` is empty for the free line of needs.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="answer_purges"
    )
    question = models.ForeignKey(
        Question, verbose_name=_("question"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    label = models.CharField(_("question posée"), max_length=250)
    kind = models.CharField(_("genre"), max_length=20, choices=QuestionKind.choices)
    retention_days = models.PositiveSmallIntegerField(_("jours de conservation"))
    due_at = models.DateTimeField(_("échue le"))
    purged_at = models.DateTimeField(_("effacées le"))
    people = models.PositiveIntegerField(_("personnes"))
    versions = models.PositiveIntegerField(_("versions"))
    files = models.PositiveIntegerField(_("fichiers"))
    digest = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        verbose_name = _("effacement de réponses")
        verbose_name_plural = _("effacements de réponses")
        ordering = ["-purged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.label}, {self.purged_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("the proof of a purge is never changed")
        super().save(*args, **kwargs)
