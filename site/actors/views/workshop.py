"""The workshop's own door and account page, fitted to people who have an address and a name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel


@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """One sign-in for everyone, with its limits and its confirmed address. Someone without the right is told so."""
    if not request.user.is_authenticated:
        asked = {"next": request.GET.get("next") or reverse("wagtailadmin_home")}
        return redirect(f"{reverse('account_login')}?{urlencode(asked)}")
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return redirect("wagtailadmin_home")


class WorkshopAccountView(AccountView):
    """Language, time zone, theme and notices of the workshop; name and address are kept in « Mon compte »."""

    def get_panels(self) -> list[Any]:
        elsewhere = (NameEmailSettingsPanel, AvatarSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, elsewhere)]


account = require_admin_access(WorkshopAccountView.as_view())
