"""The team's desk in the Wagtail admin: consultations, their statements, and their life."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from kernel.languages.choices import OWN_NAMES, direction

from .. import actions, queries, rules
from ..choices import ConsultationState
from ..forms import ConsultationForm
from ..models import Consultation
from .phases import phases_tab, start

ACTS = {"publish": actions.publish, "withdraw": actions.withdraw}


def _texts(language: str) -> ObjectList:
    attrs = {"lang": language, "dir": direction(language)}
    return ObjectList(
        [FieldPanel(f"title_{language}", attrs=attrs), FieldPanel(f"summary_{language}", attrs=attrs)],
        heading=OWN_NAMES[language],
    )


class ConsultationIndexView(generic.IndexView):
    """The list, and the way to start one from a blueprint."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_buttons)
        if rules.may_manage(self.request.user):
            url = reverse("consultations_admin:start")
            buttons.append(Button(_("Partir d’un modèle"), url=url, icon_name="copy", priority=20))
        return buttons


class ConsultationCreateView(generic.CreateView):
    """A new consultation, its window settled by its phases."""

    def save_instance(self) -> Consultation:
        return actions.settle(consultation=super().save_instance(), by=self.request.user, at=timezone.now())


class ConsultationEditView(generic.EditView):
    """The form, with the acts that change a consultation's life beside it."""

    def save_instance(self) -> Consultation:
        consultation: Consultation = super().save_instance()
        actions.record_edit(consultation=consultation, by=self.request.user, at=timezone.now())
        if self.form.moves_phases:
            return actions.settle(consultation=consultation, by=self.request.user, at=timezone.now())
        return consultation

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if not rules.may_manage(self.request.user):
            return buttons
        questionnaire = reverse("consultations_questions:overview", args=[self.object.pk])
        buttons.append(Button(_("Questionnaire"), url=questionnaire, icon_name="form", priority=4))
        if self.object.state != ConsultationState.PUBLISHED:
            buttons.append(self._act("publish", _("Publier"), "upload"))
        if self.object.state == ConsultationState.PUBLISHED:
            buttons.append(self._act("withdraw", _("Retirer"), "cross"))
        buttons.append(self._act("texts", _("Textes de la page"), "doc-full"))
        return buttons

    def _act(self, name: str, label: str, icon: str) -> Button:
        url = reverse("consultations_admin:act", args=[self.object.pk, name])
        if name == "texts":
            url = reverse("consultations_admin:texts", args=[self.object.pk])
        return Button(label, url=url, icon_name=icon, priority=5)


class ConsultationViewSet(ModelViewSet):
    """Consultations, with their statements in the same form."""

    model = Consultation
    name = "consultations_admin"
    url_prefix = "consultations"
    menu_label = gettext_lazy("Consultations")
    menu_icon = "clipboard-list"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["title", "state", "opens_at", "closes_at"]
    list_filter = ["state"]
    search_fields = ["title_fr", "title_en", "title_ar", "slug"]
    inspect_view_enabled = True
    index_view_class = ConsultationIndexView
    add_view_class = ConsultationCreateView
    edit_view_class = ConsultationEditView
    edit_handler = TabbedInterface(
        [
            *(_texts(language) for language in OWN_NAMES),
            ObjectList(
                [
                    HelpPanel(
                        content=gettext_lazy(
                            "Écrivez chaque phrase dans une langue au moins. Après le premier vote, une phrase peut "
                            "être traduite ou retirée, plus réécrite."
                        )
                    ),
                    InlinePanel(
                        "statements",
                        heading=gettext_lazy("Phrases"),
                        label=gettext_lazy("Phrase"),
                        panels=[
                            *(
                                FieldPanel(f"text_{language}", attrs={"lang": language, "dir": direction(language)})
                                for language in OWN_NAMES
                            ),
                            FieldPanel("proposed_by"),
                            FieldPanel("state"),
                            FieldPanel("is_meta"),
                        ],
                    ),
                ],
                heading=gettext_lazy("Phrases"),
            ),
            phases_tab(),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldPanel("dialogue"),
                    FieldPanel("zone"),
                ],
                heading=gettext_lazy("Commun"),
            ),
        ],
        base_form_class=ConsultationForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("start/", start, name="start"),
            path("<int:pk>/texts/", texts, name="texts"),
            path("<int:pk>/<slug:act>/", act, name="act"),
        ]


def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Ask, then publish or withdraw."""
    if not rules.may_manage(request.user) or act not in ACTS:
        raise PermissionDenied
    consultation = get_object_or_404(queries.visible_to(request.user), pk=pk)
    edit = reverse("consultations_admin:edit", args=[pk])
    if request.method != "POST":
        return render(
            request, "consultations/admin/confirm.html", {"consultation": consultation, "act": act, "edit": edit}
        )
    try:
        ACTS[act](consultation=consultation, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # rules
    except actions.ConsultationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est fait."))
    return redirect(edit)


def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page that carries the consultation's texts, made the first time."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    consultation = get_object_or_404(queries.visible_to(request.user), pk=pk)
    page = actions.write_texts(consultation=consultation, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return redirect("wagtailadmin_pages:edit", page.pk)
