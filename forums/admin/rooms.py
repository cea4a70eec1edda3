"""Rooms at the desk, and from each one its texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
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

from actors.choices import ORGANISATION_CONSTITUENCIES, Shore
from forums import actions, rules
from forums.errors import ForumError
from forums.forms.rooms import PeopleField
from forums.models import Room
from kernel.languages.choices import OWN_NAMES, direction

from . import invitations


def _ticked(label: Any, choices: Any, help_text: Any) -> forms.MultipleChoiceField:
    """A list of which any number is ticked."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


READING = gettext_lazy("Compte si la lecture est réservée à des collèges et à des rives. Rien de coché : tous.")
WRITING = gettext_lazy("Compte si l’écriture est réservée à des collèges et à des rives. Rien de coché : tous.")


class RoomForm(WagtailAdminModelForm):
    """A room's form; constituencies and shores are ticked, moderators named by their addresses."""

    reading_constituencies = _ticked(gettext_lazy("Collèges qui lisent"), ORGANISATION_CONSTITUENCIES, READING)
    reading_shores = _ticked(gettext_lazy("Rives qui lisent"), Shore.choices, READING)
    constituencies = _ticked(gettext_lazy("Collèges qui écrivent"), ORGANISATION_CONSTITUENCIES, WRITING)
    shores = _ticked(gettext_lazy("Rives qui écrivent"), Shore.choices, WRITING)
    moderators = PeopleField(
        label=gettext_lazy("Animatrices et animateurs de ce salon"),
        required=False,
        help_text=gettext_lazy(
            "En plus de l’équipe, qui anime tous les salons : les adresses de leurs comptes, une par ligne. "
            "Ces personnes lisent ce salon, y écrivent, retirent des messages, ferment des sujets et invitent."
        ),
    )


class RoomIndexView(generic.IndexView):
    """The list of rooms, and from each one its invitations."""

    def get_list_more_buttons(self, instance: Room) -> list[Button]:
        found: list[Button] = super().get_list_more_buttons(instance)
        if rules.may_moderate(self.request.user, instance):
            found.append(_invitations_button(instance))
        return found


def _invitations_button(room: Room) -> Button:
    return Button(_("Invitations"), url=reverse("rooms_admin:invitations", args=[room.pk]), icon_name="group")


class RoomCreateView(generic.CreateView):
    """A new room, made by its action."""

    def save_instance(self) -> Room:
        return actions.create_room(
            room=self.form.save(commit=False),
            organisations=self.form.cleaned_data["organisations"],
            moderators=self.form.cleaned_data["moderators"],
            by=self.request.user,
            at=timezone.now(),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        return _refused_beside(self, form, super().form_valid)


class RoomEditView(generic.EditView):
    """A room's form, and the way to its texts and invitations."""

    def save_instance(self) -> Room:
        return actions.change_room(
            room=self.form.save(commit=False),
            organisations=self.form.cleaned_data["organisations"],
            moderators=self.form.cleaned_data["moderators"],
            by=self.request.user,
            at=timezone.now(),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        return _refused_beside(self, form, super().form_valid)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        texts = Button(
            _("Textes de la page"), url=reverse("rooms_admin:texts", args=[self.object.pk]), icon_name="doc-full"
        )
        see = Button(_("Voir le salon"), url=self.object.get_absolute_url(), icon_name="view")
        own = [*([texts] if self.object.is_public else []), _invitations_button(self.object), see]
        return [*super().header_more_buttons, *own]


def _refused_beside(view: Any, form: Any, save: Callable[[Any], HttpResponse]) -> HttpResponse:
    """Save; what an action refuses is shown on the form, with what was typed."""
    try:
        return save(form)
    except ForumError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        shown: HttpResponse = view.form_invalid(form)
        return shown


class RoomDeleteView(generic.DeleteView):
    """Only an empty room may go."""

    def delete_action(self) -> None:
        actions.rooms.delete_room(room=self.object, by=self.request.user, at=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except ForumError as refusal:
            messages.error(self.request, str(refusal))
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
    list_display = ["name", "visibility", "announced", "posting", "state"]
    list_filter = ["visibility", "state"]
    search_fields = ["name_fr", "name_en", "name_ar", "slug"]
    index_view_class = RoomIndexView
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
                        [
                            FieldPanel("visibility"),
                            FieldPanel("organisations"),
                            FieldPanel("reading_constituencies"),
                            FieldPanel("reading_shores"),
                            FieldPanel("announced"),
                        ],
                        heading=gettext_lazy("Qui lit"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("posting"),
                            FieldPanel("constituencies"),
                            FieldPanel("shores"),
                            FieldPanel("opening"),
                            FieldPanel("attaching"),
                        ],
                        heading=gettext_lazy("Qui écrit"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("moderators"), FieldPanel("approves_newcomers"), FieldPanel("slow_seconds")],
                        heading=gettext_lazy("Qui anime, et comment"),
                    ),
                ],
                heading=gettext_lazy("Commun"),
            ),
        ],
        base_form_class=RoomForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/texts/", texts, name="texts"),
            path("<int:pk>/invitations/", invitations.invitations, name="invitations"),
            path("<int:pk>/invitations/<int:invitation>/end/", invitations.end, name="end_invitation"),
        ]


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
