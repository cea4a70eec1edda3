"""What was sent with a form."""

from django.http import HttpRequest, QueryDict


def submitted(request: HttpRequest) -> QueryDict | None:
    """The values of a form that was sent, empty ones included; None where the form is only shown."""
    return request.POST if request.method == "POST" else None
