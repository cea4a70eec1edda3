"""The team's desk of recommendations: drafts are written and addressed here; authorities answer on the site."""

from __future__ import annotations

from collections.abc import Iterable
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
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from kernel.languages.choices import OWN_NAMES, direction

from .. import rules
from ..actions.recommendations import address
from ..choices import RecommendationState
from ..errors import ConsultationError
from ..forms.register_desk import RecommendationForm, WorkingCalendarForm
from ..models import Recommendation, WorkingCalendar
from ..queries.authorities import answering


class RegisterPolicy(ModelPermissionPolicy):
    """Who runs consultations keeps the register; nothing that was sent is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return rules.may_manage(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return rules.may_manage(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        is_kept = isinstance(instance, Recommendation) and instance.state != RecommendationState.DRAFT
        return rules.may_manage(user) and not (action == "delete" and is_kept)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


register_permission_policy(Recommendation, RegisterPolicy(Recommendation))
register_permission_policy(WorkingCalendar, RegisterPolicy(WorkingCalendar))


def _texts(language: str) -> ObjectList:
    attrs = {"lang": language, "dir": direction(language)}
    names = ("heard", "context", "decision")
    return ObjectList([FieldPanel(f"{name}_{language}", attrs=attrs) for name in names], heading=OWN_NAMES[language])


class RecommendationEditView(generic.EditView):
    """The form, with the act that sends a draft and the page where its life is followed."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.object.state == RecommendationState.DRAFT:
            url = reverse("recommendations_admin:address", args=[self.object.pk])
            return [*buttons, Button(_("Adresser à l’autorité"), url=url, icon_name="mail", priority=5)]
        args = [self.object.consultation.slug, self.object.number]
        page = reverse("consultations:recommendation", args=args)
        return [
            *buttons,
            Button(_("Voir au registre"), url=page, icon_name="view", priority=5),
            self._act("refer", _("Transmettre"), "redirect", args),
            self._act("reply", _("Répondre à la question"), "comment", args),
        ]

    def _act(self, act: str, label: str, icon: str, args: list[Any]) -> Button:
        return Button(label, url=reverse("consultations:recommendation-act", args=[*args, act]), icon_name=icon)


class DraftDeleteView(generic.DeleteView):
    """Only what was never sent goes."""

    def get_object(self, queryset: Any = None) -> Recommendation:
        found: Recommendation = super().get_object(queryset)
        if found.state != RecommendationState.DRAFT:
            raise PermissionDenied
        return found


class RecommendationViewSet(ModelViewSet):
    """Recommendations of every consultation."""

    model = Recommendation
    name = "recommendations_admin"
    url_prefix = "recommendations"
    menu_label = gettext_lazy("Recommandations")
    icon = "tasks"
    menu_order = 241
    add_to_admin_menu = True
    list_display = ["number", "heard", "consultation", "addressee", "state", "due_on"]
    list_filter = ["state", "consultation"]
    search_fields = ["heard_fr", "heard_en", "heard_ar"]
    edit_view_class = RecommendationEditView
    delete_view_class = DraftDeleteView
    copy_view_enabled = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(
                        content=gettext_lazy(
                            "Le délai se compte une fois, le jour où la recommandation est adressée, au calendrier de "
                            "l’autorité. Ensuite, seuls le texte de la décision et les traductions s’ajoutent."
                        )
                    ),
                    FieldPanel("consultation"),
                    FieldPanel("addressee"),
                    FieldPanel("officer_role", attrs={"dir": "auto"}),
                    FieldPanel("working_days"),
                    FieldPanel("statements"),
                    FieldPanel("positions"),
                ],
                heading=gettext_lazy("Commun"),
            ),
            *(_texts(language) for language in OWN_NAMES),
        ],
        base_form_class=RecommendationForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/address/", address_view, name="address")]


class WorkingCalendarViewSet(ModelViewSet):
    """The days on which authorities work."""

    model = WorkingCalendar
    name = "working_calendars_admin"
    url_prefix = "working-calendars"
    menu_label = gettext_lazy("Calendriers de travail")
    icon = "calendar-alt"
    menu_order = 242
    add_to_admin_menu = True
    list_display = ["organisation"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("organisation"), FieldPanel("weekend"), FieldPanel("holidays_text")],
        base_form_class=WorkingCalendarForm,
    )


def address_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then send a draft to its authority."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    at = timezone.now()
    every = Recommendation.objects.select_related("addressee", "consultation")
    recommendation: Recommendation = get_object_or_404(every, pk=pk)
    edit = reverse("recommendations_admin:edit", args=[pk])
    if request.method != "POST":
        nobody = not answering(recommendation, at).exists()
        context = {"recommendation": recommendation, "edit": edit, "nobody_answers": nobody}
        return render(request, "consultations/admin/address.html", context)
    try:
        sent = address(recommendation=recommendation, by=request.user, at=at)  # type: ignore[arg-type]  # rules
    except ConsultationError as error:
        messages.error(request, str(error))
        return redirect(edit)
    messages.success(request, _("Adressée. Réponse attendue le %(day)s.") % {"day": f"{sent.due_on:%d/%m/%Y}"})
    return redirect(edit)
