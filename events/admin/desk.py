"""The desk of one meeting: figures, the balance of levels and shores, people ticked and decided on together, codes,
opening and closing, tables to take away. `patterns` stand under the meetings'."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actors.choices import Constituency, Shore
from events import actions, queries, rules
from events.choices import Opening, RegistrationState
from events.errors import MeetingError
from events.exports import meeting_columns, needs_table
from events.forms.desk import CodeForm, CopyForm, RefusalForm
from events.models import InvitationCode, Meeting, Quota, Registration
from events.queries.codes import codes_of
from events.queries.desk import chosen_registrations, figures_of
from events.windows import why_closed
from kernel.exports.tables import to_csv, to_xlsx

NAME = "events_meetings"
PAGE_SIZE = 50
CONTENT = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _approve(registration: Registration, **by: Any) -> object:
    return actions.approve(registration=registration, **by)


def _offer(registration: Registration, **by: Any) -> object:
    return actions.offer(registration=registration, **by)


def _confirm(registration: Registration, **by: Any) -> object:
    return actions.confirm_from_waiting_list(registration=registration, **by)


def _withdraw(registration: Registration, **by: Any) -> object:
    return actions.withdraw(registration=registration, **by)


def _refuse(registration: Registration, **by: Any) -> object:
    return actions.refuse(registration=registration, **by)


State = RegistrationState
# what may be done with several people: the word of the button, in which states they stand, the act
ACTS: dict[str, tuple[Any, tuple[str, ...], Callable[..., object]]] = {
    "approve": (gettext_lazy("Accepter"), (State.REQUESTED,), _approve),
    "refuse": (gettext_lazy("Refuser"), (State.REQUESTED,), _refuse),
    "offer": (gettext_lazy("Proposer une place"), (State.WAITING,), _offer),
    "confirm": (gettext_lazy("Confirmer sans demander"), (State.WAITING, State.OFFERED), _confirm),
    "withdraw": (
        gettext_lazy("Retirer l’inscription"),
        (State.REQUESTED, State.WAITING, State.OFFERED, State.CONFIRMED),
        _withdraw,
    ),
}
FILTERS = {"state": RegistrationState.values, "constituency": Constituency.values, "shore": Shore.values}


def managed_meeting(request: HttpRequest, pk: int) -> Meeting:
    """The meeting, for whoever manages meetings; nobody else comes in."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    return get_object_or_404(Meeting, pk=pk)


@never_cache
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about who comes to one meeting."""
    meeting = managed_meeting(request, pk)
    chosen = _chosen(request)
    listed = Paginator(_listed(meeting, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        **_figures(meeting),
        "page_obj": listed,
        "chosen": chosen,
        "query": f"&{urlencode(chosen)}" if any(chosen.values()) else "",
        "acts": [(name, label) for name, (label, _states, _act) in ACTS.items()],
        "choices": {
            "state": RegistrationState.choices,
            "constituency": Constituency.choices,
            "shore": Shore.choices,
        },
        "codes": codes_of(meeting),
        "now": timezone.now(),
    }
    return render(request, "events/admin/desk.html", context)


@never_cache
@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures alone: the desk asks for them again while it is open."""
    meeting = managed_meeting(request, pk)
    return render(request, "events/admin/_figures.html", {"meeting": meeting, **_figures(meeting)})


def _figures(meeting: Meeting) -> dict[str, Any]:
    at = timezone.now()
    return {
        "figures": figures_of(meeting),
        "why_closed": why_closed(meeting, at),
        "is_closed_by_hand": meeting.opening == Opening.CLOSED,
    }


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What the list is narrowed to; a value that is none is taken for no choice."""
    chosen = {name: value if (value := request.GET.get(name, "")) in known else "" for name, known in FILTERS.items()}
    return {**chosen, "q": " ".join(request.GET.get("q", "").replace("\x00", "").split())[:100]}


def _listed(meeting: Meeting, chosen: dict[str, str]) -> Any:
    found = queries.registrations_for_team().filter(meeting=meeting)
    for name in FILTERS:
        if chosen[name]:
            found = found.filter(**{name: chosen[name]})
    if chosen["q"]:
        found = queries.named(found, chosen["q"])
    if chosen["state"] == State.WAITING:
        return found.in_line()
    return found.order_by("-created_at", "-pk")


@never_cache
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One act on the people ticked: first who it concerns and what is sent, then, confirmed, one by one."""
    meeting = managed_meeting(request, pk)
    name = request.POST.get("act", "")
    back = redirect(_desk_of(meeting, request.POST.get("back", "")))
    ticked = chosen_registrations(meeting, request.POST.getlist("r")[:PAGE_SIZE])
    if name == "write" and ticked:
        address = reverse(f"{NAME}:write", args=[meeting.pk])
        return redirect(f"{address}?{urlencode({'r': [one.pk for one in ticked]}, doseq=True)}")
    if name not in ACTS:
        raise Http404
    label, states, act = ACTS[name]
    concerned = [one for one in ticked if one.state in states]
    if not concerned:
        messages.warning(request, _("Cochez au moins une personne que cette action concerne."))
        return back
    form = RefusalForm(request.POST if "sure" in request.POST else None) if name == "refuse" else None
    if "sure" not in request.POST or (form is not None and not form.is_valid()):
        context = {
            "meeting": meeting,
            "act": name,
            "label": label,
            "concerned": concerned,
            "others": len(ticked) - len(concerned),
            "form": form,
            "back": request.POST.get("back", ""),
        }
        return render(request, "events/admin/decide.html", context, status=422 if form and form.errors else 200)
    _carry_out(request, concerned, act, {"reason": form.cleaned_data["reason"]} if form else {})
    return back


def _carry_out(
    request: HttpRequest, concerned: list[Registration], act: Callable[..., object], more: dict[str, str]
) -> None:
    """Each person's act is a transaction of its own: one that is refused stops no other, and is named."""
    done = 0
    for registration in concerned:
        try:
            act(registration, by=request.user, at=timezone.now(), **more)
        except MeetingError as error:
            messages.error(request, _("%(name)s : %(why)s") % {"name": registration.person.name, "why": error})
        else:
            done += 1
    if done:
        sentence = ngettext("C’est fait pour %(count)s personne.", "C’est fait pour %(count)s personnes.", done)
        messages.success(request, sentence % {"count": done})


def _desk_of(meeting: Meeting, query: str = "") -> str:
    address = reverse(f"{NAME}:desk", args=[meeting.pk])
    return f"{address}?{query}" if query and "\n" not in query and "\r" not in query else address


@never_cache
@require_POST
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Close or reopen registration, or one quota, by hand."""
    meeting = managed_meeting(request, pk)
    by: Any = request.user
    at = timezone.now()
    acts: dict[str, Callable[[], object]] = {
        "close": lambda: actions.close_registrations(meeting=meeting, by=by, at=at),
        "reopen": lambda: actions.reopen_registrations(meeting=meeting, by=by, at=at),
        "close-quota": lambda: actions.close_quota(quota=_quota(meeting, request), by=by, at=at),
        "reopen-quota": lambda: actions.reopen_quota(quota=_quota(meeting, request), by=by, at=at),
    }
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act()
    except MeetingError as error:
        messages.error(request, str(error))
    return redirect(_desk_of(meeting))


def _quota(meeting: Meeting, request: HttpRequest) -> Quota:
    given = request.POST.get("quota", "")[:15]
    return get_object_or_404(Quota, meeting=meeting, pk=int(given) if given.isascii() and given.isdigit() else 0)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation code."""
    meeting = managed_meeting(request, pk)
    by: Any = request.user
    form = CodeForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_code(meeting=meeting, by=by, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le code %(code)s est prêt.") % {"code": made.code})
            return redirect(_desk_of(meeting))
    context = {"meeting": meeting, "form": form, "title": _("Nouveau code d’invitation")}
    return render(request, "events/admin/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def revoke(request: HttpRequest, pk: int, code: int) -> HttpResponse:
    """Take a code back."""
    meeting = managed_meeting(request, pk)
    by: Any = request.user
    try:
        actions.revoke_code(code=get_object_or_404(InvitationCode, meeting=meeting, pk=code), by=by, at=timezone.now())
    except MeetingError as error:
        messages.error(request, str(error))
    return redirect(_desk_of(meeting))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the meeting again on another day: a draft with its seats, programme and questions, and nobody in it."""
    meeting = managed_meeting(request, pk)
    by: Any = request.user
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.copy_meeting(source=meeting, by=by, at=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            for field, sentences in error.message_dict.items():
                form.add_error(field if field in form.fields else None, sentences)
        except MeetingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Le brouillon est prêt : vérifiez-le, puis publiez-le."))
            return redirect(f"{NAME}:edit", made.pk)
    context = {"meeting": meeting, "form": form, "title": _("Tenir à nouveau cette rencontre")}
    return render(request, "events/admin/form.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def table(request: HttpRequest, pk: int, name: str, form: str) -> HttpResponse:
    """The list as it is narrowed, or the needs of those who come, as CSV or XLSX."""
    meeting = managed_meeting(request, pk)
    if form not in CONTENT or name not in ("registrations", "needs"):
        raise Http404
    if name == "needs":
        rows = list(Registration.objects.confirmed().filter(meeting=meeting).select_related("person").order_by("pk"))
        columns = needs_table(meeting, rows)
    else:
        rows = list(_listed(meeting, _chosen(request)).select_related("invitation"))
        columns = meeting_columns(meeting, rows)
    body = to_csv(rows, columns) if form == "csv" else to_xlsx(rows, columns, str(meeting))
    response = HttpResponse(body, content_type=CONTENT[form])
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}-{name}.{form}"'
    return response


patterns = [
    path("<int:pk>/desk/", desk, name="desk"),
    path("<int:pk>/desk/figures/", figures, name="figures"),
    path("<int:pk>/desk/decide/", decide, name="decide"),
    path("<int:pk>/desk/opening/", opening, name="opening"),
    path("<int:pk>/desk/codes/add/", new_code, name="new-code"),
    path("<int:pk>/desk/codes/<int:code>/revoke/", revoke, name="revoke-code"),
    path("<int:pk>/desk/<slug:name>.<slug:form>", table, name="table"),
    path("<int:pk>/copy/", copy, name="copy"),
]
