"""The key that makes a form safe to send twice."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest

FIELD = "request_key"
HEADER = "Idempotency-Key"


def fresh_key() -> str:
    """A key for a new form."""
    return str(uuid.uuid4())


class RequestKeyMixin(forms.Form):
    """A form with a hidden key (kernel.requests.actions.once). Only on pages that are not cached.

    The key is drawn when the form is shown and kept when it comes back with errors; `form.request_key` gives it.
    A browser that sends none gets a fresh one: its request is carried out, only not protected from a repeat.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[FIELD] = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=fresh_key)

    @property
    def request_key(self) -> str:
        """The key of a bound form that was validated."""
        return str(self.cleaned_data.get(FIELD) or fresh_key())


def key_of(request: HttpRequest) -> str:
    """The key of a request without such a form: the Idempotency-Key header, else the hidden field, else a fresh one."""
    given = request.headers.get(HEADER) or request.POST.get(FIELD, "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return fresh_key()
