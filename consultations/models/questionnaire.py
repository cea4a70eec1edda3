"""The questionnaire of a consultation, and one response a participant."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from actors.models import any_language
from kernel.languages.models import PinnedMixin

from ..choices import QuestionKind, ResponseState
from .consultations import Consultation
from .participation import Participant


class Section(PinnedMixin, ClusterableModel):
    """A page of the questionnaire: a title, a few words, its questions."""

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.CASCADE, related_name="sections"
    )
    position = models.PositiveIntegerField(_("rang"), default=0)
    title = models.CharField(_("titre"), max_length=160)
    text = models.TextField(_("introduction"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("section du questionnaire")
        verbose_name_plural = _("sections du questionnaire")
        ordering = ["consultation", "position", "pk"]
        constraints = [models.CheckConstraint(condition=any_language("title"), name="section_titled")]

    def __str__(self) -> str:
        return self.title or ""


class Question(PinnedMixin, ClusterableModel):
    """A question: its wording, how it is answered, and when it is asked.

    `code` names its column in the codebook and never changes once someone has answered. It is asked when it has no
    `depends_on`, or when the answer given there holds one of the codes in `depends_values`. `settings` carries what its
    kind needs: scale {"low": 1, "high": 5}, number {"minimum": …, "maximum": …, "unit": …}, multiple {"most": 3}.
    """

    section = ParentalKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField(_("rang"), default=0)
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("nature"), max_length=20, choices=QuestionKind.choices)
    label = models.CharField(_("question"), max_length=300)
    help = models.CharField(_("aide"), max_length=400, blank=True)
    low_label = models.CharField(_("bas de l’échelle"), max_length=80, blank=True)
    high_label = models.CharField(_("haut de l’échelle"), max_length=80, blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=False)
    is_public = models.BooleanField(
        _("réponses publiables"), default=True, help_text=_("Textes et fichiers ne sont jamais publiés tels quels.")
    )
    depends_on = models.ForeignKey(
        "self", verbose_name=_("dépend de"), null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    depends_values = models.JSONField(_("si la réponse est"), default=list, blank=True)
    settings = models.JSONField(_("réglages"), default=dict, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section", "position", "pk"]
        constraints = [models.CheckConstraint(condition=any_language("label"), name="question_worded")]

    def __str__(self) -> str:
        return self.label or self.code


class Option(PinnedMixin, models.Model):
    """A choice of a question (or a column of a matrix), or a row of a matrix where `is_row`."""

    question = ParentalKey(Question, verbose_name=_("question"), on_delete=models.CASCADE, related_name="options")
    position = models.PositiveIntegerField(_("rang"), default=0)
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("libellé"), max_length=200)
    is_row = models.BooleanField(_("ligne du tableau"), default=False)
    is_free = models.BooleanField(_("autre, à préciser"), default=False)

    class Meta:
        verbose_name = _("choix")
        verbose_name_plural = _("choix")
        ordering = ["question", "is_row", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=any_language("label"), name="option_worded"),
            models.UniqueConstraint(fields=["question", "is_row", "code"], name="option_code_unique"),
        ]

    def __str__(self) -> str:
        return self.label or self.code


def private_files() -> Storage:
    """Where the bytes of answered files are: no address leads there."""
    return storages["private"]


class Response(models.Model):
    """What one person answered to the questionnaire: a draft while it is written, one row when it is sent.

    `draft` is what is being written, before the first sending or after it: {"answers": {question id: value}, "revs":
    {section id: the `rev` at which it last changed}, "base": the `rev` it began from}. It counts nowhere; `answers`
    and `files` are what was sent. The participant comes with the first sending, since a draft is no participation.
    Exactly one draft a person.
    """

    consultation = models.ForeignKey(
        Consultation, verbose_name=_("consultation"), on_delete=models.PROTECT, related_name="responses"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questionnaire_responses",
    )
    participant = models.OneToOneField(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="response"
    )
    draft = models.JSONField(_("brouillon"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=20, choices=ResponseState.choices, default=ResponseState.DRAFT)
    language = models.CharField(_("langue"), max_length=2)
    rev = models.PositiveIntegerField(_("révision"), default=1)
    started_at = models.DateTimeField(_("commencée le"))
    saved_at = models.DateTimeField(_("gardée le"))
    submitted_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse au questionnaire")
        verbose_name_plural = _("réponses au questionnaire")
        ordering = ["consultation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ResponseState.DRAFT) | Q(submitted_at__isnull=False), name="response_sent_at_an_hour"
            ),
            models.CheckConstraint(
                condition=Q(state=ResponseState.DRAFT) | Q(participant__isnull=False),
                name="response_sent_under_a_voice",
            ),
            models.UniqueConstraint(fields=["consultation", "person"], name="response_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.pk}"


class ResponseAnswer(models.Model):
    """The answer to one question, in the shape of its kind: see `questionnaire.kinds`."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    value = models.JSONField(_("réponse"))

    class Meta:
        verbose_name = _("réponse à une question")
        verbose_name_plural = _("réponses aux questions")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="response_answer_once")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.value}"


class ResponseFile(models.Model):
    """A file given as an answer: read by the team alone, checked by its content."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="files")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(_("fichier"), upload_to="responses/%Y/", storage=private_files)
    name = models.CharField(_("nom"), max_length=160)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField(_("taille, en octets"), validators=[MinValueValidator(1)])
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("fichier d’une réponse")
        verbose_name_plural = _("fichiers des réponses")
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="response_file_once")]

    def __str__(self) -> str:
        return self.name
