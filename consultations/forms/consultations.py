"""The team's form of a consultation."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm


class ConsultationForm(WagtailAdminModelForm):
    """The team's form: the window is typed and shown in the consultation's own zone."""

    window_fields = ("opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        for name in self.window_fields:
            self.initial[name] = timezone.make_naive(getattr(self.instance, name), self.instance.tzinfo)

    def clean_zone(self) -> str:
        """A zone of the IANA database."""
        zone = str(self.cleaned_data["zone"])
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("Ce fuseau horaire n’existe pas. Exemple : Africa/Tunis."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Read the typed wall times in the consultation's zone, and refuse those that do not exist there."""
        cleaned: dict[str, Any] = super().clean()
        zone = cleaned.get("zone")
        for name in self.window_fields:
            if zone and cleaned.get(name):
                cleaned[name] = self._in_zone(name, cleaned[name], zoneinfo.ZoneInfo(zone))
        return cleaned

    def _in_zone(self, name: str, value: Any, zone: zoneinfo.ZoneInfo) -> Any:
        wall = timezone.make_naive(value)
        instant = timezone.make_aware(wall, zone)
        if timezone.make_naive(instant.astimezone(zoneinfo.ZoneInfo("UTC")), zone) != wall:
            self.add_error(name, _("Cette heure n’existe pas dans ce fuseau : les horloges la sautent ce jour-là."))
        return instant
