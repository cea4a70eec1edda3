"""What came out of a project or a pilot, ready to be reused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel

from pages.base.choices import Licence
from pages.base.editing import page_tabs, stacked_panels
from pages.base.models import AttachedDocument, BasePage, TextPage, Theme

from ..choices import ResultKind
from .pilots import PilotPage
from .projects import ProjectPage


class ResultPage(TextPage):
    """A method, a dataset, an evaluation, a guide or a policy paper."""

    kind = models.CharField(_("type"), max_length=20, choices=ResultKind.choices)
    project = models.ForeignKey(
        ProjectPage, verbose_name=_("projet"), null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    pilot = models.ForeignKey(
        PilotPage, verbose_name=_("pilote"), null=True, blank=True, on_delete=models.SET_NULL, related_name="results"
    )
    figure = models.CharField(_("chiffre"), max_length=30, blank=True, help_text=_("« −18 % »."))
    figure_label = models.CharField(_("ce que le chiffre mesure"), max_length=160, blank=True)
    validated_on = models.DateField(
        _("validé le"), null=True, blank=True, help_text=_("Relu et validé par une personne extérieure au projet.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    is_fictitious = models.BooleanField(_("fictif"), default=False, help_text=_("Entrée de démonstration."))
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True, related_name="+")

    parent_page_types = ["projects.ProjectIndexPage", "projects.ProjectPage", "projects.PilotPage"]
    subpage_types: list[str] = []

    edit_handler = page_tabs(
        texts=("title", "lede", "body", "figure_label"),
        common=[
            MultiFieldPanel(
                [
                    FieldPanel("kind"),
                    FieldPanel("project"),
                    FieldPanel("pilot"),
                    FieldPanel("figure"),
                    FieldPanel("validated_on"),
                    FieldPanel("themes"),
                    FieldPanel("licence"),
                    FieldPanel("plate"),
                    FieldPanel("cover"),
                    FieldPanel("is_fictitious"),
                ],
                heading=_("Fiche"),
            ),
            InlinePanel("documents", heading=_("Documents")),
        ],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("résultat")
        verbose_name_plural = _("résultats")

    @property
    def is_validated(self) -> bool:
        """Whether someone outside the project has validated it."""
        return self.validated_on is not None


class ResultDocument(AttachedDocument):
    """A file of a result."""

    result = ParentalKey(ResultPage, on_delete=models.CASCADE, related_name="documents", verbose_name=_("résultat"))

    panels = [FieldPanel("document"), *stacked_panels("title")]

    class Meta(AttachedDocument.Meta):
        abstract = False
        verbose_name = _("document du résultat")
        verbose_name_plural = _("documents du résultat")
