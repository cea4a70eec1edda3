"""Who comes, at the desk: filters, the waiting list in its order, a table to take away (without needs)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from actors.choices import Constituency, Shore
from events import actions, queries, rules
from events.choices import RegistrationState
from events.errors import MeetingError
from events.exports import registrations_csv
from events.models import Meeting, Registration
from kernel.requests.numbers import whole_number

NAME = "events_registrations"


class RegistrationFilters(WagtailFilterSet):
    """By meeting, constituency, shore and state."""

    meeting = django_filters.ModelChoiceFilter(label=gettext_lazy("Rencontre"), queryset=Meeting.objects.all())
    constituency = django_filters.MultipleChoiceFilter(label=gettext_lazy("Collège"), choices=Constituency.choices)
    shore = django_filters.MultipleChoiceFilter(label=gettext_lazy("Rive"), choices=Shore.choices)
    state = django_filters.MultipleChoiceFilter(label=gettext_lazy("État"), choices=RegistrationState.choices)

    class Meta:
        model = Registration
        fields = ["meeting", "constituency", "shore", "state"]


class RegistrationIndexView(generic.IndexView):
    """The list, with what is taken in each quota above it once a meeting is chosen."""

    filterset_class = RegistrationFilters
    template_name = "events/admin/registrations.html"

    def get_base_queryset(self) -> QuerySet[Registration]:
        """The latest first; the waiting list alone, in the order in which its people are served."""
        found = queries.registrations_for_team()
        return found.in_line() if self.request.GET.getlist("state") == [RegistrationState.WAITING] else found

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        query = self.request.GET.urlencode()
        url = reverse(f"{NAME}:csv")
        return [Button(_("Exporter en CSV"), url=f"{url}?{query}" if query else url, icon_name="download", priority=10)]

    def get_list_more_buttons(self, instance: Registration) -> list[Button]:
        buttons = list(super().get_list_more_buttons(instance))
        answers = reverse("events_questions:answers", args=[instance.pk])
        buttons.append(Button(_("Réponses"), url=answers, icon_name="help", priority=25))
        if instance.is_waiting:
            url = reverse(f"{NAME}:confirm", args=[instance.pk])
            buttons.append(Button(_("Confirmer"), url=url, icon_name="check", priority=5))
        return buttons

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        chosen = whole_number(self.request.GET.get("meeting", ""))
        meeting = Meeting.objects.filter(pk=chosen).first() if chosen else None
        return {**context, "seats": queries.seats_of(meeting) if meeting else None}


def _organisation(registration: Registration) -> str:
    return str(registration.organisation or "")


def _display(field: str, label: Any) -> Column:
    return Column(field, label=label, accessor=f"get_{field}_display")


class RegistrationViewSet(ModelViewSet):
    """Registrations are read here and changed through acts."""

    model = Registration
    name = NAME
    url_prefix = "registrations"
    menu_label = gettext_lazy("Inscriptions")
    icon = "group"
    index_view_class = RegistrationIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    form_fields: list[str] = []
    inspect_view_fields = [
        "person", "organisation", "constituency", "shore", "meeting", "state", "mode", "listening_language", "needs",
        "created_at", "waitlisted_at", "state_changed_at", "reason",
    ]  # fmt: skip
    list_display = [
        "person",
        Column("organisation", label=gettext_lazy("Organisation"), accessor=_organisation),
        "meeting",
        _display("constituency", gettext_lazy("Collège")),
        _display("shore", gettext_lazy("Rive")),
        _display("listening_language", gettext_lazy("Écoute")),
        Column("needs", label=gettext_lazy("Accessibilité")),
        _display("state", gettext_lazy("État")),
        "created_at",
    ]
    search_fields = [
        "person__display_name",
        "person__email",
        "organisation__name_fr",
        "organisation__name_en",
        "organisation__name_ar",
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("csv/", export, name="csv"),
            path("<int:pk>/confirm/", confirm, name="confirm"),
        ]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, for a spreadsheet."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    chosen = RegistrationFilters(request.GET, queryset=queries.registrations_for_team(), request=request).qs
    response = HttpResponse(registrations_csv(chosen), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="inscriptions.csv"'
    return response


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then give someone who waits a seat."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    registration = get_object_or_404(queries.registrations_for_team(), pk=pk)
    if request.method != "POST":
        context = {"registration": registration, "line": queries.place_in_line(registration)}
        return render(request, "events/admin/confirm.html", context)
    try:
        actions.confirm_from_waiting_list(registration=registration, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La place est confirmée ; la personne en est avertie."))
    return redirect(f"{reverse(f'{NAME}:index')}?meeting={registration.meeting_id}")
