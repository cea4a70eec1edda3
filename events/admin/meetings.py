"""Meetings at the desk: the form goes through actions, the acts of a meeting's life stand beside it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from events import actions, queries
from events.choices import MeetingState
from events.door import has_door
from events.errors import MeetingError
from events.forms import MeetingForm, ReasonForm
from events.models import Meeting
from events.wording import when
from kernel.languages.choices import OWN_NAMES
from kernel.wall_time_forms import FoldPanel
from pages.base.editing import stacked_panels, tr_panels

from .desk import managed_meeting
from .desk import patterns as desk_patterns
from .mails import patterns as mail_patterns
from .messages import patterns as message_patterns
from .question_panel import QuestionsPanel
from .visits import visits

NAME = "events_meetings"


class ThroughActions:
    """Save with an action instead of the model: the action opens its own transaction and words its refusals."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the action; what it refuses comes back with the form."""
        self.form = form
        try:
            self.object = self.act(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            return cast(HttpResponse, self.save_action())  # type: ignore[attr-defined]  # a generic view of Wagtail
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return cast(HttpResponse, self.form_invalid(form))  # type: ignore[attr-defined]

    def act(self, meeting: Meeting) -> Meeting:
        """What to do with the meeting as the form left it."""
        raise NotImplementedError


class MeetingCreateView(ThroughActions, generic.CreateView):
    """A new meeting starts as a draft."""

    def act(self, meeting: Meeting) -> Meeting:
        return actions.create_meeting(meeting=meeting, by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return str(self.get_edit_url())


class MeetingEditView(ThroughActions, generic.EditView):
    """The form, and what can be done with the meeting."""

    def act(self, meeting: Meeting) -> Meeting:
        return actions.change_meeting(meeting=meeting, by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def get_usage_url(self) -> None:
        """What refers to a meeting is on its own desk."""

    def get_history_url(self) -> str:
        return _act_url(self.object, "journal")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        meeting = self.object
        buttons = [
            Button(_("Textes"), url=_act_url(meeting, "texts"), icon_name="doc-full", priority=10),
            Button(_("Inscriptions et places"), url=_act_url(meeting, "desk"), icon_name="group", priority=1),
            Button(_("Écrire aux personnes inscrites"), url=_act_url(meeting, "write"), icon_name="mail", priority=25),
            Button(_("Courriels"), url=_act_url(meeting, "mails"), icon_name="mail", priority=26),
            Button(_("Journal"), url=_act_url(meeting, "journal"), icon_name="history", priority=30),
            Button(_("Voir sur le site"), url=meeting.get_absolute_url(), icon_name="view", priority=40),
        ]
        if has_door(meeting):
            buttons.append(
                Button(_("Entrées en ligne"), url=_act_url(meeting, "visits"), icon_name="view", priority=35)
            )
        if meeting.state == MeetingState.DRAFT:
            buttons.append(Button(_("Publier"), url=_act_url(meeting, "publish"), icon_name="upload", priority=5))
        buttons.append(Button(_("Tenir à nouveau"), url=_act_url(meeting, "copy"), icon_name="copy", priority=45))
        if meeting.state == MeetingState.PUBLISHED and timezone.now() < meeting.ends_at:
            buttons.append(Button(_("Reporter"), url=_act_url(meeting, "postpone"), icon_name="time", priority=48))
        if meeting.takes_place(timezone.now()):
            buttons.append(Button(_("Annuler"), url=_act_url(meeting, "cancel"), icon_name="cross", priority=50))
        return sorted(buttons)


def _act_url(meeting: Meeting, name: str) -> str:
    return reverse(f"{NAME}:{name}", args=[meeting.pk])


def _when(meeting: Meeting) -> str:
    return when(meeting.starts_at, meeting.ends_at, [meeting.zone])


class MeetingViewSet(ModelViewSet):
    """Meetings, with their quotas and programme in one form."""

    model = Meeting
    name = NAME
    url_prefix = "meetings"
    menu_label = gettext_lazy("Rencontres")
    icon = "calendar"
    add_view_class = MeetingCreateView
    edit_view_class = MeetingEditView
    copy_view_enabled = False
    list_display = [
        "title",
        Column("when", label=gettext_lazy("Quand"), accessor=_when),
        Column("state", label=gettext_lazy("État"), accessor="get_state_display"),
    ]
    list_filter = ["state", "kind", "format"]
    search_fields = ["title_fr", "title_en", "title_ar", "slug"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *(panel for code in OWN_NAMES for panel in tr_panels(code, "title", title="title")),
                    FieldPanel("slug"),
                    FieldPanel("kind"),
                    PageChooserPanel("dialogue", "dialogues.DialoguePage"),
                ],
                heading=gettext_lazy("Rencontre"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("zone"),
                            FieldPanel("start_date"),
                            FieldPanel("start_time"),
                            FoldPanel("start_fold"),
                            FieldPanel("end_date"),
                            FieldPanel("end_time"),
                            FoldPanel("end_fold"),
                        ],
                        heading=gettext_lazy("Quand, à l’heure du fuseau choisi"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("format"),
                            *stacked_panels("place"),
                            FieldPanel("territory"),
                        ],
                        heading=gettext_lazy("Où"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("room_kind"),
                            FieldPanel("online_link"),
                            FieldPanel("join_opens_minutes"),
                            FieldPanel("join_closes_minutes"),
                        ],
                        heading=gettext_lazy("Salle en ligne"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("languages_spoken"),
                            FieldPanel("languages_interpreted"),
                            FieldPanel("languages_captioned"),
                        ],
                        heading=gettext_lazy("Langues"),
                    ),
                ],
                heading=gettext_lazy("Quand et où"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("registration_opens_at"),
                            FoldPanel("registration_opens_at_fold"),
                            FieldPanel("registration_closes_at"),
                            FoldPanel("registration_closes_at_fold"),
                            FieldPanel("edit_until"),
                            FoldPanel("edit_until_fold"),
                        ],
                        heading=gettext_lazy("Fenêtre d’inscription, à l’heure du fuseau choisi"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("reminder_hours"),
                            FieldPanel("last_reminder_hours"),
                            FieldPanel("join_reminder_minutes"),
                        ],
                        heading=gettext_lazy("Rappels"),
                    ),
                    FieldPanel("open_to"),
                    FieldPanel("approval"),
                    MultiFieldPanel(
                        [
                            FieldPanel("waiting_list"),
                            FieldPanel("promotion"),
                            FieldPanel("offer_hours"),
                            FieldPanel("promotion_stops_hours"),
                            FieldPanel("after_expiry"),
                        ],
                        heading=gettext_lazy("Liste d’attente"),
                    ),
                    FieldPanel("capacity"),
                    InlinePanel(
                        "quotas",
                        heading=gettext_lazy("Quotas"),
                        label=gettext_lazy("Quota"),
                        help_text=gettext_lazy(
                            "Les quotas peuvent se recouper : une place doit tenir dans chacun de ceux qui la comptent."
                        ),
                        panels=[
                            FieldPanel("constituency"),
                            FieldPanel("shore"),
                            FieldPanel("mode"),
                            FieldPanel("size"),
                            FieldPanel("closes_when_full"),
                        ],
                    ),
                    FieldPanel("attendee_list"),
                ],
                heading=gettext_lazy("Places"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "programme",
                        heading=gettext_lazy("Programme"),
                        label=gettext_lazy("Point"),
                        panels=[
                            FieldPanel("day"),
                            FieldPanel("starts_at"),
                            *stacked_panels("title"),
                            FieldPanel("outcome"),
                        ],
                    )
                ],
                heading=gettext_lazy("Programme"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "documents",
                        heading=gettext_lazy("Documents"),
                        label=gettext_lazy("Document"),
                        help_text=gettext_lazy("Avant : ordre du jour, notes. Après : compte rendu, présentations."),
                        panels=[FieldPanel("kind"), FieldPanel("document"), *stacked_panels("title")],
                    )
                ],
                heading=gettext_lazy("Documents"),
            ),
            ObjectList([QuestionsPanel()], heading=gettext_lazy("Questions")),
        ],
        base_form_class=MeetingForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/publish/", publish, name="publish"),
            path("<int:pk>/cancel/", cancel, name="cancel"),
            path("<int:pk>/postpone/", postpone, name="postpone"),
            path("<int:pk>/texts/", texts, name="texts"),
            path("<int:pk>/journal/", journal, name="journal"),
            path("<int:pk>/visits/", visits, name="visits"),
            *desk_patterns,
            *message_patterns,
            *mail_patterns,
        ]


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then show the draft to everyone."""
    meeting = managed_meeting(request, pk)
    if request.method != "POST":
        return render(request, "events/admin/publish.html", {"meeting": meeting})
    try:
        actions.publish_meeting(meeting=meeting, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # rules
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("La rencontre est publiée."))
    return redirect(f"{NAME}:edit", pk)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then call the meeting off and write to everyone registered."""
    meeting = managed_meeting(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.cancel_meeting(meeting=meeting, by=request.user, reason=reason, at=timezone.now())  # type: ignore[arg-type]
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La rencontre est annulée ; les personnes inscrites sont prévenues."))
            return redirect(f"{NAME}:edit", pk)
    context = {"meeting": meeting, "form": form, "seats": queries.seats_of(meeting)}
    return render(request, "events/admin/cancel.html", context, status=422 if form.errors else 200)


def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then take the meeting off its day; the new day is set in the form later."""
    meeting = managed_meeting(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.postpone_meeting(meeting=meeting, by=request.user, reason=reason, at=timezone.now())  # type: ignore[arg-type]
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La rencontre est reportée ; les personnes inscrites sont prévenues."))
            return redirect(f"{NAME}:edit", pk)
    context = {"meeting": meeting, "form": form, "seats": queries.seats_of(meeting)}
    return render(request, "events/admin/postpone.html", context, status=422 if form.errors else 200)


def texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the page that carries the meeting's texts, made the first time."""
    meeting = managed_meeting(request, pk)
    page = actions.write_texts(meeting=meeting, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # rules
    return redirect("wagtailadmin_pages:edit", page.pk)


def journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Who did what to the meeting and its registrations, the latest first."""
    meeting = managed_meeting(request, pk)
    entries = queries.journal_of(meeting)
    return render(request, "events/admin/journal.html", {"meeting": meeting, "entries": entries})
