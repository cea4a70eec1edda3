"""What a view reads of its request: who asks, and what was sent."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict

from actors.models import Person


def signed_in(request: HttpRequest) -> Person:
    """The person who is signed in, read afresh. Views that call it require signing in first."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return Person.objects.select_related("country").get(pk=user.pk)


def submitted(request: HttpRequest) -> QueryDict | None:
    """The values of a form that was sent, empty ones included; None where the form is only shown."""
    return request.POST if request.method == "POST" else None
