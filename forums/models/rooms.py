"""Rooms. A room is a record; its page carries its texts and nothing that decides anything."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from actors.choices import ORGANISATION_CONSTITUENCIES, Shore
from actors.models import Organisation, any_language
from kernel.languages.choices import DEFAULT, LANGUAGES
from kernel.languages.models import PinnedMixin, value_used
from kernel.text.validators import validate_line
from pages.base.editing import page_tabs
from pages.base.models import BasePage, TextPage

from ..choices import RESERVED_SLUGS, ROOM_STREAM, Attaching, Opening, Posting, RoomState, Visibility
from .readers import RoomQuerySet


def validate_constituencies(value: Any) -> None:
    """A list of constituencies that organisations have. Raises ValidationError."""
    known = {code for code, _label in ORGANISATION_CONSTITUENCIES}
    if not isinstance(value, list) or not set(value) <= known:
        raise ValidationError(_("Choisissez parmi les collèges proposés."))


def validate_shores(value: Any) -> None:
    """A list of shores. Raises ValidationError."""
    if not isinstance(value, list) or not set(value) <= set(Shore.values):
        raise ValidationError(_("Choisissez parmi les rives proposées."))


class Room(PinnedMixin, models.Model):
    """A place for discussion: who may know of it, read it, write, open topics, attach files and moderate.

    A choice of constituencies or shores that is empty counts as all of them; where both are given, an organisation
    must be of one of each. Someone invited reads and, if the invitation says so, writes whatever else is chosen.
    """

    slug = models.SlugField(_("adresse"), max_length=100, unique=True, help_text=_("La fin de l’adresse du salon."))
    name = models.CharField(_("nom"), max_length=120, validators=[validate_line])
    description = models.TextField(_("description"), max_length=600, blank=True)
    dialogue = models.ForeignKey(
        "dialogues.DialoguePage",
        verbose_name=_("dialogue"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    visibility = models.CharField(
        _("qui peut lire"), max_length=20, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name=_("organisations choisies"),
        blank=True,
        related_name="+",
        help_text=_("Compte seulement si la lecture est réservée à ces organisations."),
    )
    reading_constituencies = models.JSONField(
        _("collèges qui lisent"), default=list, blank=True, validators=[validate_constituencies]
    )
    reading_shores = models.JSONField(_("rives qui lisent"), default=list, blank=True, validators=[validate_shores])
    announced = models.BooleanField(
        _("annoncé à tous"),
        default=False,
        help_text=_("Le nom et la description d’un salon réservé se lisent dans la liste des salons, rien de plus."),
    )
    posting = models.CharField(_("qui peut écrire"), max_length=20, choices=Posting.choices, default=Posting.EVERYONE)
    constituencies = models.JSONField(
        _("collèges choisis"),
        default=list,
        blank=True,
        validators=[validate_constituencies],
        help_text=_("Compte seulement si l’écriture est réservée à ces collèges."),
    )
    shores = models.JSONField(_("rives choisies"), default=list, blank=True, validators=[validate_shores])
    opening = models.CharField(
        _("qui peut ouvrir un sujet"), max_length=20, choices=Opening.choices, default=Opening.PARTICIPANTS
    )
    attaching = models.CharField(
        _("qui peut joindre des fichiers"), max_length=20, choices=Attaching.choices, default=Attaching.PARTICIPANTS
    )
    moderators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("animatrices et animateurs de ce salon"),
        blank=True,
        related_name="+",
        help_text=_("En plus de l’équipe, qui anime tous les salons."),
    )
    approves_newcomers = models.BooleanField(
        _("lire les premiers messages avant de les publier"),
        default=False,
        help_text=_("Ceux des personnes sans rattachement vérifié, jusqu’à leur troisième message publié."),
    )
    slow_seconds = models.PositiveIntegerField(
        _("secondes entre deux messages d’une personne"), default=0, help_text=_("0 : aucune attente.")
    )
    state = models.CharField(_("état"), max_length=20, choices=RoomState.choices, default=RoomState.OPEN)
    rank = models.PositiveSmallIntegerField(_("rang"), default=0, help_text=_("Ordre dans la liste des salons."))
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("salon")
        verbose_name_plural = _("salons")
        ordering = ["rank", "slug"]
        permissions = [("moderate", _("Animer les forums"))]
        constraints = [
            models.CheckConstraint(
                condition=any_language("name"),
                name="room_named",
                violation_error_message=_("Donnez un nom dans une langue au moins."),
            ),
            models.CheckConstraint(condition=Q(visibility__in=Visibility.values), name="room_visibility_known"),
            models.CheckConstraint(condition=Q(posting__in=Posting.values), name="room_posting_known"),
            models.CheckConstraint(condition=Q(state__in=RoomState.values), name="room_state_known"),
            models.CheckConstraint(condition=Q(opening__in=Opening.values), name="room_opening_known"),
            models.CheckConstraint(condition=Q(attaching__in=Attaching.values), name="room_attaching_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        """The room's address, which its page has too."""
        return reverse("forums:room", args=[self.slug])

    def clean(self) -> None:
        """A choice of constituencies and shores needs at least one of either."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("Cette adresse est déjà prise : choisissez-en une autre.")})
        if self.posting == Posting.CONSTITUENCIES and not (self.constituencies or self.shores):
            raise ValidationError({"constituencies": _("Choisissez un collège ou une rive au moins.")})
        if self.visibility == Visibility.CONSTITUENCIES and not (self.reading_constituencies or self.reading_shores):
            raise ValidationError({"reading_constituencies": _("Choisissez un collège ou une rive au moins.")})

    @property
    def is_public(self) -> bool:
        """Whether everyone may read it, signed out too."""
        return self.visibility == Visibility.PUBLIC

    @property
    def stream(self) -> str:
        """The live stream of its topics."""
        return f"{ROOM_STREAM}:{self.pk}"


class ForumsPage(BasePage):
    """The section in the page tree: it stands in the navigation, and its address is the list of rooms."""

    lede = models.TextField(_("chapeau"), max_length=600, blank=True)

    max_count = 1
    subpage_types = ["forums.RoomPage"]
    edit_handler = page_tabs(texts=("title", "lede"), settings_panels=BasePage.settings_panels)

    class Meta(BasePage.Meta):
        verbose_name = _("rubrique des forums")
        verbose_name_plural = _("rubriques des forums")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The list's address, whatever the slug."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("forums:rooms")) if parts else None


class RoomPage(TextPage):
    """Why a room exists and how one speaks in it. Only a public room has one; its title is the room's name."""

    room = models.OneToOneField(Room, verbose_name=_("salon"), on_delete=models.PROTECT, related_name="page")

    is_creatable = False  # made from the room's record: forums.actions.write_texts
    parent_page_types = ["forums.ForumsPage"]
    subpage_types: list[str] = []
    edit_handler = page_tabs(
        texts=("lede", "body"),
        common=[FieldPanel("plate"), FieldPanel("cover")],
        settings_panels=BasePage.settings_panels,
    )

    class Meta(TextPage.Meta):
        verbose_name = _("page de salon")
        verbose_name_plural = _("pages de salons")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The room's own address: a room has one, with or without texts. The slug is the room's."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        return (parts[0], parts[1], reverse("forums:room", args=[self.slug])) if parts else None

    def take_names(self) -> None:
        """Copy the room's names and address; a page needs a French title, so another language stands in."""
        self.slug = self.room.slug
        for language in LANGUAGES:
            setattr(self, f"title_{language}", getattr(self.room, f"name_{language}") or "")
        if not getattr(self, f"title_{DEFAULT}"):
            setattr(self, f"title_{DEFAULT}", value_used(self.room, "name", DEFAULT))

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.take_names()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self.take_names()
        super().minimal_clean()
