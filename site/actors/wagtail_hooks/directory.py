"""Organisations, territories and countries in the workshop."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models, transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from actors.actions import record_edit
from actors.models import Country, Organisation, Territory


class NotedMixin:
    """After a save in the workshop: the journal, the search and the cached pages follow."""

    request: HttpRequest

    def save_instance(self) -> Any:
        with transaction.atomic():
            instance = super().save_instance()  # type: ignore[misc]
            record_edit(instance=instance, by=self.request.user, at=timezone.now())  # type: ignore[arg-type]
        return instance


class NotedCreateView(NotedMixin, generic.CreateView):
    """A form that adds."""


class NotedEditView(NotedMixin, generic.EditView):
    """A form that changes."""


class CarefulDeleteView(generic.DeleteView):
    """Says why something that others point to stays."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("Impossible de supprimer : des actes ou des rattachements y renvoient."))
            return HttpResponseRedirect(self.get_success_url())
        return response


class ActorsViewSet(ModelViewSet):
    """What the three lists share."""

    add_view_class = NotedCreateView
    edit_view_class = NotedEditView
    delete_view_class = CarefulDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50


NAMES = MultiFieldPanel(
    [FieldPanel("name_fr"), FieldPanel("name_en"), FieldPanel("name_ar", attrs={"dir": "rtl"})],
    heading=gettext_lazy("Nom : une langue au moins"),
)


class OrganisationViewSet(ActorsViewSet):
    """The directory, proposals included."""

    model = Organisation
    icon = "group"
    menu_label = gettext_lazy("Organisations")
    name = "organisations"
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("constituency", label=gettext_lazy("Collège"), accessor="get_constituency_display"),
        Column("territory", label=gettext_lazy("Territoire"), accessor=lambda o: o.territory or o.proposed_place),
        Column("country", label=gettext_lazy("Pays")),
        BooleanColumn("is_published", label=gettext_lazy("Dans l’annuaire"), sort_key="is_published"),
    ]
    list_filter = ("is_published", "constituency", "country", "is_fictitious")
    search_fields = ("name_fr", "name_en", "name_ar", "acronym", "slug")
    list_export = ("slug", "name_fr", "name_en", "name_ar", "acronym", "constituency", "country_id", "website")
    ordering = "folded"
    panels = (
        NAMES,
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("slug")]),
        FieldPanel("constituency"),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("country")]),
        FieldPanel("proposed_place", read_only=True),
        MultiFieldPanel(
            [FieldPanel("summary_fr"), FieldPanel("summary_en"), FieldPanel("summary_ar", attrs={"dir": "rtl"})],
            heading=gettext_lazy("Présentation"),
        ),
        FieldRowPanel([FieldPanel("website"), FieldPanel("contact_email")]),
        FieldRowPanel([FieldPanel("is_published"), FieldPanel("is_fictitious")]),
    )

    @property
    def index_view_class(self) -> type:
        return OrganisationIndexView


class OrganisationIndexView(generic.IndexView):
    """Country and territory in the same query."""

    def get_base_queryset(self) -> models.QuerySet[Organisation]:
        found: models.QuerySet[Organisation] = super().get_base_queryset()
        return found.select_related("country", "territory")


class TerritoryViewSet(ActorsViewSet):
    """Places."""

    model = Territory
    icon = "site"
    menu_label = gettext_lazy("Territoires")
    name = "territories"
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("kind", label=gettext_lazy("Type"), accessor="get_kind_display"),
        Column("country", label=gettext_lazy("Pays")),
    ]
    list_filter = ("kind", "country")
    search_fields = ("name_fr", "name_en", "name_ar", "slug")
    ordering = "folded"
    panels = (
        NAMES,
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    )

    @property
    def index_view_class(self) -> type:
        return TerritoryIndexView


class TerritoryIndexView(generic.IndexView):
    """The country in the same query."""

    def get_base_queryset(self) -> models.QuerySet[Territory]:
        found: models.QuerySet[Territory] = super().get_base_queryset()
        return found.select_related("country")


class CountryViewSet(ActorsViewSet):
    """The table that decides the shore."""

    model = Country
    icon = "globe"
    menu_label = gettext_lazy("Pays")
    name = "countries"
    pk_path_converter = "str"
    list_display: ClassVar[list[Any]] = [
        "name",
        "code",
        Column("shore", label=gettext_lazy("Rive"), accessor="get_shore_display", sort_key="shore"),
        BooleanColumn("mediterranean", label=gettext_lazy("Pays du bassin"), sort_key="mediterranean"),
    ]
    list_filter = ("shore", "mediterranean")
    search_fields = ("name_fr", "name_en", "name_ar", "code")
    panels = (NAMES, FieldRowPanel([FieldPanel("code"), FieldPanel("shore")]), FieldPanel("mediterranean"))
