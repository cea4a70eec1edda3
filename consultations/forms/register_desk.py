"""What the team fills in: a recommendation before it is addressed, and the days an authority works."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from kernel.languages.choices import LANGUAGES

from ..actions.recommendations import reword
from ..choices import RecommendationState
from ..models import Holiday, Recommendation
from ..queries.authorities import authorities
from ..working_days import WEEK

SEALED = ("consultation", "addressee", "officer_role", "working_days", "statements", "positions")


class RecommendationForm(WagtailAdminModelForm):
    """Everything while it is a draft; afterwards the decision's words, the context and missing translations alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressee"].queryset = authorities()
        chosen = self.instance.consultation_id or self.data.get("consultation") or 0
        for name in ("statements", "positions"):
            field = self.fields[name]
            field.queryset = field.queryset.filter(consultation=chosen) if str(chosen).isdigit() else field.queryset
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.help_text = _("Celles de la consultation : enregistrez d’abord pour les voir.")
        if self.instance.state != RecommendationState.DRAFT:
            self._seal()

    def _seal(self) -> None:
        """What was asked, of whom and until when is in the open: it no longer changes."""
        for name in SEALED:
            self.fields[name].disabled = True
        self.fields["addressee"].queryset = type(self.instance.addressee).objects.filter(pk=self.instance.addressee_id)
        for language in LANGUAGES:
            if getattr(self.instance, f"heard_{language}"):
                self.fields[f"heard_{language}"].disabled = True

    def clean(self) -> dict[str, Any]:
        """It is worded in one language at least, and carries what its own consultation gathered."""
        cleaned: dict[str, Any] = super().clean()
        if not any(cleaned.get(f"heard_{language}") for language in LANGUAGES):
            self.add_error("heard_fr", _("Écrivez ce qui a été entendu, dans une langue au moins."))
        return cleaned

    def save(self, commit: bool = True) -> Recommendation:
        """What was sent and is now worded in one more language is sealed again."""
        with transaction.atomic():
            saved: Recommendation = super().save(commit)
            if saved.state != RecommendationState.DRAFT and self.has_changed():
                reword(recommendation=saved, by=self.for_user, at=timezone.now())
        return saved


class WorkingCalendarForm(WagtailAdminModelForm):
    """Days of rest to tick, and one holiday a line."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Jours de repos"),
        choices=[(day, WEEKDAYS[day]) for day in WEEK],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun : ceux du pays de l’organisation."),
    )
    holidays_text = forms.CharField(
        label=_("Jours fériés"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
        help_text=_("Un par ligne : la date, puis le nom. Exemple : 2027-05-01 Fête du travail"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            days = self.instance.holidays.all()
            self.initial["holidays_text"] = "\n".join(f"{one.day.isoformat()} {one.name}".strip() for one in days)

    def clean_weekend(self) -> list[int]:
        """A week keeps a working day."""
        weekend: list[int] = self.cleaned_data["weekend"]
        if len(weekend) == len(WEEK):
            raise ValidationError(_("Laissez un jour de travail au moins."))
        return weekend

    def clean_holidays_text(self) -> dict[date, str]:
        """Each day once, with its name."""
        found: dict[date, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["holidays_text"].splitlines())):
            written, _space, name = line.partition(" ")
            try:
                found[date.fromisoformat(written)] = name.strip()[:120]
            except ValueError:
                raise ValidationError(
                    _("« %(line)s » : commencez la ligne par une date, comme 2027-05-01."), params={"line": line[:60]}
                ) from None
        return found

    def _save_m2m(self) -> None:
        """The holidays follow their calendar; days of answers that are already due do not move."""
        super()._save_m2m()
        self.instance.holidays.all().delete()
        days = self.cleaned_data["holidays_text"].items()
        Holiday.objects.bulk_create(Holiday(calendar=self.instance, day=day, name=name) for day, name in days)
