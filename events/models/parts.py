"""What belongs to one meeting and is edited with it: places kept for some, points of the programme."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from actors.choices import Constituency, Shore
from actors.models import any_language
from events.choices import Mode, Outcome
from kernel.languages.models import PinnedMixin

from .meeting import Meeting


class Quota(models.Model):
    """Places kept for whoever matches every condition given. Quotas of one meeting may overlap, by design."""

    meeting = ParentalKey(Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="quotas")
    constituency = models.CharField(_("collège"), max_length=20, choices=Constituency.choices, blank=True)
    shore = models.CharField(_("rive"), max_length=10, choices=Shore.choices, blank=True)
    mode = models.CharField(_("participation"), max_length=20, choices=Mode.choices, blank=True)
    size = models.PositiveIntegerField(_("places"))
    closed = models.BooleanField(
        _("fermé"), default=False, editable=False, help_text=_("Personne n’y prend plus de place pour le moment.")
    )
    closes_when_full = models.BooleanField(
        _("se ferme une fois plein"),
        default=False,
        help_text=_("Une place rendue n’est alors à personne : l’équipe rouvre le quota."),
    )

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "constituency", "shore", "mode"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(constituency__gt="") | Q(shore__gt="") | Q(mode__gt=""), name="quota_has_condition"
            ),
        ]

    def __str__(self) -> str:
        parts = [self.get_constituency_display(), self.get_shore_display(), self.get_mode_display()]
        return ", ".join(part for part in parts if part)

    def clean(self) -> None:
        """A quota without condition would be the meeting's own capacity."""
        super().clean()
        if not (self.constituency or self.shore or self.mode):
            raise ValidationError(_("Un quota dit pour qui : un collège, une rive ou une façon de participer."))


class ProgrammeItem(PinnedMixin, models.Model):
    """One point of the programme, at a local time of the meeting's zone."""

    meeting = ParentalKey(Meeting, verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="programme")
    day = models.DateField(_("jour"), null=True, blank=True, help_text=_("Vide : le premier jour."))
    starts_at = models.TimeField(_("heure"), help_text=_("Dans le fuseau de la rencontre."))
    title = models.CharField(_("point"), max_length=250)
    outcome = models.CharField(_("attendu"), max_length=20, choices=Outcome.choices, blank=True)
    sort_order = models.PositiveIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("point du programme")
        verbose_name_plural = _("programme")
        ordering = ["sort_order", "pk"]
        constraints = [models.CheckConstraint(condition=any_language("title"), name="programme_item_titled")]

    def __str__(self) -> str:
        return self.title
