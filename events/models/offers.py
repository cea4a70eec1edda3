"""Places offered to people who waited: each offer, until when, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.choices import OfferAnswer

from .registration import Registration


class Offer(models.Model):
    """One offer of a place. Open while `answer` is blank; the registration then stands in `offered` and holds the seat.

    `by` is blank where the place was offered by itself. The offer may be accepted until the end of the minute
    `offered_until`.
    """

    registration = models.ForeignKey(
        Registration, verbose_name=_("inscription"), on_delete=models.CASCADE, related_name="offers"
    )
    offered_at = models.DateTimeField(_("proposée le"), default=timezone.now)
    offered_until = models.DateTimeField(_("réponse attendue jusqu’au"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.CharField(_("réponse"), max_length=10, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(_("répondue le"), null=True, blank=True)

    wagtail_reference_index_ignore = True  # as for registrations

    class Meta:
        verbose_name = _("proposition de place")
        verbose_name_plural = _("propositions de places")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration"], condition=Q(answer=""), name="offer_one_open"),
            models.CheckConstraint(condition=Q(answer__in=["", *OfferAnswer.values]), name="offer_answer_known"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (Q(answer__gt="") & Q(answered_at__isnull=False)),
                name="offer_answer_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.offered_until}"
