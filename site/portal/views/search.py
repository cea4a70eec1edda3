"""Search over everything, in the three languages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kernel.languages.choices import current_language
from kernel.requests.limits import search_limit
from kernel.search import queries

from ..filters import SORTS, Asked


@require_safe
@search_limit
def search(request: HttpRequest) -> HttpResponse:
    """Results of a question, with filters; a correction and ways out when there are none."""
    asked = Asked(request.GET, timezone.now())
    person = request.user if request.user.is_authenticated else None
    wanted = asked.wanted
    results = queries.search(wanted, person=person, language=current_language(), page=asked.page)
    groups = asked.groups(results)
    suggestions = queries.suggestions(wanted, person=person) if asked.text and not results.total else []
    context = {
        "asked": asked,
        "results": results,
        "groups": groups,
        "chips": asked.chips(groups),
        "sorts": SORTS,
        "pages": [(number, asked.query_for_page(number)) for number in range(1, results.pages + 1)],
        "next_query": asked.query_for_page(results.page + 1) if results.page < results.pages else "",
        "suggestions": [(word, asked.query_for_text(word)) for word in suggestions],
    }
    return render(request, "search/search.html", context)
