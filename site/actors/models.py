"""Who takes part: people, organisations, the territories they stand for, and the voice kept with every act."""

from __future__ import annotations

import zoneinfo
from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.languages.choices import LANGUAGES
from kernel.languages.models import PinnedMixin
from kernel.text.folding import fold
from kernel.text.validators import validate_line

from .choices import (
    ORGANISATION_CONSTITUENCIES,
    Constituency,
    MembershipRole,
    MembershipState,
    Shore,
    TerritoryKind,
)
from .fields import FoldedField, validate_time_zone

UNNAMED = _("Donnez un nom dans une langue au moins.")
LANGUAGE_CHOICES = [("fr", "Français"), ("en", "English"), ("ar", "العربية")]


class PersonManager(BaseUserManager["Person"]):
    """Makes people from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person who signs in with an e-mail address; without a password only a code by mail opens the account."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """A person of the team who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone with an account. Acts on their own as a citizen, or for an organisation once a membership is verified."""

    email = models.EmailField(_("adresse électronique"), max_length=254, unique=True)
    display_name = models.CharField(
        _("nom affiché"),
        max_length=120,
        blank=True,
        validators=[validate_line],
        help_text=_("Dans votre propre écriture, comme vous le signez."),
    )
    language = models.CharField(_("langue préférée"), max_length=2, choices=LANGUAGE_CHOICES, default="fr")
    time_zone = models.CharField(
        _("fuseau horaire"), max_length=64, default="Europe/Paris", validators=[validate_time_zone]
    )
    country = models.ForeignKey(
        "actors.Country",
        verbose_name=_("pays"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Déclaré par vous, et montré comme tel."),
    )
    shows_presence = models.BooleanField(
        _("montrer quand je suis là"),
        default=True,
        help_text=_("Les autres voient quand vous écrivez un message, et vous comptez parmi les personnes présentes."),
    )
    is_staff = models.BooleanField(_("équipe"), default=False)
    is_active = models.BooleanField(_("actif"), default=True)
    date_joined = models.DateTimeField(_("inscription"), default=timezone.now)
    erased_at = models.DateTimeField(
        _("compte supprimé le"), null=True, blank=True, editable=False, help_text=_("Les actes restent, sans nom.")
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name others see: never the address, and nothing of someone who has left."""
        if self.erased_at:
            return str(_("Compte supprimé"))
        return self.display_name or str(_("Personne inscrite"))

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


def any_language(field: str) -> Q:
    """A condition: the field stands in at least one of the three languages.

    Null is named: a check that compares with null is neither true nor false, and the database lets it pass.
    """
    given = [Q(**{f"{field}_{language}__isnull": False, f"{field}_{language}__gt": ""}) for language in LANGUAGES]
    return reduce(or_, given)


class Country(PinnedMixin, models.Model):
    """A country and the shore it decides: data, not code (ISO 3166-1 alpha-2)."""

    code = models.CharField(_("code ISO"), max_length=2, primary_key=True)
    name = models.CharField(_("nom"), max_length=120)
    shore = models.CharField(_("rive"), max_length=10, choices=Shore.choices, blank=True)
    mediterranean = models.BooleanField(_("pays du bassin"), default=False)

    class Meta:
        verbose_name = _("pays")
        verbose_name_plural = _("pays")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(shore__in=["", *Shore.values]), name="country_shore_known"),
            models.CheckConstraint(
                condition=any_language("name"), name="country_named", violation_error_message=UNNAMED
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class Territory(PinnedMixin, models.Model):
    """A place that authorities govern and pilots happen in."""

    slug = models.SlugField(_("identifiant"), max_length=120, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=TerritoryKind.choices)
    country = models.ForeignKey(
        Country, verbose_name=_("pays"), null=True, blank=True, on_delete=models.PROTECT, related_name="territories"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("territoire englobant"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True, help_text=_("Degrés décimaux, nord positif."))
    longitude = models.FloatField(_("longitude"), null=True, blank=True, help_text=_("Degrés décimaux, est positif."))
    folded = FoldedField("name_fr", "name_en", "name_ar")

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=any_language("name"), name="territory_named", violation_error_message=UNNAMED
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="territory_on_earth",
                violation_error_message=_("Donnez la latitude et la longitude, ou ni l’une ni l’autre."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @property
    def shore(self) -> str:
        """The shore of its country; blank for basin-wide places."""
        return self.country.shore if self.country else ""


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations by what is known of them."""

    def published(self) -> OrganisationQuerySet:
        """Those that the directory shows."""
        return self.filter(is_published=True)

    def matching(self, text: str) -> OrganisationQuerySet:
        """Those whose name, acronym or territory holds every word, in any language, accents and case aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(Q(folded__contains=word) | Q(territory__folded__contains=word))
        return found


class Organisation(PinnedMixin, models.Model):
    """A body that people act for: an authority, an association, a laboratory, a company."""

    slug = models.SlugField(_("identifiant"), max_length=120, unique=True)
    name = models.CharField(_("nom"), max_length=250)
    acronym = models.CharField(_("sigle"), max_length=40, blank=True)
    summary = models.TextField(_("présentation"), max_length=2000, blank=True)
    constituency = models.CharField(_("collège"), max_length=20, choices=ORGANISATION_CONSTITUENCIES)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territoire"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    country = models.ForeignKey(
        Country, verbose_name=_("pays"), null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    website = models.URLField(_("site"), blank=True)
    contact_email = models.EmailField(_("adresse de contact"), blank=True)
    is_published = models.BooleanField(_("visible dans l’annuaire"), default=True)
    is_fictitious = models.BooleanField(_("fictif"), default=False, help_text=_("Entrée de démonstration."))
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    proposed_by = models.ForeignKey(
        Person, verbose_name=_("proposée par"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_place = models.CharField(
        _("territoire indiqué"), max_length=200, blank=True, help_text=_("Comme la personne l’a écrit.")
    )
    folded = FoldedField("name_fr", "name_en", "name_ar", "acronym")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(constituency__in=[value for value, _label in ORGANISATION_CONSTITUENCIES]),
                name="organisation_constituency_known",
            ),
            models.CheckConstraint(
                condition=any_language("name"), name="organisation_named", violation_error_message=UNNAMED
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    @property
    def shore(self) -> str:
        """The shore its country decides; blank for basin-wide bodies."""
        return self.country.shore if self.country else ""


class Membership(models.Model):
    """A person's tie to an organisation. Only a verified one lets the person act for it."""

    person = models.ForeignKey(Person, verbose_name=_("personne"), on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    state = models.CharField(
        _("état"), max_length=20, choices=MembershipState.choices, default=MembershipState.REQUESTED
    )
    function = models.CharField(_("fonction"), max_length=160, blank=True)
    message = models.TextField(_("message à l’organisation"), max_length=1000, blank=True)
    reason = models.TextField(_("motif"), max_length=1000, blank=True)
    requested_at = models.DateTimeField(_("demandée le"), default=timezone.now)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, verbose_name=_("décidée par"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        ordering = ["-requested_at", "-pk"]
        permissions = [("verify_membership", _("Peut vérifier les rattachements"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(state__in=[MembershipState.REQUESTED, MembershipState.VERIFIED]),
                name="membership_one_live",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.REFUSED) | Q(reason__gt=""), name="membership_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class Voice(models.Model):
    """Abstract: the constituency, shore and organisation under which an act was made.

    Kept with every registration, post and vote: a later change of membership rewrites no result.
    `country_declared` is true where the shore follows from what a citizen said, not from a verified organisation.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("au nom de"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    constituency = models.CharField(_("collège"), max_length=20, choices=Constituency.choices)
    shore = models.CharField(_("rive"), max_length=10, choices=Shore.choices, blank=True)
    country_declared = models.BooleanField(_("pays déclaré"), default=False)

    class Meta:
        abstract = True
