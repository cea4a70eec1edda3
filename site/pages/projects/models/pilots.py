"""A pilot: something tried in a place, measured, and offered to others."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from kernel.languages.models import PinnedMixin
from pages.base.choices import Licence
from pages.base.editing import page_tabs, stacked_panels
from pages.base.models import AttachedDocument, BasePage, TextPage, Theme

from ..choices import PHASE_STATUS, PartnerRole, PilotPhase, StepState
from .projects import ProjectPage


class PilotPage(TextPage):
    """A pilot project of one or more territories."""

    project = models.ForeignKey(
        ProjectPage, verbose_name=_("projet"), null=True, blank=True, on_delete=models.SET_NULL, related_name="pilots"
    )
    number = models.PositiveSmallIntegerField(
        _("numéro sur la carte"), null=True, blank=True, help_text=_("Numéro du repère sur la carte du bassin.")
    )
    phase = models.CharField(_("phase"), max_length=20, choices=PilotPhase.choices, default=PilotPhase.PREPARATION)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    period = models.CharField(_("période, en toutes lettres"), max_length=160, blank=True)
    place = models.CharField(_("lieu"), max_length=160, blank=True, help_text=_("« Golfe de Gabès, rive sud »."))
    lead = models.ForeignKey(
        "actors.Organisation",
        verbose_name=_("porteur"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="pilots_led",
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    indicators_source = models.CharField(_("source des indicateurs"), max_length=250, blank=True)
    is_fictitious = models.BooleanField(_("fictif"), default=False, help_text=_("Entrée de démonstration."))
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="+")

    parent_page_types = ["projects.ProjectIndexPage", "projects.ProjectPage"]
    subpage_types = ["projects.ResultPage"]
    exclude_fields_in_copy = ["number"]  # unique: a copy gets its own place on the map

    edit_handler = page_tabs(
        texts=("title", "lede", "body", "place", "period", "indicators_source"),
        common=[
            MultiFieldPanel(
                [
                    FieldPanel("project"),
                    FieldPanel("number"),
                    FieldPanel("phase"),
                    FieldPanel("starts_on"),
                    FieldPanel("ends_on"),
                    FieldPanel("lead"),
                    FieldPanel("themes"),
                    FieldPanel("licence"),
                    FieldPanel("plate"),
                    FieldPanel("cover"),
                    FieldPanel("is_fictitious"),
                ],
                heading=_("Fiche"),
            ),
            InlinePanel("territories", heading=_("Territoires"), min_num=0),
            InlinePanel("partners", heading=_("Partenaires")),
            InlinePanel("indicators", heading=_("Indicateurs")),
            InlinePanel("steps", heading=_("Calendrier")),
            InlinePanel("documents", heading=_("Documents")),
        ],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("pilote")
        verbose_name_plural = _("pilotes")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="pilot_number_unique",
                violation_error_message=_("Un autre pilote porte déjà ce numéro sur la carte."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="pilot_ends_after_start",
                violation_error_message=_("La fin vient après le début."),
            ),
        ]

    @property
    def status_code(self) -> str:
        """The mark of its phase."""
        return PHASE_STATUS[PilotPhase(self.phase)]


class PilotTerritory(Orderable):
    """A place where the pilot happens; the first one stands for it on the map."""

    pilot = ParentalKey(PilotPage, on_delete=models.CASCADE, related_name="territories", verbose_name=_("pilote"))
    territory = models.ForeignKey(
        "actors.Territory", on_delete=models.PROTECT, related_name="pilots", verbose_name=_("territoire")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("territoire du pilote")
        verbose_name_plural = _("territoires du pilote")
        constraints = [models.UniqueConstraint(fields=["pilot", "territory"], name="pilot_territory_once")]

    def __str__(self) -> str:
        return str(self.territory)


class PilotPartner(Orderable):
    """A body that takes part in a pilot."""

    pilot = ParentalKey(PilotPage, on_delete=models.CASCADE, related_name="partners", verbose_name=_("pilote"))
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="pilot_roles", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    class Meta(Orderable.Meta):
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        constraints = [models.UniqueConstraint(fields=["pilot", "organisation"], name="pilot_partner_once")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"


class PilotIndicator(PinnedMixin, Orderable):
    """What the pilot measures: where it started, where it stands, where it goes."""

    pilot = ParentalKey(PilotPage, on_delete=models.CASCADE, related_name="indicators", verbose_name=_("pilote"))
    label = models.CharField(_("indicateur"), max_length=200)
    unit = models.CharField(
        _("unité"), max_length=20, blank=True, help_text=_("Un signe, le même dans toutes les langues : %, m³, °C.")
    )
    baseline = models.DecimalField(_("départ"), max_digits=14, decimal_places=2, null=True, blank=True)
    current = models.DecimalField(_("aujourd’hui"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("cible"), max_digits=14, decimal_places=2, null=True, blank=True)
    series = models.CharField(
        _("relevés"),
        max_length=300,
        blank=True,
        help_text=_("Du plus ancien au plus récent, séparés par des points-virgules."),
    )

    panels = [
        *stacked_panels("label"),
        FieldPanel("unit"),
        FieldPanel("baseline"),
        FieldPanel("current"),
        FieldPanel("target"),
        FieldPanel("series"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("indicateur")
        verbose_name_plural = _("indicateurs")

    def __str__(self) -> str:
        return self.label or ""

    @property
    def values(self) -> list[float]:
        """The readings as numbers, oldest first."""
        return [float(part.strip().replace(",", ".")) for part in self.series.split(";") if part.strip()]

    def clean(self) -> None:
        """The readings are numbers."""
        super().clean()
        try:
            _read = self.values
        except ValueError:
            raise ValidationError(
                {"series": _("Des nombres séparés par des points-virgules : 100 ; 97,5 ; 93.")}
            ) from None


class PilotStep(PinnedMixin, Orderable):
    """A step of the pilot's calendar, with its date in words."""

    pilot = ParentalKey(PilotPage, on_delete=models.CASCADE, related_name="steps", verbose_name=_("pilote"))
    when = models.CharField(_("quand"), max_length=80, help_text=_("« Mars 2025 », « Été 2026 »."))
    title = models.CharField(_("titre"), max_length=200)
    text = models.CharField(_("texte"), max_length=400, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=StepState.choices, default=StepState.TODO)

    panels = [FieldPanel("state"), *stacked_panels("when", "title", "text")]

    class Meta(Orderable.Meta):
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")

    def __str__(self) -> str:
        return self.title or ""


class PilotDocument(AttachedDocument):
    """A document of a pilot."""

    pilot = ParentalKey(PilotPage, on_delete=models.CASCADE, related_name="documents", verbose_name=_("pilote"))

    panels = [FieldPanel("document"), *stacked_panels("title")]

    class Meta(AttachedDocument.Meta):
        abstract = False
        verbose_name = _("document du pilote")
        verbose_name_plural = _("documents du pilote")
