"""A consultation's questionnaire at the desk: one page with its sections and questions in order, a form for each."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from kernel.requests.numbers import whole_number
from pages.base.editing import stacked_panels

from .. import queries, rules
from ..actions import building
from ..errors import ConsultationError
from ..forms.building import CopyQuestionnaireForm, QuestionBuilderForm
from ..models import Consultation, Question, Section
from .managing import managed, overview_url
from .questionnaire_answers import patterns

BUILDING = frozenset({"add", "change", "delete", "view"})


class TeamPolicy(ModelPermissionPolicy):
    """Who runs consultations builds questionnaires."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in BUILDING and rules.may_manage(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


register_permission_policy(Section, TeamPolicy(Section))
register_permission_policy(Question, TeamPolicy(Question))


class ThroughBuilding:
    """Save with an action, which words its refusals; then back to the questionnaire."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        try:
            self.object = self.act(form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error if not hasattr(error, "error_dict") else ValidationError(error.messages))
        except ConsultationError as error:
            form.add_error(None, str(error))
        else:
            return cast(HttpResponse, self.save_action())  # type: ignore[attr-defined]  # a generic view of Wagtail
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return cast(HttpResponse, self.form_invalid(form))  # type: ignore[attr-defined]

    def act(self, item: Any) -> Any:
        """Save it."""
        save = building.write_section if isinstance(item, Section) else building.write_question
        key = "section" if isinstance(item, Section) else "question"
        return save(**{key: item}, by=self.request.user, at=timezone.now())  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return overview_url(_consultation_id(self.object))

    def get_usage_url(self) -> None:
        """Only its questionnaire refers to it."""

    def get_history_url(self) -> None:
        """Its acts are in the consultation's journal."""


def _consultation_id(item: Section | Question) -> int:
    section: Section = item if isinstance(item, Section) else item.section
    found: int = section.consultation_id
    return found


class SectionCreateView(ThroughBuilding, generic.CreateView):
    """A new section of the consultation that the address names."""

    def get_initial_form_instance(self) -> Section:
        return Section(consultation=get_object_or_404(Consultation, pk=_asked(self.request, "consultation")))

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?consultation={_asked(self.request, 'consultation')}"


class QuestionCreateView(ThroughBuilding, generic.CreateView):
    """A new question of the section that the address names."""

    def get_initial_form_instance(self) -> Question:
        return Question(section=get_object_or_404(Section, pk=_asked(self.request, "section")))

    def get_add_url(self) -> str:
        return f"{super().get_add_url()}?section={_asked(self.request, 'section')}"


def _asked(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.GET.get(name, ""))


class ItemEditView(ThroughBuilding, generic.EditView):
    """One section, or one question with its choices."""


class ItemDeleteView(generic.DeleteView):
    """Delete what nobody answered; else say why not."""

    def get_usage_url(self) -> None:
        """Only its questionnaire refers to it."""

    def form_valid(self, form: Any) -> HttpResponse:
        back = overview_url(_consultation_id(self.object))
        remove = building.remove_section if isinstance(self.object, Section) else building.remove_question
        key = "section" if isinstance(self.object, Section) else "question"
        try:
            remove(**{key: self.object}, by=self.request.user, at=timezone.now())
        except ConsultationError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.get_success_message())
        return redirect(back)


class _Built(ModelViewSet):
    icon = "form"
    add_to_admin_menu = False
    add_to_reference_index = False
    copy_view_enabled = False
    edit_view_class = ItemEditView
    delete_view_class = ItemDeleteView


class SectionViewSet(_Built):
    """Sections: reached from their questionnaire."""

    model = Section
    name = "consultations_sections"
    url_prefix = "consultation-sections"
    add_view_class = SectionCreateView
    panels = [*stacked_panels("title"), *stacked_panels("text")]


class QuestionViewSet(_Built):
    """Questions: reached from their questionnaire."""

    model = Question
    name = "consultations_questions"
    url_prefix = "consultation-questions"
    add_view_class = QuestionCreateView
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("kind"),
                    *stacked_panels("label"),
                    *stacked_panels("help"),
                    FieldPanel("is_required"),
                    FieldPanel("is_public"),
                    FieldPanel("code"),
                ],
                heading=gettext_lazy("Question"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        content=gettext_lazy(
                            "Pour un choix, un classement ou un tableau. Dans un tableau, les choix sont les "
                            "colonnes ; cochez « ligne du tableau » pour les lignes. Un code laissé vide est formé du "
                            "libellé."
                        )
                    ),
                    InlinePanel(
                        "options",
                        heading=gettext_lazy("Choix"),
                        label=gettext_lazy("Choix"),
                        panels=[
                            *stacked_panels("label"),
                            FieldPanel("code"),
                            FieldPanel("is_row"),
                            FieldPanel("is_free"),
                        ],
                    ),
                ],
                heading=gettext_lazy("Choix"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("low"),
                            FieldPanel("high"),
                            *stacked_panels("low_label"),
                            *stacked_panels("high_label"),
                        ],
                        heading=gettext_lazy("Pour une échelle"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("minimum"), FieldPanel("maximum"), FieldPanel("unit")],
                        heading=gettext_lazy("Pour un nombre"),
                    ),
                    MultiFieldPanel(
                        [FieldPanel("least"), FieldPanel("most"), FieldPanel("length")],
                        heading=gettext_lazy("Pour plusieurs choix, un classement, un texte long"),
                    ),
                ],
                heading=gettext_lazy("Réglages"),
            ),
            ObjectList([FieldPanel("asked_if")], heading=gettext_lazy("À qui elle est posée")),
        ],
        base_form_class=QuestionBuilderForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("of/<int:pk>/", overview, name="overview"),
            path("of/<int:pk>/copy/", copy_from, name="copy_from"),
            path("of/<int:pk>/move/", move, name="move"),
            *patterns,
        ]


def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole questionnaire in order, with what can be done to each part."""
    consultation = managed(request, pk)
    context = {
        "consultation": consultation,
        "questionnaire": queries.questionnaire_of(consultation),
        "responses": queries.response_counts(consultation),
    }
    return render(request, "consultations/admin/questionnaire.html", context)


def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a section or a question one place."""
    consultation = managed(request, pk)
    of_consultation: Any = Section.objects.filter(consultation=consultation)
    if "question" in request.POST:
        of_consultation = Question.objects.filter(section__consultation=consultation)
    wanted = whole_number(request.POST.get("question") or request.POST.get("section") or "")
    item = get_object_or_404(of_consultation, pk=wanted)
    try:
        building.move(item=item, by=request.user, at=timezone.now(), up=request.POST.get("to") == "up")  # type: ignore[arg-type]
    except ConsultationError as refusal:
        messages.error(request, str(refusal))
    return redirect(overview_url(pk))


def copy_from(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over the questionnaire of another consultation."""
    consultation = managed(request, pk)
    form = CopyQuestionnaireForm(request.POST or None, target=consultation)
    if request.method == "POST" and form.is_valid():
        number = building.copy_questionnaire(
            source=form.cleaned_data["source"],
            target=consultation,
            by=request.user,  # type: ignore[arg-type]  # managed
            at=timezone.now(),
        )
        messages.success(request, _("%(number)d questions reprises.") % {"number": number})
        return redirect(overview_url(pk))
    context = {"consultation": consultation, "form": form, "back": overview_url(pk)}
    return render(request, "consultations/admin/copy_questionnaire.html", context)
