"""What meetings add to the Wagtail admin."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks

from actors.models import Person
from pages.base.awaiting import Awaiting, register_awaiting

from . import queries, rules
from .admin import MeetingsGroup, QuestionViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def meetings_desk() -> MeetingsGroup:
    """The desk."""
    return MeetingsGroup()


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def questions_desk() -> QuestionViewSet:
    """Questions of meetings, reached from their meeting."""
    return QuestionViewSet()


@register_awaiting
def people_in_line(user: Person) -> list[Awaiting]:
    """Who waits for a seat at a meeting to come."""
    if not rules.may_manage(user):
        return []
    url = f"{reverse('events_registrations:index')}?state=waiting"
    return [Awaiting(_("Personnes en liste d’attente"), queries.people_in_line(timezone.now()), url)]
