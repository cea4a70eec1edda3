"""For those who lend a hand at a meeting: a page with what their role may see. It does not exist for anyone else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.asking import HelperRole
from events.attachments import CONTENT_TYPES
from events.exports import sheet_table
from events.models import Meeting
from events.queries.answers import answer_with_file, helper_roles
from events.queries.sheets import sheet
from kernel.exports.tables import to_csv, to_xlsx
from kernel.uploads.names import type_of

CONTENT = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@never_cache
@require_safe
def helping(request: HttpRequest, slug: str) -> HttpResponse:
    """What concerns the reader's roles at a meeting; 404 where they have none."""
    meeting, roles = _helped_meeting(request, slug)
    sheets = [sheet(meeting, role) for role in roles]
    return render(request, "events/helping.html", {"meeting": meeting, "sheets": sheets})


@never_cache
@require_safe
def helping_table(request: HttpRequest, slug: str, role: str, form: str) -> HttpResponse:
    """The same as a table to take away; 404 for a role that the reader does not have."""
    meeting, roles = _helped_meeting(request, slug)
    if role not in roles or form not in CONTENT:
        raise Http404
    rows, columns = sheet_table(sheet(meeting, HelperRole(role)))
    body = to_csv(rows, columns) if form == "csv" else to_xlsx(rows, columns, str(meeting))
    response = HttpResponse(body, content_type=CONTENT[form])
    response["Content-Disposition"] = content_disposition_header(True, f"{meeting.slug}-{role}.{form}")
    return response


def _helped_meeting(request: HttpRequest, slug: str) -> tuple[Meeting, list[HelperRole]]:
    meeting = get_object_or_404(Meeting, slug=slug)
    roles = helper_roles(request.user, meeting)
    if not roles:
        raise Http404
    return meeting, roles


@never_cache
@require_safe
def answer_file(request: HttpRequest, ident: str) -> HttpResponse:
    """A file that someone sent with their answer, for whoever may read that answer; 404 for all others.

    It is never shown inside the site: the browser saves it, and guesses no type.
    """
    answer = answer_with_file(request.user, ident)
    if answer is None:
        raise Http404
    try:
        with answer.file.open("rb") as stored:
            body = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(body, content_type=CONTENT_TYPES.get(type_of(answer.file_name), "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, answer.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
