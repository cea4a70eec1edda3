"""A meeting's questions at the desk: their list in the meeting's form, each in a form of its own."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy

from events.actions.questions import delete_question, order_questions, save_question
from events.asking import Reader
from events.errors import MeetingError
from events.forms.question import QuestionForm
from events.models import Meeting, Question
from kernel.requests.numbers import whole_number
from pages.base.editing import stacked_panels

from . import helping
from .meetings import ThroughActions
from .policy import DeskPolicy
from .question_panel import NAME, list_url

register_permission_policy(Question, DeskPolicy(Question, frozenset({"add", "change", "delete", "view"})))


def asked_meeting(request: HttpRequest) -> Meeting:
    """The meeting that the address names, or 404."""
    return get_object_or_404(Meeting, pk=whole_number(request.GET.get("meeting", "")))


class QuestionIndexView(generic.IndexView):
    """The questions of one meeting, dragged into order."""

    default_ordering = "sort_order"
    page_title = gettext_lazy("Questions de l’inscription")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Questions are those of a meeting: without one, choose it first."""
        if not request.GET.get("meeting"):
            return redirect("events_meetings:index")
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    @cached_property
    def meeting(self) -> Meeting:
        """Whose questions these are."""
        return asked_meeting(self.request)

    def get_page_subtitle(self) -> str:
        return str(self.meeting)

    def get_base_queryset(self) -> QuerySet[Question]:
        return cast("QuerySet[Question]", Question.objects.filter(meeting=self.meeting))

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?meeting={self.meeting.pk}"

    def get_valid_orderings(self) -> list[str]:
        return ["sort_order"]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        ident = self.meeting.pk
        pages = [
            (_("Revenir à la rencontre"), reverse("events_meetings:edit", args=[ident]), "arrow-left"),
            (_("Questions prêtes"), reverse(f"{NAME}:ready", args=[ident]), "plus"),
            (_("Reprendre d’une autre rencontre"), reverse(f"{NAME}:copy_from", args=[ident]), "copy"),
            (_("Aides à la rencontre"), reverse(f"{NAME}:helpers", args=[ident]), "group"),
            (_("Réponses effacées"), reverse(f"{NAME}:purges", args=[ident]), "bin"),
        ]
        return [Button(label, url=url, icon_name=icon, priority=rank) for rank, (label, url, icon) in enumerate(pages)]


class WithinMeeting:
    """The way back leads to the questions of the same meeting."""

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        meeting = self.form.instance.meeting  # type: ignore[attr-defined]  # a form's view of Wagtail
        steps: list[dict[str, str]] = super().get_breadcrumbs_items()  # type: ignore[misc]
        back = {"url": list_url(meeting.pk), "label": f"{_('Questions')} · {meeting}"}
        return [back if step["url"] == reverse(f"{NAME}:index") else step for step in steps]


class QuestionCreateView(WithinMeeting, ThroughActions, generic.CreateView):
    """A new question of the meeting that the address names; it comes last."""

    def get_initial_form_instance(self) -> Question:
        return Question(meeting=asked_meeting(self.request))

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?meeting={asked_meeting(self.request).pk}"

    def act(self, question: Any) -> Any:
        return save_question(question=question, by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return list_url(self.object.meeting_id)


class QuestionEditView(WithinMeeting, ThroughActions, generic.EditView):
    """One question and its choices."""

    def act(self, question: Any) -> Any:
        return save_question(question=question, by=self.request.user, at=timezone.now())

    def get_success_url(self) -> str:
        return list_url(self.object.meeting_id)

    def get_usage_url(self) -> None:
        """Only its meeting refers to a question."""

    def get_history_url(self) -> None:
        """Its acts are in the meeting's journal."""


class QuestionDeleteView(generic.DeleteView):
    """Delete what nobody answered; else say what to do instead."""

    def get_usage_url(self) -> None:
        """Only its meeting refers to a question."""

    def get_success_url(self) -> str:
        return list_url(self.object.meeting_id)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            delete_question(question=self.object, by=self.request.user, at=timezone.now())
        except MeetingError as refusal:
            messages.error(self.request, str(refusal))
            return redirect(f"{NAME}:edit", self.object.pk)
        messages.success(self.request, self.get_success_message())
        return HttpResponseRedirect(self.get_success_url())


class QuestionReorderView(generic.ReorderView):
    """Take the place at which a question was dropped."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moved = get_object_or_404(Question, pk=kwargs["pk"])
        ids = list(Question.objects.filter(meeting=moved.meeting_id).values_list("pk", flat=True))
        ids.remove(moved.pk)
        place = whole_number(request.GET.get("position", ""))
        ids.insert(len(ids) if place is None else place, moved.pk)
        order_questions(meeting=moved.meeting, ids=ids, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        return HttpResponse("")


def _kind(question: Question) -> str:
    return str(question.get_kind_display())


def _readers(question: Question) -> str:
    return ", ".join(str(reader.label) for reader in Reader if reader in question.seen_by)


class QuestionViewSet(ModelViewSet):
    """Questions of meetings: reached from their meeting, not from the menu."""

    model = Question
    name = NAME
    url_prefix = "questions"
    icon = "help"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    delete_view_class = QuestionDeleteView
    reorder_view_class = QuestionReorderView
    list_display = [
        "label",
        Column("kind", label=gettext_lazy("Réponse"), accessor=_kind),
        BooleanColumn("required", label=gettext_lazy("Obligatoire")),
        BooleanColumn("is_asked", label=gettext_lazy("Posée")),
        Column("readers", label=gettext_lazy("Lue par"), accessor=_readers),
        "retention_days",
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("kind"),
                    *stacked_panels("label"),
                    *stacked_panels("help"),
                    FieldPanel("required"),
                    FieldPanel("is_asked"),
                ],
                heading=gettext_lazy("Question"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "choices",
                        heading=gettext_lazy("Choix"),
                        label=gettext_lazy("Choix"),
                        panels=[*stacked_panels("label"), FieldPanel("places"), FieldPanel("is_offered")],
                    ),
                    MultiFieldPanel(
                        [FieldPanel("least"), FieldPanel("most"), *stacked_panels("unit")],
                        heading=gettext_lazy("Pour un nombre"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("file_types"), FieldPanel("file_megabytes")],
                        heading=gettext_lazy("Pour un fichier"),
                    ),
                    MultiFieldPanel([*stacked_panels("statement")], heading=gettext_lazy("Pour un consentement")),
                ],
                heading=gettext_lazy("Réponses possibles"),
            ),
            ObjectList(
                [
                    FieldPanel("shown_if"),
                    FieldPanel("shown_if_choice"),
                    FieldPanel("shown_for_mode"),
                    FieldPanel("shown_for_constituency"),
                ],
                heading=gettext_lazy("À qui elle est posée"),
            ),
            ObjectList(
                [
                    *stacked_panels("purpose"),
                    MultiFieldPanel(
                        [FieldPanel(f"seen_by_{reader.value}") for reader in Reader],
                        heading=gettext_lazy("Qui lit les réponses"),
                    ),
                    FieldPanel("retention_days"),
                ],
                heading=gettext_lazy("Pourquoi, pour qui, jusqu’à quand"),
            ),
        ],
        base_form_class=QuestionForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("of/<int:pk>/ready/", helping.ready, name="ready"),
            path("of/<int:pk>/copy/", helping.copy_from, name="copy_from"),
            path("of/<int:pk>/helpers/", helping.helpers, name="helpers"),
            path("of/<int:pk>/helpers/<int:helper>/remove/", helping.remove, name="remove_helper"),
            path("of/<int:pk>/purges/", helping.purges, name="purges"),
            path("answers/<int:pk>/", helping.answers, name="answers"),
        ]
