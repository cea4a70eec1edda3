"""The team's form of a consultation."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from kernel.wall_times import is_zone, validate_zone

from ..actions.phasing import NOBODY_TAKES_PART
from ..choices import ConsultationState
from ..models import Phase
from ..phases import window

KEPT_STATEMENT = _("Une phrase déjà publiée ne s’efface pas : mettez-la dans l’état « Retirée ».")


class ConsultationForm(WagtailAdminModelForm):
    """The team's form: phases are typed on the clocks of the consultation's own zone, and make its window."""

    def zone_now(self) -> str:
        """The zone on whose clocks the phases are read: the one typed, else the one kept; "" where it is wrong."""
        cleaned = getattr(self, "cleaned_data", None)
        zone = str(self.instance.zone if cleaned is None else cleaned.get("zone", ""))
        return zone if is_zone(zone) else ""

    @property
    def zone_kept(self) -> str:
        """The zone that the consultation has; the forms of its phases take it before this one is read."""
        return str(self.instance.zone)

    def clean_zone(self) -> str:
        """A zone of the IANA database."""
        zone = str(self.cleaned_data["zone"])
        validate_zone(zone)
        return zone

    def clean(self) -> dict[str, Any]:
        """The window follows from the phases: one at least lets people take part."""
        cleaned: dict[str, Any] = super().clean()
        self._refuse_deletions()
        formset = self.formsets.get("phases")
        if formset is None or not formset.is_valid():
            return cleaned
        found = window(self._phases(formset))
        if found is None:
            self.add_error(None, NOBODY_TAKES_PART)
        else:
            self.instance.opens_at, self.instance.closes_at = found
        return cleaned

    @property
    def moves_phases(self) -> bool:
        """Whether the phases are not what they were."""
        return bool(self.formsets["phases"].has_changed())

    def _refuse_deletions(self) -> None:
        """A statement that people could read leaves the vote in the open: its number and its votes stay."""
        statements = self.formsets.get("statements")
        if self.instance.state == ConsultationState.DRAFT or statements is None or not statements.is_valid():
            return
        if any(form.instance.pk for form in statements.deleted_forms):
            self.add_error(None, KEPT_STATEMENT)

    def _phases(self, formset: Any) -> list[Phase]:
        kept = [form for form in formset.forms if form not in formset.deleted_forms]
        return [form.instance for form in kept if form.instance.pk or form.has_changed()]
