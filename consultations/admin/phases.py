"""Phases in the team's form of a consultation, and the page where one starts from a blueprint."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList, PageChooserPanel

from kernel.languages.choices import OWN_NAMES, direction
from kernel.wall_time_forms import FoldPanel

from .. import actions, rules
from ..forms import PhaseForm, StartForm

PLACES = (
    "events.MeetingPage",
    "forums.RoomPage",
)  # page types a phase may point to, by name: siblings are not imported


class PhasesPanel(InlinePanel):
    """The phases of a consultation, whose forms read hours on the clocks of its zone."""

    def get_form_options(self) -> dict[str, Any]:
        """Those of any inline form, with the form of a phase and what it takes from the form around it."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {
            "form": PhaseForm,
            "inherit_kwargs": ["for_user", "zone_kept", "zone_now"],
        }
        return options


def _texts(language: str) -> list[FieldPanel]:
    attrs = {"lang": language, "dir": direction(language)}
    return [FieldPanel(f"{name}_{language}", attrs=attrs) for name in ("title", "text")]


def phases_tab() -> ObjectList:
    """The tab of phases, made once the page types of meetings and rooms are known."""
    return ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "Les heures se lisent au fuseau de la consultation (onglet « Commun »). Une phase est ouverte de "
                    "son début à sa fin. On participe aux questionnaires, recueils, votes et délibérations ; "
                    "l’ouverture et la clôture de la consultation en découlent."
                )
            ),
            PhasesPanel(
                "phases",
                heading=gettext_lazy("Phases"),
                label=gettext_lazy("Phase"),
                panels=[
                    FieldPanel("kind"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FoldPanel("opens_at_fold"),
                    FoldPanel("closes_at_fold"),
                    FieldRowPanel([FieldPanel("constituencies"), FieldPanel("shores")]),
                    PageChooserPanel("page", PLACES),
                    *(panel for language in OWN_NAMES for panel in _texts(language)),
                ],
            ),
        ],
        heading=gettext_lazy("Phases"),
    )


def start(request: HttpRequest) -> HttpResponse:
    """Choose a blueprint, a first day and a name; the consultation is there in preparation, its phases laid."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    at = timezone.now()
    form = StartForm(request.POST or None, initial={"starts_on": timezone.localdate(at), "zone": "Europe/Paris"})
    if request.method == "POST" and form.is_valid():
        consultation = actions.start_from(
            blueprint=form.cleaned_data["blueprint"],
            title=form.titles,
            starts_on=form.cleaned_data["starts_on"],
            zone=form.cleaned_data["zone"],
            by=request.user,  # type: ignore[arg-type]  # rules
            at=at,
        )
        messages.success(request, _("La consultation est prête à compléter : relisez ses phases, puis ses phrases."))
        return redirect("consultations_admin:edit", consultation.pk)
    return render(
        request,
        "consultations/admin/start.html",
        {"form": form, "list_url": reverse("consultations_admin:index")},
        status=422 if form.errors else 200,
    )
