"""How people come to a meeting: the window, for whom, how many, who approves, what becomes of a place set free."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.choices import AfterExpiry, AttendeeList, Opening, Promotion

OFFER_HOURS_AT_MOST = 24 * 30


class RegistrationSettings(models.Model):
    """What the team decides about registration. The hand's `opening` changes by its own acts only."""

    registration_opens_at = models.DateTimeField(
        _("ouverture des inscriptions"), null=True, blank=True, help_text=_("Vide : dès la publication.")
    )
    registration_closes_at = models.DateTimeField(
        _("clôture des inscriptions"), null=True, blank=True, help_text=_("Vide : au début de la rencontre.")
    )
    opening = models.CharField(
        _("inscriptions"), max_length=10, choices=Opening.choices, default=Opening.BY_DATES, editable=False
    )
    edit_until = models.DateTimeField(
        _("réponses modifiables jusqu’au"), null=True, blank=True, help_text=_("Vide : jusqu’au début de la rencontre.")
    )
    capacity = models.PositiveIntegerField(
        _("places en tout"), null=True, blank=True, help_text=_("Vide : sans limite.")
    )
    approval = models.BooleanField(
        _("inscriptions examinées par l’équipe"),
        default=False,
        help_text=_("Chaque demande attend la décision de l’équipe avant de prendre une place."),
    )
    waiting_list = models.BooleanField(
        _("liste d’attente"), default=True, help_text=_("Décochée : quand tout est pris, l’inscription est refusée.")
    )
    promotion = models.CharField(
        _("place qui se libère"), max_length=10, choices=Promotion.choices, default=Promotion.OFFER
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("heures pour répondre à une proposition"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(OFFER_HOURS_AT_MOST)],
    )
    promotion_stops_hours = models.PositiveSmallIntegerField(
        _("plus de proposition automatique dans les dernières heures"),
        default=24,
        help_text=_("Nombre d’heures avant le début. L’équipe peut encore proposer une place à la main."),
    )
    after_expiry = models.CharField(
        _("qui ne répond pas à temps"), max_length=10, choices=AfterExpiry.choices, default=AfterExpiry.END
    )
    attendee_list = models.CharField(
        _("liste des personnes inscrites visible par"),
        max_length=20,
        choices=AttendeeList.choices,
        default=AttendeeList.NOBODY,
    )

    class Meta:
        abstract = True


def registration_constraints() -> list[models.BaseConstraint]:
    """What the database holds of these settings."""
    return [
        models.CheckConstraint(
            condition=Q(capacity__isnull=True) | Q(capacity__gt=0), name="meeting_capacity_positive"
        ),
        models.CheckConstraint(
            condition=Q(registration_opens_at__isnull=True)
            | Q(registration_closes_at__isnull=True)
            | Q(registration_closes_at__gt=F("registration_opens_at")),
            name="meeting_window_ordered",
        ),
        models.CheckConstraint(condition=Q(opening__in=Opening.values), name="meeting_opening_known"),
        models.CheckConstraint(condition=Q(promotion__in=Promotion.values), name="meeting_promotion_known"),
        models.CheckConstraint(condition=Q(after_expiry__in=AfterExpiry.values), name="meeting_after_expiry_known"),
        models.CheckConstraint(condition=Q(attendee_list__in=AttendeeList.values), name="meeting_list_known"),
        models.CheckConstraint(
            condition=Q(offer_hours__gte=1, offer_hours__lte=OFFER_HOURS_AT_MOST), name="meeting_offer_hours_bounded"
        ),
    ]
