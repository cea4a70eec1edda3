"""A cooperation project, told with its sources."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from kernel.languages.models import PinnedMixin
from pages.base.editing import page_tabs, stacked_panels
from pages.base.models import BasePage, TextPage, Theme

from ..choices import AmountState, Fact, PartnerRole


class ProjectPage(TextPage):
    """A project of cooperation: programme, role of the Pole, dates, money, partners, sources."""

    acronym = models.CharField(_("acronyme"), max_length=60, blank=True)
    official_title = models.CharField(
        _("titre officiel"), max_length=300, blank=True, help_text=_("Tel que le programme l’a publié.")
    )
    official_title_language = models.CharField(_("langue du titre officiel"), max_length=2, default="en", blank=True)
    programme = models.CharField(_("programme"), max_length=160, blank=True)
    role = models.CharField(_("rôle du Pôle"), max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    starts_on = models.DateField(_("début"), null=True, blank=True)
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    period = models.CharField(
        _("période, en toutes lettres"),
        max_length=160,
        blank=True,
        help_text=_("Quand les sources ne donnent pas de jour : « de janvier 2013, pour deux ans »."),
    )
    is_fictitious = models.BooleanField(_("fictif"), default=False, help_text=_("Entrée de démonstration."))
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="+")

    parent_page_types = ["projects.ProjectIndexPage"]
    subpage_types = ["projects.PilotPage", "projects.ResultPage"]

    edit_handler = page_tabs(
        texts=("title", "lede", "body", "period"),
        common=[
            MultiFieldPanel(
                [
                    FieldPanel("acronym"),
                    FieldPanel("official_title"),
                    FieldPanel("official_title_language"),
                    FieldPanel("programme"),
                    FieldPanel("role"),
                    FieldPanel("starts_on"),
                    FieldPanel("ends_on"),
                    FieldPanel("themes"),
                    FieldPanel("plate"),
                    FieldPanel("cover"),
                    FieldPanel("is_fictitious"),
                ],
                heading=_("Fiche"),
            ),
            InlinePanel("partners", heading=_("Partenaires")),
            InlinePanel("amounts", heading=_("Montants")),
            InlinePanel("sources", heading=_("Sources")),
            InlinePanel("discrepancies", heading=_("Les sources divergent")),
        ],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                violation_error_message=_("La fin vient après le début."),
            )
        ]


class ProjectPartner(Orderable):
    """A body that takes part in a project."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners", verbose_name=_("projet"))
    organisation = models.ForeignKey(
        "actors.Organisation", on_delete=models.PROTECT, related_name="project_roles", verbose_name=_("organisation")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=PartnerRole.choices, default=PartnerRole.PARTNER)

    class Meta(Orderable.Meta):
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        constraints = [models.UniqueConstraint(fields=["project", "organisation"], name="project_partner_once")]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"


class ProjectAmount(PinnedMixin, Orderable):
    """A sum of money in euros, or the fact that it was never published. A published zero is 0, not blank."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="amounts", verbose_name=_("projet"))
    label = models.CharField(_("intitulé"), max_length=160)
    state = models.CharField(_("état"), max_length=20, choices=AmountState.choices, default=AmountState.PUBLISHED)
    amount = models.DecimalField(_("montant (euros)"), max_digits=14, decimal_places=2, null=True, blank=True)

    panels = [*stacked_panels("label"), FieldPanel("state"), FieldPanel("amount")]

    class Meta(Orderable.Meta):
        verbose_name = _("montant")
        verbose_name_plural = _("montants")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=AmountState.PUBLISHED, amount__isnull=False, amount__gte=0)
                | Q(state=AmountState.UNPUBLISHED, amount__isnull=True),
                name="project_amount_matches_state",
                violation_error_message=_("Un montant publié se donne en euros ; un montant non publié reste vide."),
            )
        ]

    def __str__(self) -> str:
        return self.label or ""


class ProjectSource(Orderable):
    """Where a fact was read."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="sources", verbose_name=_("projet"))
    title = models.CharField(_("titre"), max_length=200, help_text=_("Qui publie, et quoi."))
    language = models.CharField(_("langue du titre"), max_length=2, default="fr")
    url = models.URLField(_("adresse"), max_length=500)
    read_on = models.DateField(_("consultée le"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class ProjectDiscrepancy(PinnedMixin, Orderable):
    """A fact on which sources differ: said, never averaged."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="discrepancies", verbose_name=_("projet"))
    fact = models.CharField(_("fait"), max_length=20, choices=Fact.choices)
    note = models.TextField(_("ce que disent les sources"), max_length=500)

    panels = [FieldPanel("fact"), *stacked_panels("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("divergence des sources")
        verbose_name_plural = _("divergences des sources")

    def __str__(self) -> str:
        return str(self.get_fact_display())
