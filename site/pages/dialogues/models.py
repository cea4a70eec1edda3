"""A dialogue gathers meetings, forum rooms and consultations about a project and its pilots."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable

from kernel.languages.models import PinnedMixin
from pages.base.editing import page_tabs, stacked_panels
from pages.base.models import BasePage, TextPage

from .choices import DIALOGUE_STATUS, DialogueState, MilestoneKind


class DialogueIndexPage(TextPage):
    """The list of dialogues."""

    subpage_types = ["dialogues.DialoguePage"]
    edit_handler = page_tabs(common=[FieldPanel("plate")], settings_panels=BasePage.settings_panels)

    class Meta:
        verbose_name = _("liste des dialogues")
        verbose_name_plural = _("listes des dialogues")


class DialoguePage(TextPage):
    """A dialogue: what it is about, when it opened, and a journal filled by the apps below the portal."""

    subject = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("projet ou pilote"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="dialogues",
    )
    state = models.CharField(_("état"), max_length=20, choices=DialogueState.choices, default=DialogueState.PREPARING)
    opened_on = models.DateField(_("ouvert le"), null=True, blank=True)
    closes_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    voices_note = models.TextField(
        _("lecture de « Qui a été entendu »"),
        max_length=400,
        blank=True,
        help_text=_("Une ou deux phrases sous le tableau : ce qu’il montre, et ce qui sera fait."),
    )

    parent_page_types = ["dialogues.DialogueIndexPage"]
    subpage_types: list[str] = []

    edit_handler = page_tabs(
        texts=("title", "lede", "body", "voices_note"),
        common=[
            MultiFieldPanel(
                [
                    PageChooserPanel("subject", ["projects.ProjectPage", "projects.PilotPage"]),
                    FieldPanel("state"),
                    FieldPanel("opened_on"),
                    FieldPanel("closes_on"),
                    FieldPanel("plate"),
                    FieldPanel("cover"),
                ],
                heading=_("Fiche"),
            ),
            InlinePanel("milestones", heading=_("Étapes du journal")),
        ],
        settings_panels=BasePage.settings_panels,
    )

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opened_on")),
                name="dialogue_closes_after_opening",
                violation_error_message=_("La fin vient après l’ouverture."),
            )
        ]

    @property
    def status_code(self) -> str:
        """The mark of its state."""
        return DIALOGUE_STATUS[DialogueState(self.state)]


class DialogueMilestone(PinnedMixin, Orderable):
    """A journal entry that the team writes: an opening, a recommendation, an answer awaited."""

    dialogue = ParentalKey(
        DialoguePage, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("dialogue")
    )
    on = models.DateField(_("date"))
    kind = models.CharField(_("nature"), max_length=20, choices=MilestoneKind.choices, default=MilestoneKind.OTHER)
    title = models.CharField(_("titre"), max_length=200)
    text = models.CharField(_("texte"), max_length=400, blank=True)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=_("page liée"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("on"), FieldPanel("kind"), *stacked_panels("title", "text"), FieldPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("étape du journal")
        verbose_name_plural = _("étapes du journal")

    def __str__(self) -> str:
        return self.title or ""
