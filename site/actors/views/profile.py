"""One's own account: name and preferences, a copy of one's data, erasure."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from actors import actions, registry
from actors.forms.profile import ErasureForm, ProfileForm
from kernel.languages.choices import current_language
from kernel.requests.limits import rate_limit

from .asked import signed_in, submitted


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone, declared country, presence."""
    form = ProfileForm(submitted(request), instance=signed_in(request))  # not the one whom the header shows
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.save_profile(
            person=signed_in(request),
            display_name=given["display_name"],
            language=given["language"],
            time_zone=given["time_zone"],
            country=given["country"],
            shows_presence=given["shows_presence"],
            at=timezone.now(),
        )
        with translation.override(given["language"]):
            messages.success(request, _("C’est enregistré."))
            return redirect("actors:profile")
    return render(request, "actors/profile.html", {"form": form})


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What one can do with one's data."""
    return render(request, "actors/my_data.html")


@never_cache
@login_required
@require_safe
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
@rate_limit("actors.export", "10/h", methods=("GET",))
def export(request: HttpRequest) -> HttpResponse:
    """Everything that Rives holds about the person who asks, as JSON."""
    person = signed_in(request)
    data = {"made_at": timezone.now().isoformat(), **registry.export_all(person)}
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="rives-{timezone.localdate().isoformat()}.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's own account, after the password and a last question."""
    form = ErasureForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        person = signed_in(request)
        try:
            actions.erase_person(person=person, by=person, at=timezone.now())
        except actions.ActorsError as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)
            return redirect("actors:erased")
    return render(request, "actors/erase.html", {"form": form})


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "actors/erased.html", {"home": f"/{current_language()}/"})
