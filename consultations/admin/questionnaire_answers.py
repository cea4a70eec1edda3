"""What was answered, for the team: tables to take away, counts of the closed questions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kernel.audit.actions import record
from kernel.exports.tables import to_csv, to_xlsx

from .. import queries
from ..exports.questionnaire import codebook_table, responses_table
from ..models import Consultation, ResponseFile
from ..queries.questionnaire_answers import closed_results
from ..views.answer_files import handed
from .managing import managed

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def responses(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """One row a response. Taking it away is noted in the consultation's journal: texts may name people."""
    consultation = managed(request, pk)
    rows, columns = responses_table(consultation)
    record(
        actor=request.user,  # type: ignore[arg-type]  # managed
        verb="consultation.responses_exported",
        target=consultation,
        at=timezone.now(),
        data={"rows": len(rows)},
    )
    if form == "xlsx":
        return _attached(to_xlsx(rows, columns, _("Réponses")), XLSX, f"{consultation.slug}-responses.xlsx")
    return _attached(to_csv(rows, columns), CSV, f"{consultation.slug}-responses.csv")


def codebook(request: HttpRequest, pk: int) -> HttpResponse:
    """What every column of the responses holds."""
    consultation = managed(request, pk)
    rows, columns = codebook_table(consultation)
    return _attached(to_csv(rows, columns), CSV, f"{consultation.slug}-codebook.csv")


def results(request: HttpRequest, pk: int) -> HttpResponse:
    """The closed questions counted, small numbers hidden, and the files that were given."""
    consultation = managed(request, pk)
    context = {
        "consultation": consultation,
        "tables": closed_results(consultation, queries.questionnaire_of(consultation)),
        "files": ResponseFile.objects.filter(response__consultation=consultation).select_related("question"),
        "responses": queries.response_counts(consultation),
    }
    return render(request, "consultations/admin/questionnaire_results.html", context)


def file(request: HttpRequest, pk: int, ident: int) -> HttpResponse:
    """A file that somebody gave, for the team."""
    consultation: Consultation = managed(request, pk)
    found = ResponseFile.objects.filter(response__consultation=consultation, pk=ident).first()
    if found is None:
        raise Http404
    return handed({"path": found.file.name, "name": found.name, "type": found.content_type})


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


patterns = [
    path("of/<int:pk>/responses.csv", responses, {"form": "csv"}, name="responses-csv"),
    path("of/<int:pk>/responses.xlsx", responses, {"form": "xlsx"}, name="responses-xlsx"),
    path("of/<int:pk>/codebook.csv", codebook, name="codebook"),
    path("of/<int:pk>/results/", results, name="results"),
    path("of/<int:pk>/file/<int:ident>/", file, name="file"),
]
