"""One's own registration: where it stands, changing it, giving it back; and a colleague's whom one registered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import actions, offer_links, queries, rules
from events.choices import LISTINGS_UNDER, AttendeeList
from events.errors import MeetingError, QuestionRefused, RetryLater
from events.forms import EditForm
from events.models import Registration
from events.queries.answers import answers_visible_to
from events.queries.mails import mails_to
from events.windows import why_closed
from events.wording import moment
from kernel.languages.choices import current_language
from kernel.live.queries import heads
from kernel.requests.errors import KeyReused
from kernel.requests.limits import rate_limit

from .finding import visible_meeting


@never_cache
@login_required
@require_safe
def registration(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own registration: where it stands, what was answered and written, and what to do next."""
    found = _own_registration(request, slug)
    person: Any = request.user
    place = heads([f"mr:{found.pk}"])[f"mr:{found.pk}"]
    found = _own_registration(request, slug)
    at = timezone.now()
    context = {
        "meeting": found.meeting,
        "registration": found,
        "line": queries.place_in_line(found),
        "standing_head": place,
        "answers": answers_visible_to(person, found),
        "mails": mails_to(person.pk, found.meeting_id),
        "listings": LISTINGS_UNDER[AttendeeList(found.meeting.attendee_list)] if found.is_live else (),
        "offer_url": _offer_url(found, at),
        "may_edit": rules.may_edit(person, found, at),
        "edit_until": _edit_until(found, person, at),
        "may_withdraw": rules.may_withdraw(person, found, at),
        "may_return": not found.is_live and not why_closed(found.meeting, at),
    }
    return render(request, "events/registration.html", context)


def _edit_until(found: Registration, person: Any, at: datetime) -> str:
    """Until when one may still change it, in the meeting's zone and the person's; blank without a date."""
    until = found.meeting.edit_until
    if until is None or not rules.may_edit(person, found, at):
        return ""
    return moment(until, [found.meeting.zone, person.time_zone])


def _offer_url(found: Registration, at: datetime) -> str:
    """Where a place that is held is taken or left; blank where none is, or its hour has passed."""
    if not rules.may_answer_offer(found.person, found, at):
        return ""
    offer = found.offers.filter(answer="").order_by("-pk").first()
    return offer_links.address(found.meeting.slug, offer_links.OfferLink(found.pk, offer.pk)) if offer else ""


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("register", rate="30/m")
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change how one comes and what one answered, until the date set; later one reads that it is too late."""
    found = _own_registration(request, slug)
    person: Any = request.user
    if not rules.may_edit(person, found, timezone.now()):
        messages.info(request, _("Cette inscription ne peut plus être modifiée. Écrivez-nous si quelque chose change."))
        return redirect("events:registration", slug=slug)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = EditForm(*sent, registration=found, viewer=person, language=current_language())
    status = 200
    if form.is_bound:
        status = _edited(form, found, person)
    if status == DONE:
        messages.success(request, _("C’est noté : votre inscription est à jour."))
        return redirect("events:registration", slug=slug)
    context = {"meeting": found.meeting, "registration": found, "form": form}
    return render(request, "events/registration_edit.html", context, status=status)


DONE = 204


def _edited(form: EditForm, found: Registration, person: Any) -> int:
    if not form.is_valid():
        return 422
    try:
        actions.edit_registration(
            registration=found,
            by=person,
            wishes=form.wishes,
            answers=form.answers,
            key=form.request_key,
            at=timezone.now(),
        )
    except QuestionRefused as refusal:
        form.refuse(refusal.field, str(refusal))
    except RetryLater as error:
        form.add_error(None, str(error))
        return 409
    except (MeetingError, KeyReused) as error:
        form.add_error(None, str(error))
    else:
        return DONE
    return 422


@never_cache
@login_required
@require_POST
@rate_limit("register", rate="30/m")
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Say in which list of who comes one agrees to stand; at any time."""
    found = _own_registration(request, slug)
    person: Any = request.user
    try:
        actions.change_listing(registration=found, by=person, listed=request.POST.get("listed", ""), at=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("C’est noté."))
    return redirect("events:registration", slug=slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("withdraw", rate="30/m")
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one's place back, after one question."""
    found = _own_registration(request, slug)
    person: Any = request.user
    if not rules.may_withdraw(person, found, timezone.now()):
        return redirect("events:registration", slug=slug)
    return _withdrawing(request, found, "events:registration", slug)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit("withdraw", rate="30/m")
def withdraw_colleague(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give back the place of a colleague whom one registered; it does not exist for anyone else."""
    person: Any = request.user
    theirs = Registration.objects.filter(registered_by=person, meeting=visible_meeting(request, slug))
    found = get_object_or_404(theirs.select_related("meeting", "organisation", "person"), pk=pk)
    if not rules.may_withdraw(person, found, timezone.now()):
        raise Http404
    return _withdrawing(request, found, "events:mine")


def _withdrawing(request: HttpRequest, found: Registration, then: str, *args: str) -> HttpResponse:
    person: Any = request.user
    context: dict[str, Any] = {
        "meeting": found.meeting,
        "registration": found,
        "is_mine": found.person_id == person.pk,
    }
    if request.method != "POST":
        return render(request, "events/withdraw.html", context)
    try:
        actions.withdraw(registration=found, by=person, at=timezone.now())
    except MeetingError as error:
        return render(request, "events/withdraw.html", {**context, "error": str(error)}, status=409)
    return redirect(then, *args)


def _own_registration(request: HttpRequest, slug: str) -> Registration:
    person: Any = request.user
    found = queries.registration_of(person, visible_meeting(request, slug))
    if found is None:
        raise Http404
    return found
