"""What a meeting's registration form asks beyond the place itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from actors.choices import Constituency
from actors.models import any_language
from events.asking import (
    KINDS_WITH_CHOICES,
    LINE_LENGTH,
    MOST_RETENTION_DAYS,
    RETENTION_DAYS,
    QuestionKind,
    Reader,
    readers_of_kind,
)
from events.attachments import CONTENT_TYPES, DEFAULT_MEGABYTES, MOST_MEGABYTES, all_types
from events.choices import Mode
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import PinnedMixin

from .meeting import Meeting

WHOLE, PLACES = 14, 4  # of a number's digits


def validate_file_types(codes: Any) -> None:
    """Refuse anything but a list of types that are accepted."""
    if not isinstance(codes, list) or not codes or set(codes) - set(CONTENT_TYPES):
        raise ValidationError(_("Choisissez au moins un type de fichier parmi ceux proposés."))


class Question(PinnedMixin, ClusterableModel):
    """One question of a meeting's registration form, with why it is asked, who reads the answers and for how long.

    It is asked of everyone, or only where another question was answered (with one choice, or at all), for one way of
    attending, or for one constituency. Answers are deleted `retention_days` after the meeting's end. A question that
    was answered is not deleted: it is put aside (`is_asked`).
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="questions"
    )
    kind = models.CharField(_("réponse attendue"), max_length=20, choices=QuestionKind.choices)
    label = models.CharField(_("question"), max_length=LINE_LENGTH)
    help = models.TextField(_("aide"), max_length=500, blank=True)
    purpose = models.TextField(
        _("pourquoi cette question"),
        max_length=300,
        help_text=_("Montré à la personne, sous la question : à quoi sert sa réponse."),
    )
    required = models.BooleanField(_("réponse obligatoire"), default=False)
    is_asked = models.BooleanField(
        _("posée"), default=True, help_text=_("Décochée : la question n’est plus posée, les réponses restent.")
    )

    shown_if = models.ForeignKey(
        "self",
        verbose_name=_("seulement si l’on a répondu à"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
    )
    shown_if_choice = models.ForeignKey(
        "events.QuestionChoice",
        verbose_name=_("par ce choix"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text=_("Vide : quelle que soit la réponse."),
    )
    shown_for_mode = models.CharField(
        _("seulement pour qui participe"), max_length=20, choices=Mode.choices, blank=True
    )
    shown_for_constituency = models.CharField(
        _("seulement pour le collège"), max_length=20, choices=Constituency.choices, blank=True
    )

    retention_days = models.PositiveSmallIntegerField(
        _("jours de conservation après la rencontre"),
        default=RETENTION_DAYS,
        validators=[MaxValueValidator(MOST_RETENTION_DAYS)],
        help_text=_("Ensuite les réponses sont effacées, fichiers compris."),
    )
    seen_by_organiser = models.BooleanField(Reader.ORGANISER.label, default=True)
    seen_by_caterer = models.BooleanField(Reader.CATERER.label, default=False)
    seen_by_interpreter = models.BooleanField(Reader.INTERPRETER.label, default=False)
    seen_by_door = models.BooleanField(Reader.DOOR.label, default=False)

    least = models.DecimalField(_("au moins"), max_digits=WHOLE, decimal_places=PLACES, null=True, blank=True)
    most = models.DecimalField(_("au plus"), max_digits=WHOLE, decimal_places=PLACES, null=True, blank=True)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    statement = models.TextField(
        _("texte du consentement"),
        max_length=2000,
        blank=True,
        help_text=_("Ce à quoi la personne consent ; le texte qu’elle a lu est gardé avec sa réponse."),
    )
    file_types = models.JSONField(_("types de fichiers acceptés"), default=all_types, validators=[validate_file_types])
    file_megabytes = models.PositiveSmallIntegerField(
        _("taille d’un fichier, en mégaoctets"),
        default=DEFAULT_MEGABYTES,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MEGABYTES)],
    )
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(condition=any_language("label"), name="question_labelled"),
            models.CheckConstraint(condition=any_language("purpose"), name="question_has_purpose"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=Q(seen_by_organiser=True)
                | Q(seen_by_caterer=True)
                | Q(seen_by_interpreter=True)
                | Q(seen_by_door=True),
                name="question_has_reader",
            ),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.DIETARY) | Q(seen_by_interpreter=False, seen_by_door=False),
                name="question_dietary_for_kitchen",
            ),
            models.CheckConstraint(
                condition=~Q(kind=QuestionKind.ACCESS) | Q(seen_by_caterer=False), name="question_access_not_kitchen"
            ),
            models.CheckConstraint(
                condition=Q(shown_if__isnull=True) | ~Q(shown_if=F("id")), name="question_not_after_itself"
            ),
            models.CheckConstraint(
                condition=Q(shown_if_choice__isnull=True) | Q(shown_if__isnull=False),
                name="question_choice_of_question",
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="question_bounds_ordered",
            ),
            models.CheckConstraint(
                condition=Q(retention_days__lte=MOST_RETENTION_DAYS), name="question_retention_bounded"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def field(self) -> str:
        """Its field in a form."""
        return f"question_{self.pk}"

    @property
    def seen_by(self) -> frozenset[Reader]:
        """Whom the answers are for; never anyone that the kind excludes."""
        chosen = {reader for reader in Reader if getattr(self, f"seen_by_{reader.value}")}
        return frozenset(chosen & readers_of_kind(self.kind))

    @property
    def takes_choices(self) -> bool:
        """Whether it is answered by picking."""
        return self.kind in KINDS_WITH_CHOICES

    def clean(self) -> None:
        """What the team must know beside the field, before the database refuses it."""
        super().clean()
        self._clean_words()
        self._clean_readers()
        self._clean_condition()
        if self.least is not None and self.most is not None and self.most < self.least:
            raise ValidationError({"most": _("Le plus grand nombre vient après le plus petit.")})

    def _clean_words(self) -> None:
        if not self._has("label"):
            raise ValidationError({"label_fr": _("Écrivez la question dans au moins une langue.")})
        if not self._has("purpose"):
            raise ValidationError({"purpose_fr": _("Dites à quoi sert la réponse : la personne le lit.")})
        if self.kind == QuestionKind.CONSENT and not self._has("statement"):
            raise ValidationError({"statement_fr": _("Écrivez ce à quoi la personne consent.")})

    def _has(self, field: str) -> bool:
        return any(getattr(self, f"{field}_{language}") for language in LANGUAGES)

    def _clean_readers(self) -> None:
        allowed = readers_of_kind(self.kind)
        for reader in Reader:
            if getattr(self, f"seen_by_{reader.value}") and reader not in allowed:
                words = _("Les réponses à ce genre de question ne sont pas pour ce rôle : décochez-le.")
                raise ValidationError({f"seen_by_{reader.value}": words})
        if not self.seen_by:
            raise ValidationError({"seen_by_organiser": _("Dites au moins qui lit les réponses.")})

    def _clean_condition(self) -> None:
        if self.shown_if_choice is not None and self.shown_if_choice.question_id != self.shown_if_id:
            raise ValidationError({"shown_if_choice": _("Ce choix appartient à une autre question.")})
        above, seen = self.shown_if, {self.pk} if self.pk else set()
        if above is not None and above.meeting_id != self.meeting_id:
            raise ValidationError({"shown_if": _("Cette question appartient à une autre rencontre.")})
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"shown_if": _("Ces questions dépendraient l’une de l’autre, en rond.")})
            seen.add(above.pk)
            above = above.shown_if


class QuestionChoice(PinnedMixin, models.Model):
    """One possible answer, with its places if they are limited: counted from the registrations, kept nowhere."""

    question = ParentalKey(Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="choices")
    label = models.CharField(_("choix"), max_length=LINE_LENGTH)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Vide : sans limite."))
    is_offered = models.BooleanField(
        _("proposé"), default=True, help_text=_("Décoché : personne ne le choisit plus, qui l’a choisi le garde.")
    )
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("choix")
        verbose_name_plural = _("choix")
        ordering = ["sort_order", "pk"]
        constraints = [models.CheckConstraint(condition=any_language("label"), name="question_choice_labelled")]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """A choice is named in at least one language."""
        super().clean()
        if not any(getattr(self, f"label_{language}") for language in LANGUAGES):
            raise ValidationError({"label_fr": _("Nommez ce choix dans au moins une langue.")})
