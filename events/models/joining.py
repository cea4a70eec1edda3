"""How people come in online: the room, when its door opens, who went through it. And their own calendar's address."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.choices import JoinRole, RoomKind

LONGEST_WINDOW = 24 * 60  # minutes
VISITS_KEPT = timedelta(days=365)  # after a meeting: time enough to attest who took part


class JoiningSettings(models.Model):
    """What the team decides about coming in online."""

    room_kind = models.CharField(_("salle en ligne"), max_length=20, choices=RoomKind.choices, default=RoomKind.LINK)
    online_link = models.URLField(
        _("lien de connexion"),
        max_length=500,
        blank=True,
        help_text=_("Jamais affiché : ni dans une page, ni dans un agenda, ni dans un message."),
    )
    join_opens_minutes = models.PositiveSmallIntegerField(
        _("ouverture de la porte, en minutes avant le début"),
        default=30,
        validators=[MaxValueValidator(LONGEST_WINDOW)],
        help_text=_("Avant, les personnes inscrites trouvent une page d’attente."),
    )
    join_closes_minutes = models.PositiveSmallIntegerField(
        _("fermeture de la porte, en minutes après la fin"),
        default=30,
        validators=[MaxValueValidator(LONGEST_WINDOW)],
    )

    class Meta:
        abstract = True


def joining_constraints() -> list[models.BaseConstraint]:
    """What the database holds of these settings."""
    return [
        models.CheckConstraint(condition=Q(room_kind__in=RoomKind.values), name="meeting_room_kind_known"),
        models.CheckConstraint(
            condition=Q(join_opens_minutes__lte=LONGEST_WINDOW, join_closes_minutes__lte=LONGEST_WINDOW),
            name="meeting_join_window_bounded",
        ),
    ]


class JoinVisit(models.Model):
    """Someone went through the door of an online meeting. How long they stayed is not known.

    Purpose: to attest attendance. Read by the team and the person; erased VISITS_KEPT after the meeting, and with the
    person's account.
    """

    meeting = models.ForeignKey(
        "events.Meeting", verbose_name=_("rencontre"), on_delete=models.CASCADE, related_name="visits"
    )
    registration = models.ForeignKey(
        "events.Registration",
        verbose_name=_("inscription"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="visits",
        help_text=_("Vide pour l’équipe, qui entre sans inscription."),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="+"
    )
    role = models.CharField(_("rôle"), max_length=20, choices=JoinRole.choices)
    language = models.CharField(_("langue"), max_length=2, choices=settings.LANGUAGES)
    joined_at = models.DateTimeField(_("entrée"))

    class Meta:
        verbose_name = _("entrée en ligne")
        verbose_name_plural = _("entrées en ligne")
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["meeting", "joined_at"], name="join_visit_of_meeting")]
        constraints = [models.CheckConstraint(condition=Q(role__in=JoinRole.values), name="join_visit_role_known")]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.joined_at:%Y-%m-%d %H:%M}"


def new_secret() -> str:
    """What nobody guesses: 256 bits, as it stands in an address."""
    return secrets.token_urlsafe(32)


class PersonalCalendar(models.Model):
    """The secret address under which calendar programs read one person's registrations. Whoever knows it reads them, so
    it can be renewed (the old one is nobody's at once) or taken away."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        on_delete=models.CASCADE,
        related_name="personal_calendar",
    )
    secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    shows_waiting = models.BooleanField(_("montre aussi ce que j’attends"), default=False)
    created_at = models.DateTimeField(_("adresse créée le"), default=timezone.now)

    class Meta:
        verbose_name = _("agenda personnel")
        verbose_name_plural = _("agendas personnels")

    def __str__(self) -> str:
        return str(_("Agenda personnel"))  # the journal keeps this label when the person has left
