"""What consultations add to the Wagtail admin."""

from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from actors.models import Person
from pages.base.awaiting import Awaiting, register_awaiting

from . import rules
from .admin import ConsultationViewSet, statements
from .admin.questionnaire import QuestionViewSet, SectionViewSet
from .admin.recommendations import RecommendationViewSet, WorkingCalendarViewSet
from .queries import register
from .queries.proposals import waiting_statements


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def consultation_viewset() -> ConsultationViewSet:
    """The consultations desk."""
    return ConsultationViewSet()


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def questionnaire_viewsets() -> list[SectionViewSet | QuestionViewSet]:
    """Sections and questions of questionnaires."""
    return [SectionViewSet(), QuestionViewSet()]


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def statement_queue() -> list[URLPattern]:
    """The queue of proposed statements."""
    return statements.urls()


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def statement_menu() -> statements.QueueMenuItem:
    """The way to the queue."""
    return statements.QueueMenuItem(
        gettext_lazy("Phrases proposées"), reverse(statements.QUEUE), icon_name="list-ul", order=241
    )


@register_awaiting
def proposed_statements(user: Person) -> list[Awaiting]:
    """What people propose and nobody has read."""
    if not rules.may_manage(user):
        return []
    waiting = waiting_statements().count()
    return [Awaiting(_("Phrases proposées à lire dans les consultations"), waiting, reverse(statements.QUEUE))]


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def register_viewsets() -> list[object]:
    """The register of recommendations, and the days authorities work."""
    return [RecommendationViewSet(), WorkingCalendarViewSet()]


@register_awaiting
def late_answers(user: Person) -> list[Awaiting]:
    """What authorities owe, and what they ask the team."""
    if not rules.may_manage(user):
        return []
    page = reverse("consultations:register")
    return [
        Awaiting(_("Réponses d’autorités en retard"), register.overdue(timezone.now()), page),
        Awaiting(_("Questions d’autorités sans réponse"), register.questions_waiting(), page),
    ]
