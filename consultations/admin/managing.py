"""The consultation that the team works on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from .. import rules
from ..models import Consultation


def managed(request: HttpRequest, pk: int) -> Consultation:
    """The consultation, for the team alone. Raises PermissionDenied, Http404."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    return get_object_or_404(Consultation, pk=pk)


def overview_url(consultation_id: int) -> str:
    """Where a consultation's questionnaire is built."""
    return reverse("consultations_questions:overview", args=[consultation_id])
