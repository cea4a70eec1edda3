"""How long before a meeting its people are reminded of it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FURTHEST_HOURS = 24 * 60
FURTHEST_MINUTES = 24 * 60


class ReminderSettings(models.Model):
    """Two reminders by mail and one to join from afar; hours elapse, whatever the clocks do in between."""

    reminder_hours = models.PositiveSmallIntegerField(
        _("premier rappel, en heures avant le début"),
        null=True,
        blank=True,
        default=24 * 7,
        validators=[MinValueValidator(1), MaxValueValidator(FURTHEST_HOURS)],
        help_text=_("168 heures font sept jours. Vide : pas de premier rappel."),
    )
    last_reminder_hours = models.PositiveSmallIntegerField(
        _("second rappel, en heures avant le début"),
        null=True,
        blank=True,
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(FURTHEST_HOURS)],
        help_text=_("Vide : pas de second rappel."),
    )
    join_reminder_minutes = models.PositiveSmallIntegerField(
        _("rappel pour se connecter, en minutes avant le début"),
        null=True,
        blank=True,
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(FURTHEST_MINUTES)],
        help_text=_(
            "Aux personnes qui participent à distance ; il mène à leur page de connexion. Vide : pas de rappel."
        ),
    )

    class Meta:
        abstract = True


def reminder_constraints() -> list[models.BaseConstraint]:
    """What the database holds of these settings."""
    bounds = (
        ("reminder_hours", 1, FURTHEST_HOURS),
        ("last_reminder_hours", 1, FURTHEST_HOURS),
        ("join_reminder_minutes", 5, FURTHEST_MINUTES),
    )
    return [
        models.CheckConstraint(
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": least, f"{name}__lte": most}),
            name=f"meeting_{name}_bounded",
        )
        for name, least, most in bounds
    ]
