"""The team's desk in the Wagtail admin: rooms, and from each one its texts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from actors.choices import ORGANISATION_CONSTITUENCIES
from kernel.languages.choices import OWN_NAMES, direction

from . import actions, rules
from .errors import ForumError
from .models import Room


class RoomForm(WagtailAdminModelForm):
    """A room's form; constituencies are ticked."""

    constituencies = forms.MultipleChoiceField(
        label=gettext_lazy("Collèges choisis"),
        choices=ORGANISATION_CONSTITUENCIES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Compte seulement si l’écriture est réservée à ces collèges."),
    )


class RoomCreateView(generic.CreateView):
    """A new room, made by its action."""

    def save_instance(self) -> Room:
        return actions.create_room(
            room=self.form.save(commit=False),
            organisations=self.form.cleaned_data["organisations"],
            by=self.request.user,
            at=timezone.now(),
        )


class RoomEditView(generic.EditView):
    """A room's form, and the way to its texts."""

    def save_instance(self) -> Room:
        return actions.change_room(
            room=self.form.save(commit=False),
            organisations=self.form.cleaned_data["organisations"],
            by=self.request.user,
            at=timezone.now(),
        )

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        texts = Button(
            _("Textes de la page"), url=reverse("rooms_admin:texts", args=[self.object.pk]), icon_name="doc-full"
        )
        see = Button(_("Voir le salon"), url=self.object.get_absolute_url(), icon_name="view")
        return [*super().header_more_buttons, *([texts] if self.object.is_public else []), see]


class RoomDeleteView(generic.DeleteView):
    """Only an empty room may go."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("Ce salon a des sujets ou une page : il ne peut pas être supprimé. Donnez-lui l’état « Clos »."),
            )
            return redirect("rooms_admin:edit", self.object.pk)
        return response


def _texts(language: str) -> ObjectList:
    attrs = {"lang": language, "dir": direction(language)}
    return ObjectList(
        [FieldPanel(f"name_{language}", attrs=attrs), FieldPanel(f"description_{language}", attrs=attrs)],
        heading=OWN_NAMES[language],
    )


class RoomViewSet(ModelViewSet):
    """Rooms of the forums. A room with topics is closed, not deleted."""

    model = Room
    name = "rooms_admin"
    url_prefix = "forums"
    menu_label = gettext_lazy("Forums")
    menu_icon = "comment"
    menu_order = 230
    add_to_admin_menu = True
    list_display = ["name", "visibility", "posting", "state"]
    list_filter = ["visibility", "state"]
    search_fields = ["name_fr", "name_en", "name_ar", "slug"]
    add_view_class = RoomCreateView
    edit_view_class = RoomEditView
    delete_view_class = RoomDeleteView
    edit_handler = TabbedInterface(
        [
            *(_texts(language) for language in OWN_NAMES),
            ObjectList(
                [
                    FieldPanel("slug"),
                    FieldPanel("dialogue"),
                    FieldPanel("rank"),
                    FieldPanel("state"),
                    MultiFieldPanel(
                        [FieldPanel("visibility"), FieldPanel("organisations")], heading=gettext_lazy("Qui lit")
                    ),
                    MultiFieldPanel(
                        [FieldPanel("posting"), FieldPanel("constituencies"), FieldPanel("opening")],
                        heading=gettext_lazy("Qui écrit"),
                    ),
                ],
                heading=gettext_lazy("Commun"),
            ),
        ],
        base_form_class=RoomForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/texts/", texts, name="texts")]


def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page that carries the room's texts, made the first time."""
    if not rules.may_moderate(request.user):
        raise PermissionDenied
    room = get_object_or_404(Room, pk=pk)
    try:
        page = actions.write_texts(room=room, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # rules
    except ForumError as error:
        messages.error(request, str(error))
        return redirect("rooms_admin:edit", pk)
    return redirect("wagtailadmin_pages:edit", page.pk)
