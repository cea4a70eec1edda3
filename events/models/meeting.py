"""A meeting is a record: its times and state change only through actions; its page carries the words."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from actors.choices import Constituency
from actors.models import any_language
from events.choices import (
    MODES_OF,
    PUBLIC_STATES,
    MeetingFormat,
    MeetingKind,
    MeetingState,
    Mode,
    organisations_only,
)
from kernel.languages.choices import LANGUAGES
from kernel.languages.models import PinnedMixin
from kernel.wall_times import FOLDS, LocalTimeError, as_typed, instant, validate_zone

from .joining import JoiningSettings, joining_constraints
from .registering import RegistrationSettings, registration_constraints
from .reminding import ReminderSettings, reminder_constraints

DEADLINES = ("registration_opens_at", "registration_closes_at", "edit_until")
RESERVED_SLUGS = {"past", "feed", "month", "mine"}


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings by who may read them and when they are."""

    def public(self) -> MeetingQuerySet:
        """Those that anyone may read: never a draft."""
        return self.filter(state__in=PUBLIC_STATES)

    def visible_to(self, user: Any) -> MeetingQuerySet:
        """What a person (None or anonymous: signed out) may read: whoever manages meetings also sees drafts."""
        may_manage = user is not None and user.is_staff and user.has_perm("events.manage_meeting")
        return self if may_manage else self.public()

    def upcoming(self, at: datetime) -> MeetingQuerySet:
        """Those that are not over, the next one first; those postponed without a date last, and never over."""
        has_no_date = Q(state=MeetingState.POSTPONED)
        dated_first = Case(When(has_no_date, then=1), default=0, output_field=models.IntegerField())
        return self.filter(Q(ends_at__gt=at) | has_no_date).order_by(dated_first, "starts_at", "pk")

    def past(self, at: datetime) -> MeetingQuerySet:
        """Those that have ended, the latest first."""
        return self.filter(ends_at__lte=at).exclude(state=MeetingState.POSTPONED).order_by("-starts_at", "-pk")


def validate_languages(codes: Any) -> None:
    """Refuse anything but a list of our language codes."""
    if not isinstance(codes, list) or set(codes) - set(LANGUAGES):
        raise ValidationError(_("Choisissez parmi le français, l’anglais et l’arabe."))


def validate_constituencies(codes: Any) -> None:
    """Refuse anything but a list of constituencies."""
    if not isinstance(codes, list) or set(codes) - set(Constituency.values):
        raise ValidationError(_("Choisissez parmi les collèges proposés."))


class Meeting(PinnedMixin, RegistrationSettings, JoiningSettings, ReminderSettings, ClusterableModel):
    """People come together: where, when, in which languages, with how many seats for whom.

    `starts_at` and `ends_at` are derived from the local date and time as typed and the zone (`start_fold` and
    `end_fold` say which of two where the clocks repeat an hour); `deadlines_typed` keeps the wall times of the
    deadlines, so that they follow too when a country changes its clocks. `uid` is constant for life. `ics_sequence`
    only grows, in the same transaction as the fact that a calendar must learn; `seats_rev` counts the changes of its
    seats, so that a browser keeps the newest fragment.
    """

    slug = models.SlugField(_("adresse"), max_length=100, unique=True, help_text=_("La fin de l’adresse de la page."))
    title = models.CharField(_("titre"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=MeetingKind.choices, default=MeetingKind.COMMITTEE)
    format = models.CharField(_("format"), max_length=20, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    state = models.CharField(
        _("état"), max_length=20, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False
    )
    state_reason = models.TextField(_("motif"), max_length=1000, blank=True, editable=False)
    state_reason_language = models.CharField(max_length=5, blank=True, editable=False)
    dialogue = models.ForeignKey(
        "dialogues.DialoguePage",
        verbose_name=_("dialogue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="meetings",
    )

    zone = models.CharField(_("fuseau horaire"), max_length=64, default="Europe/Paris", validators=[validate_zone])
    start_date = models.DateField(_("date de début"), help_text=_("Dans le fuseau de la rencontre."))
    start_time = models.TimeField(_("heure de début"))
    start_fold = models.PositiveSmallIntegerField(_("heure de début répétée"), null=True, blank=True, choices=FOLDS)
    end_date = models.DateField(_("date de fin"))
    end_time = models.TimeField(_("heure de fin"))
    end_fold = models.PositiveSmallIntegerField(_("heure de fin répétée"), null=True, blank=True, choices=FOLDS)
    starts_at = models.DateTimeField(_("début"), editable=False)
    ends_at = models.DateTimeField(_("fin"), editable=False)
    deadlines_typed = models.JSONField(default=dict, editable=False)
    previous_starts_at = models.DateTimeField(_("début précédent"), null=True, blank=True, editable=False)
    previous_format = models.CharField(
        _("format précédent"), max_length=20, choices=MeetingFormat.choices, blank=True, editable=False
    )

    place = models.CharField(_("lieu"), max_length=250, blank=True)
    territory = models.ForeignKey(
        "actors.Territory",
        verbose_name=_("territoire"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="meetings",
    )
    languages_spoken = models.JSONField(_("langues parlées"), default=list, blank=True, validators=[validate_languages])
    languages_interpreted = models.JSONField(
        _("interprétation vers"), default=list, blank=True, validators=[validate_languages]
    )
    languages_captioned = models.JSONField(
        _("sous-titrage en direct"), default=list, blank=True, validators=[validate_languages]
    )

    open_to = models.JSONField(
        _("ouverte à"),
        default=organisations_only,
        validators=[validate_constituencies],
        help_text=_(
            "Les collèges dont une organisation vérifiée peut s’inscrire ; les citoyennes et citoyens aussi, si coché."
        ),
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ics_sequence = models.PositiveIntegerField(default=0, editable=False)
    seats_rev = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("modifiée le"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("créée par"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencontre")
        verbose_name_plural = _("rencontres")
        ordering = ["-starts_at", "-pk"]
        permissions = [("manage_meeting", "Gérer les rencontres et leurs inscriptions")]
        indexes = [models.Index(fields=["state", "ends_at"], name="meeting_state_end")]
        constraints = [
            models.CheckConstraint(condition=any_language("title"), name="meeting_titled"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state_known"),
            models.CheckConstraint(condition=Q(format__in=MeetingFormat.values), name="meeting_format_known"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | Q(state_reason__gt=""), name="meeting_cancelled_has_reason"
            ),
            *registration_constraints(),
            *joining_constraints(),
            *reminder_constraints(),
            models.CheckConstraint(
                condition=(Q(start_fold__isnull=True) | Q(start_fold__lte=1))
                & (Q(end_fold__isnull=True) | Q(end_fold__lte=1)),
                name="meeting_fold_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """The stable address: it leads on to the page when there is one."""
        return reverse("events:meeting", args=[self.slug])

    def derive_instants(self) -> None:
        """Set starts_at and ends_at from the wall time and the zone, and note the wall times of the deadlines.

        Raises ValidationError naming the field.
        """
        for edge, field in (("start", "starts_at"), ("end", "ends_at")):
            setattr(self, field, self._instant_of(edge))
        moments = {name: getattr(self, name) for name in DEADLINES}
        self.deadlines_typed = {name: as_typed(moment, self.zone) for name, moment in moments.items() if moment}

    def _instant_of(self, edge: str) -> datetime:
        day, hour = getattr(self, f"{edge}_date"), getattr(self, f"{edge}_time")
        try:
            moment = instant(day, hour, self.zone, getattr(self, f"{edge}_fold"))
        except LocalTimeError as error:
            raise ValidationError({f"{edge}_time": error}) from error
        _wall, fold = as_typed(moment, self.zone)
        setattr(self, f"{edge}_fold", fold)  # an answer is kept as long as there is a question
        return moment

    def clean(self) -> None:
        """What a database cannot say: wall times that exist, an end after the start, addresses that are free."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("Cette adresse est réservée. Choisissez-en une autre.")})
        if not any(getattr(self, f"title_{language}") for language in LANGUAGES):
            raise ValidationError({"title_fr": _("Donnez un titre dans au moins une langue.")})
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            raise ValidationError({"registration_closes_at": _("La clôture vient après l’ouverture.")})
        if not all((self.start_date, self.start_time, self.end_date, self.end_time)):
            return  # each field says that it is missing
        validate_zone(self.zone)
        self.derive_instants()
        if self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": _("La fin vient après le début.")})

    @property
    def tz(self) -> ZoneInfo:
        """The meeting's time zone."""
        return ZoneInfo(self.zone)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """How people may attend."""
        return MODES_OF[MeetingFormat(self.format)]

    @property
    def join_opens_at(self) -> datetime:
        """When the door to the online room opens for confirmed people."""
        return self.starts_at - timedelta(minutes=self.join_opens_minutes)

    @property
    def join_closes_at(self) -> datetime:
        """When it closes behind the last one."""
        return self.ends_at + timedelta(minutes=self.join_closes_minutes)

    @property
    def listening_languages(self) -> list[str]:
        """The languages one may listen in: spoken or interpreted, in the site's order."""
        heard = {*self.languages_spoken, *self.languages_interpreted}
        return [code for code in LANGUAGES if code in heard]

    def takes_place(self, at: datetime) -> bool:
        """Whether it is announced and not over yet; postponed, it has no date, and whatever its first one was counts
        no more."""
        if self.state == MeetingState.POSTPONED:
            return True
        return self.state == MeetingState.PUBLISHED and at < self.ends_at

    @property
    def closes_at(self) -> datetime:
        """When registration ends: the date set, at the latest when the meeting starts."""
        return min(self.registration_closes_at or self.starts_at, self.starts_at)
