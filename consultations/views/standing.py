"""Where I am: one's own answers beside the published figures; taking them back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kernel.requests.limits import rate_limit
from kernel.requests.numbers import whole_number

from .. import actions, queries, rules
from ..queries.routing import listed
from ..queries.standing import own_votes, standing_of
from .finding import visible

PAGE = 30  # statements


@never_cache
@login_required
@require_safe
def my_position(request: HttpRequest, slug: str) -> HttpResponse:
    """One's answers beside each constituency and shore of which at least five people are shown."""
    consultation = visible(request, slug)
    participant = queries.participant_of(consultation, request.user)  # type: ignore[arg-type]  # login_required
    votes = own_votes(participant)
    standing = standing_of(consultation, votes)
    total = len(listed(consultation))
    return render(
        request,
        "consultations/my_position.html",
        {
            "consultation": consultation,
            "participant": participant,
            "standing": standing,
            "page": Paginator(standing.answers, PAGE).get_page(whole_number(request.GET.get("page", "")) or 1),
            "given": len(votes),
            "left": total - len(votes),
            "takes_votes": rules.takes_votes(consultation, timezone.now()),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("erase-votes", rate="10/h")
def erase_votes(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then take every answer back."""
    consultation = visible(request, slug)
    at = timezone.now()
    if request.method == "POST":
        try:
            number = actions.erase_votes(person=request.user, consultation=consultation, at=at)  # type: ignore[arg-type]
        except actions.VotingClosed as error:
            messages.error(request, str(error))
        else:
            sentence = ngettext("%(n)d réponse effacée.", "%(n)d réponses effacées.", number) % {"n": number}
            messages.success(request, sentence if number else _("Vous n’aviez aucune réponse."))
        return redirect("consultations:my-position", slug=slug)
    participant = queries.participant_of(consultation, request.user)  # type: ignore[arg-type]
    context = {
        "consultation": consultation,
        "given": len(own_votes(participant)),
        "takes_votes": rules.takes_votes(consultation, at),
    }
    return render(request, "consultations/erase_votes.html", context)
