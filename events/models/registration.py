"""Who comes: one row is one act under one voice; its state moves forward only."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.choices import Constituency
from actors.models import Voice
from events.capacity import Seat
from events.choices import (
    LISTINGS_UNDER,
    LIVE_STATES,
    SEATED_STATES,
    AttendeeList,
    Listing,
    MeetingState,
    Mode,
    RegistrationState,
)
from kernel.languages.choices import LANGUAGES, OWN_NAMES

from .meeting import Meeting

LISTENING_CHOICES = [(code, OWN_NAMES[code]) for code in LANGUAGES]


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Registrations by where they stand."""

    def live(self) -> RegistrationQuerySet:
        """Those that are not over: to be examined, waiting, offered or confirmed."""
        return self.filter(state__in=LIVE_STATES)

    def confirmed(self) -> RegistrationQuerySet:
        """Those that come."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def seated(self) -> RegistrationQuerySet:
        """Those that hold a seat: confirmed, or offered and not answered yet."""
        return self.filter(state__in=SEATED_STATES)

    def in_line(self) -> RegistrationQuerySet:
        """The waiting list in its order: priority, then how long they have waited."""
        return self.filter(state=RegistrationState.WAITING).order_by("-priority", "waitlisted_at", "pk")

    def at_meetings_to_come(self, at: datetime) -> RegistrationQuerySet:
        """Those at meetings that are not over, the next first; those postponed without a date last, and never over."""
        has_no_date = Q(meeting__state=MeetingState.POSTPONED)
        dated_first = Case(When(has_no_date, then=1), default=0, output_field=models.IntegerField())
        return self.filter(Q(meeting__ends_at__gt=at) | has_no_date).order_by(dated_first, "meeting__starts_at", "pk")


def _within_the_list() -> Q:
    """No consent is wider than the list of the meeting."""
    allowed = (Q(list_ceiling=ceiling, listed__in=listings) for ceiling, listings in LISTINGS_UNDER.items())
    return reduce(or_, allowed)


class Registration(Voice):
    """A person's place, or place in line, at a meeting.

    Whoever withdrew and comes back gets a new row: each row keeps the voice and the needs it was made with.
    `needs` is read by the team that prepares the room and by the person, and stands in no export. `listed` is the
    person's consent to stand in the list of who comes; `list_ceiling` copies the meeting's list in the transaction that
    changes it, so that the database holds the consent below it.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("rencontre"), on_delete=models.PROTECT, related_name="registrations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("personne"), on_delete=models.PROTECT, related_name="registrations"
    )
    state = models.CharField(_("état"), max_length=20, choices=RegistrationState.choices)
    mode = models.CharField(_("participation"), max_length=20, choices=Mode.choices)
    listening_language = models.CharField(_("langue d’écoute"), max_length=2, choices=LISTENING_CHOICES, blank=True)
    needs = models.TextField(_("besoins d’accessibilité"), max_length=500, blank=True)
    reason = models.TextField(_("motif"), max_length=1000, blank=True)
    reason_language = models.CharField(max_length=5, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("inscrite par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Vide : la personne s’est inscrite elle-même."),
    )
    invitation = models.ForeignKey(
        "events.InvitationCode",
        verbose_name=_("code d’invitation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    listed = models.CharField(
        _("accepte de figurer dans la liste"), max_length=20, choices=Listing.choices, default=Listing.NONE
    )
    list_ceiling = models.CharField(
        max_length=20, choices=AttendeeList.choices, default=AttendeeList.NOBODY, editable=False
    )
    rev = models.PositiveIntegerField(default=1, editable=False)
    priority = models.SmallIntegerField(_("priorité"), default=0)
    created_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    waitlisted_at = models.DateTimeField(_("en attente depuis"), null=True, blank=True)
    offered_until = models.DateTimeField(_("réponse attendue jusqu’au"), null=True, blank=True)
    state_changed_at = models.DateTimeField(_("état depuis"), default=timezone.now)

    objects = RegistrationQuerySet.as_manager()
    wagtail_reference_index_ignore = True  # nine statements a seat, under the lock, for a list that nobody reads

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["meeting", "state"], name="registration_meeting_state"),
            models.Index(
                fields=["offered_until"], condition=Q(state=RegistrationState.OFFERED), name="registration_offers_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(state__in=LIVE_STATES), name="registration_one_live"
            ),
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_known"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="registration_mode_known"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.WAITING) | Q(waitlisted_at__isnull=False),
                name="registration_waiting_since",
            ),
            models.CheckConstraint(
                condition=Q(state=RegistrationState.OFFERED, offered_until__isnull=False)
                | (~Q(state=RegistrationState.OFFERED) & Q(offered_until__isnull=True)),
                name="registration_offer_until",
            ),
            models.CheckConstraint(condition=_within_the_list(), name="registration_listed_within_list"),
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.REFUSED) | Q(reason__gt=""), name="registration_refusal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(constituency=Constituency.CITIZENS, organisation__isnull=True)
                | (~Q(constituency=Constituency.CITIZENS) & Q(organisation__isnull=False)),
                name="registration_voice_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.meeting}"

    @property
    def seat(self) -> Seat:
        """The place it takes or waits for."""
        return Seat(self.constituency, self.shore, self.mode)

    @property
    def is_live(self) -> bool:
        """Whether it is not over."""
        return self.state in LIVE_STATES

    @property
    def is_confirmed(self) -> bool:
        """Whether the person comes."""
        return self.state == RegistrationState.CONFIRMED

    @property
    def is_offered(self) -> bool:
        """Whether a place is held for it until an hour, for the person to answer."""
        return self.state == RegistrationState.OFFERED

    @property
    def is_seated(self) -> bool:
        """Whether it holds a seat."""
        return self.state in SEATED_STATES

    @property
    def is_waiting(self) -> bool:
        """Whether it stands in line."""
        return self.state == RegistrationState.WAITING
