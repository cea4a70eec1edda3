"""The words of letters at the desk: one page a letter, three languages, each beside what its readers get."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from events import actions, placeholders, rules
from events.forms.texts import MessageTextForm
from events.letters.samples import sample_letter
from events.models import Meeting, MessageText
from events.models.messages import WORDS
from events.standard_texts import TEXTS
from kernel.languages.choices import LANGUAGES, OWN_NAMES, direction

from .letter_preview import as_html, as_text

NAME = "events_texts"


def _admitted(request: HttpRequest, kind: str = "") -> Meeting | None:
    """The meeting whose words are asked for (None: all meetings), for the team only."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    if kind and kind not in TEXTS:
        raise Http404
    ident = request.GET.get("meeting", "")
    if not ident:
        return None
    if not (ident.isascii() and ident.isdigit()):
        raise Http404
    return get_object_or_404(Meeting, pk=int(ident[:12]))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every letter, and in which languages the team has its own words."""
    meeting = _admitted(request)
    own = {text.kind: text for text in MessageText.objects.filter(meeting=meeting).select_related("changed_by")}
    rows = [
        {"kind": kind, "label": text.label, "own": own.get(kind), "languages": _languages(own.get(kind))}
        for kind, text in TEXTS.items()
    ]
    context = {"meeting": meeting, "rows": rows, "query": _query(meeting)}
    return render(request, "events/admin/texts.html", context)


def _languages(text: MessageText | None) -> list[str]:
    if text is None:
        return []
    return [OWN_NAMES[code] for code in LANGUAGES if any(getattr(text, f"{word}_{code}") for word in WORDS)]


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str) -> HttpResponse:
    """The words of one letter, with what readers of each language get beside them; « look » shows without keeping."""
    meeting = _admitted(request, kind)
    form = MessageTextForm(request.POST or None, kind=kind, meeting=meeting)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        try:
            actions.save_text(kind=kind, meeting=meeting, words=form.words, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # the team
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Le texte est enregistré ; les prochaines lettres le portent."))
            return redirect(f"{reverse(f'{NAME}:edit', args=[kind])}{_query(meeting)}")
    context = {
        "meeting": meeting,
        "kind": kind,
        "text": TEXTS[kind],
        "form": form,
        "parts": [{"part": part, **_preview(form, part.language)} for part in form.parts()],
        "names": [(name, placeholders.MEANING[name]) for name in TEXTS[kind].placeholders],
        "query": _query(meeting),
    }
    return render(request, "events/admin/text_edit.html", context, status=422 if form.errors else 200)


@require_POST
def preview(request: HttpRequest, kind: str) -> JsonResponse:
    """What the typed words give in each language, nothing kept; errors beside the fields they belong to."""
    meeting = _admitted(request, kind)
    form = MessageTextForm(request.POST, kind=kind, meeting=meeting)
    languages = {language: _preview(form, language) for language in LANGUAGES}
    return JsonResponse({"languages": languages, "errors": {name: list(found) for name, found in form.errors.items()}})


def _preview(form: MessageTextForm, language: str) -> dict[str, Any]:
    letter = sample_letter(form.kind, form.words_in(language), form.meeting, language)
    return {"html": as_html(letter, language), "text": as_text(letter, language), "dir": direction(language)}


@require_POST
def reset(request: HttpRequest, kind: str) -> HttpResponse:
    """Back to the standard text."""
    meeting = _admitted(request, kind)
    actions.reset_text(kind=kind, meeting=meeting, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # the team
    messages.success(request, _("La lettre dit de nouveau le texte d’origine."))
    return redirect(f"{reverse(f'{NAME}:edit', args=[kind])}{_query(meeting)}")


def _query(meeting: Meeting | None) -> str:
    return f"?meeting={meeting.pk}" if meeting else ""


class TextsMenuItem(MenuItem):
    """Shown to whoever may manage meetings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rules.may_manage(request.user)


class MessageTextsViewSet(ViewSet):
    """« Textes des lettres » in the admin's menu."""

    name = NAME
    url_prefix = "meeting-letters"
    menu_label = gettext_lazy("Textes des lettres")
    icon = "mail"
    menu_item_class = TextsMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", index, name="index"),
            path("<slug:kind>/", edit, name="edit"),
            path("<slug:kind>/preview/", preview, name="preview"),
            path("<slug:kind>/reset/", reset, name="reset"),
        ]
