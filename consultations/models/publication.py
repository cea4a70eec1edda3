"""What has been made public of a consultation's results, and when: figures change in steps that betray no one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .consultations import Consultation
from .statements import Statement


class PublishedTable(models.Model):
    """A statement's breakdown as everyone sees it, or that of the people who took part where it has no statement.

    `ladders` is what `publication.to_json` makes: the figures shown, and what later steps must not betray, for the
    team's code alone. `total` and `figures` are for readers: everyone counted at `published_at`, and
    {"levels" | "shores" | "crossed": {group: [agree, disagree, passed]}}. `serial` grows with each replacement.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="published_tables")
    statement = models.OneToOneField(
        Statement, null=True, blank=True, on_delete=models.CASCADE, related_name="published_table"
    )
    ladders = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    total = models.JSONField(default=list)
    serial = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(_("publié le"))

    class Meta:
        verbose_name = _("tableau publié")
        verbose_name_plural = _("tableaux publiés")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=models.Q(statement__isnull=True), name="published_people_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} · {self.serial}"


class PublishedAnswers(models.Model):
    """What is told of the answers to a closed question, under disclosure control: `questionnaire.protecting`.

    `part`: the row of a matrix, or the choice that was given or not where several may be; else empty. `ladder` is for
    the team's code alone. `people`: everyone counted at `published_at`. `groups`, drawn once the questionnaire is
    closed: [{constituency: {answer: people}}, {side: {answer: people}}].
    """

    question = models.ForeignKey("consultations.Question", on_delete=models.CASCADE, related_name="published_answers")
    part = models.CharField(max_length=40, blank=True)
    ladder = models.JSONField(default=dict)
    people = models.PositiveIntegerField(default=0)
    groups = models.JSONField(null=True, blank=True)
    published_at = models.DateTimeField(_("publié le"))

    class Meta:
        verbose_name = _("réponses publiées")
        verbose_name_plural = _("réponses publiées")
        constraints = [models.UniqueConstraint(fields=["question", "part"], name="published_answers_once")]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.part}"


class Analysis(models.Model):
    """What the statistics say of a consultation at a moment: made by a task, kept to be read.

    `figures` is what `analysis.py` makes, already under disclosure control; `is_final` once the vote is closed.
    `extremity`: statement id -> how far it pulls people apart on the opinion map (statistics.space), as it is: for the
    draw of the next statement alone, never published.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="analyses")
    made_at = models.DateTimeField(_("faite le"))
    votes = models.PositiveIntegerField(_("votes comptés"))
    figures = models.JSONField(default=dict)
    extremity = models.JSONField(default=dict, editable=False)
    is_final = models.BooleanField(_("définitive"), default=False)

    class Meta:
        verbose_name = _("analyse")
        verbose_name_plural = _("analyses")
        ordering = ["consultation", "-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.made_at:%Y-%m-%d %H:%M}"


class Package(models.Model):
    """A published result package: everything needed to recompute the published numbers, and its digest."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="packages")
    number = models.PositiveIntegerField(_("numéro"))
    file = models.FileField(_("archive"), upload_to="packages/%Y/")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("faite le"))

    class Meta:
        verbose_name = _("paquet de résultats")
        verbose_name_plural = _("paquets de résultats")
        ordering = ["consultation", "-number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="package_number_unique")]

    def __str__(self) -> str:
        return f"{self.consultation_id} · {self.number}"
