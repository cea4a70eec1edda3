"""What composes everything: the door, my space, search."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def door(request: HttpRequest) -> HttpResponse:
    """ "/" leads to the reader's language: the choice remembered, else what the browser asks for, else French."""
    return redirect(f"/{request.LANGUAGE_CODE}/")


@login_required
def my_space(request: HttpRequest) -> HttpResponse:
    """What concerns the person who is signed in."""
    return render(request, "portal/my_space.html")
