"""Columns of people and places that are worked out or checked."""

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kernel.text.folding import fold


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone. Raises ValidationError."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("Ce fuseau horaire n’existe pas."), code="time_zone")


class FoldedField(models.TextField):  # type: ignore[type-arg]  # django-stubs types fields by their value
    """The words of other fields in one spelling, worked out on every save: what a search within a list compares."""

    def __init__(self, *sources: str, **options: Any) -> None:
        self.sources = sources
        super().__init__(**{**options, "editable": False, "default": "", "blank": True})

    def deconstruct(self) -> Any:
        name, path, _arguments, _options = super().deconstruct()
        return name, path, list(self.sources), {}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The folded text of the sources as they stand."""
        text = " ".join(filter(None, (getattr(model_instance, source) for source in self.sources)))
        setattr(model_instance, self.attname, fold(text))
        return fold(text)
