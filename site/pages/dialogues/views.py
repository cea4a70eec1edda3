"""The pages of dialogues."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from pages.base.registry import page_view

from .models import DialogueIndexPage, DialoguePage
from .queries import around, dialogues, journal, who_was_heard
from .registry import counts_of


@page_view(DialogueIndexPage)
def dialogue_list(request: HttpRequest, page: DialogueIndexPage) -> HttpResponse:
    """Every dialogue."""
    return TemplateResponse(request, "pages/dialogues/list.html", {"page": page, "dialogues": list(dialogues())})


@page_view(DialoguePage, related=("cover",))
def dialogue(request: HttpRequest, page: DialoguePage) -> HttpResponse:
    """A dialogue: figures, who was heard, journal."""
    lines = journal(page, timezone.now())
    ancestors, subject = around(page)
    following = next((line.entry for line in lines if line.state == "now"), None)
    context = {
        "page": page,
        "ancestors": ancestors,
        "subject": subject,
        "counts": counts_of(page.pk, request.LANGUAGE_CODE) if page.pk else [],
        "heard": who_was_heard(page),
        "lines": lines,
        "following": following,
    }
    return TemplateResponse(request, "pages/dialogues/dialogue.html", context)
