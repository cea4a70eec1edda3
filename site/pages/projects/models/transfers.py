"""Where a pilot was taken up: data of its own, not part of a page's text."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.languages.models import PinnedMixin

from ..choices import TRANSFER_STATUS, TransferState
from .pilots import PilotPage


class Transfer(PinnedMixin, models.Model):
    """Another territory that takes a pilot up, as an arc on the map. One record a pilot and territory."""

    pilot = models.ForeignKey(PilotPage, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("pilote"))
    territory = models.ForeignKey(
        "actors.Territory", on_delete=models.PROTECT, related_name="transfers", verbose_name=_("territoire")
    )
    organisation = models.ForeignKey(
        "actors.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="transfers",
        verbose_name=_("organisation"),
    )
    state = models.CharField(_("état"), max_length=20, choices=TransferState.choices, default=TransferState.PREPARING)
    started_year = models.PositiveSmallIntegerField(
        _("depuis (année)"), null=True, blank=True, validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    note = models.TextField(_("ce qui est repris, ce qui change"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("reprise")
        verbose_name_plural = _("reprises")
        ordering = ["pilot_id", "started_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot", "territory"],
                name="transfer_once_per_territory",
                violation_error_message=_("Ce territoire reprend déjà ce pilote : modifiez cette reprise."),
            ),
            models.CheckConstraint(condition=models.Q(state__in=TransferState.values), name="transfer_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pilot} → {self.territory}"

    @property
    def status_code(self) -> str:
        """The mark of its state."""
        return TRANSFER_STATUS[TransferState(self.state)]
