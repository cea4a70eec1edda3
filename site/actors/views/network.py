"""The public profile of an organisation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from actors import queries, registry
from actors.models import Organisation
from kernel.languages.choices import LANGUAGES, current_language
from kernel.languages.models import language_used


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Who it is, where it acts, and what it takes part in. Only what is in the directory."""
    known = get_object_or_404(Organisation.objects.published().select_related("country", "territory"), slug=slug)
    return render(
        request,
        "actors/organisation.html",
        {
            "organisation": known,
            "other_names": _other_names(known),
            "sections": registry.profile_sections(known, current_language()),
            "directory": registry.directory_address(),
            "member_count": queries.member_count(known),
        },
    )


def _other_names(known: Organisation) -> list[tuple[str, str]]:
    """Its name in its other languages, each with its code."""
    shown = language_used(known, "name")
    names = ((code, getattr(known, f"name_{code}")) for code in LANGUAGES if code != shown)
    title = getattr(known, f"name_{shown}")
    return [(code, name) for code, name in names if name and name != title]
