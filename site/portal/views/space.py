"""My space."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from actors.models import Person

from ..queries import space_of


@never_cache
@login_required
@require_safe
def my_space(request: HttpRequest) -> HttpResponse:
    """What concerns the person who is signed in."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  (login_required)
    return render(request, "portal/my_space.html", {"person": person, "space": space_of(person, timezone.now())})
