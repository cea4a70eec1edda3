"""The queue of proposed statements: the team reads each, beside those that resemble it, and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from kernel.requests.numbers import whole_number

from .. import actions, rules
from ..forms.statements import DecisionForm
from ..models import Statement
from ..queries.proposals import waiting_by_consultation, waiting_statements, with_close_ones

if TYPE_CHECKING:
    from actors.models import Person

PAGE = 25  # statements
QUEUE, DECIDE = "consultation_statements", "consultation_statement"


class QueueMenuItem(MenuItem):
    """The way to the queue, for the team alone."""

    def is_shown(self, request: HttpRequest) -> bool:
        return rules.may_manage(request.user)


def urls() -> list[URLPattern]:
    """The addresses of the queue in the admin."""
    return [
        path("consultation-statements/", queue, name=QUEUE),
        path("consultation-statements/<int:pk>/", decide, name=DECIDE),
    ]


def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the first to come first; of one consultation with ?consultation=12."""
    _must_manage(request)
    chosen = whole_number(request.GET.get("consultation", ""))
    waiting: QuerySet[Statement] = waiting_statements()
    if chosen:
        waiting = waiting.filter(consultation=chosen)
    page = Paginator(waiting, PAGE).get_page(whole_number(request.GET.get("p", "")) or 1)
    context = {
        "page": page,
        "proposals": with_close_ones(page.object_list),
        "consultations": waiting_by_consultation(),
        "chosen": chosen,
    }
    return render(request, "consultations/admin/statements.html", context)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposed statement, and the decision."""
    _must_manage(request)
    statement: Statement = get_object_or_404(Statement.objects.select_related("consultation"), pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, form, statement):
        return redirect(f"{reverse(QUEUE)}?consultation={statement.consultation_id}")
    context: dict[str, Any] = {"proposal": with_close_ones([statement])[0], "form": form, "queue": reverse(QUEUE)}
    return render(
        request, "consultations/admin/statement.html", context, status=422 if request.method == "POST" else 200
    )


def _must_manage(request: HttpRequest) -> None:
    if not rules.may_manage(request.user):
        raise PermissionDenied


def _decided(request: HttpRequest, form: DecisionForm, statement: Statement) -> bool:
    by, at, given = cast("Person", request.user), timezone.now(), form.cleaned_data
    try:
        if given["decision"] == form.PUBLISH:
            actions.publish_statement(statement=statement, is_meta=given["is_meta"], by=by, at=at)
        elif given["decision"] == form.MERGE:
            actions.merge_statement(statement=statement, into=given["into"], by=by, at=at)
        else:
            actions.refuse_statement(statement=statement, reason=given["reason"], by=by, at=at)
    except actions.UnknownStatement as error:
        form.add_error("into", str(error))
        return False
    except actions.ConsultationError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("C’est décidé. La personne qui a proposé la phrase en est avertie dans sa langue."))
    return True
