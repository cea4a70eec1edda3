"""The pages of dialogues."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.base.queries import ancestors_of
from pages.base.registry import page_view

from .models import DialogueIndexPage, DialoguePage
from .queries import dialogues, journal, subject_of, told, who_was_heard


@page_view(DialogueIndexPage)
def dialogue_list(request: HttpRequest, page: DialogueIndexPage) -> HttpResponse:
    """Every dialogue."""
    return TemplateResponse(request, "pages/dialogues/list.html", {"page": page, "dialogues": list(dialogues())})


@page_view(DialoguePage, related=("cover", "subject"))
def dialogue(request: HttpRequest, page: DialoguePage) -> HttpResponse:
    """A dialogue: figures, who was heard, journal."""
    given = told(page)
    lines = journal(page, given.entries, timezone.now())
    following = next((line.entry for line in lines if line.state == "now"), None)
    context = {
        "page": page,
        "ancestors": ancestors_of(page),
        "subject": subject_of(page),
        "counts": given.counts,
        "heard": who_was_heard(page),
        "lines": lines,
        "following": following,
    }
    return TemplateResponse(request, "pages/dialogues/dialogue.html", context)
