"""The tab « Questions » in a meeting's form."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from events.models import Question

NAME = "events_questions"


def list_url(meeting_id: int) -> str:
    """Where a meeting's questions are listed."""
    return f"{reverse(f'{NAME}:index')}?meeting={meeting_id}"


class QuestionsPanel(Panel):
    """In the meeting's form: its questions in order, each leading to its own form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "events/admin/_questions_panel.html"

        def is_shown(self) -> bool:
            """Once the meeting exists."""
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            meeting = self.instance
            return {
                **context,
                "questions": Question.objects.filter(meeting=meeting.pk),
                "list_url": list_url(meeting.pk),
                "add_url": f"{reverse(f'{NAME}:add')}?meeting={meeting.pk}",
                "helpers_url": reverse(f"{NAME}:helpers", args=[meeting.pk]),
            }
