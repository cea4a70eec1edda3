"""The consultation of an address."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from .. import queries
from ..models import Consultation


def visible(request: HttpRequest, slug: str) -> Consultation:
    """The consultation, if the reader may see it. Raises Http404."""
    return get_object_or_404(queries.visible_to(request.user), slug=slug)
