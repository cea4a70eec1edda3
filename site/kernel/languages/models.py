"""What every translated model stands on.

django-modeltranslation reads and writes the active language. Wagtail saves through code that reads a field and
writes it back, so under another language a fallback would be written as if it were a translation. PinnedMixin holds
the default language while a translated object is saved, cleaned or (de)serialised. It is the first base of every
translated page and snippet.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import translation
from modeltranslation.utils import resolution_order

from .choices import DEFAULT, current_language


def in_default_language(method: Callable[..., Any]) -> Callable[..., Any]:
    """Run a method with French as the active language."""

    @wraps(method)
    def inner(self: Any, *args: Any, **kwargs: Any) -> Any:
        with translation.override(DEFAULT):
            return method(self, *args, **kwargs)

    return inner


class PinnedMixin:
    """Save, clean and serialise in the default language, whatever the interface speaks."""

    @in_default_language
    def save(self, *args: Any, **kwargs: Any) -> None:
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = self._with_bare_columns(set(fields))
        super().save(*args, **kwargs)  # type: ignore[misc]

    def _with_bare_columns(self, fields: set[str]) -> list[str]:
        """The bare column equals <field>_fr: what saves one saves the other."""
        translated = {f.translated_field.name for f in self._meta.fields if hasattr(f, "translated_field")}  # type: ignore[attr-defined]
        bare = {name[:-3] for name in fields if name.endswith(f"_{DEFAULT}") and name[:-3] in translated}
        return sorted(fields | bare)

    @in_default_language
    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        super().full_clean(*args, **kwargs)  # type: ignore[misc]


class PinnedRevisionMixin(PinnedMixin):
    """PinnedMixin for models that keep revisions (pages, snippets with drafts)."""

    @in_default_language
    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]

    @in_default_language
    def serializable_data(self) -> Any:
        return super().serializable_data()  # type: ignore[misc]

    @in_default_language
    def with_content_json(self, content: Any) -> Any:
        return super().with_content_json(content)  # type: ignore[misc]


def language_used(obj: Any, field: str, language: str | None = None) -> str | None:
    """The language that a translated field is really shown in, a fallback included; None when it is empty.

    `obj` is an instance of a translated model, `field` the bare field name.
    """
    descriptor = getattr(type(obj), field)
    empty = descriptor.field.get_default()
    code: str
    for code in resolution_order(language or current_language(), descriptor.fallback_languages):
        if descriptor.meaningful_value(getattr(obj, f"{field}_{code}"), empty):
            return code
    return None


def value_used(obj: Any, field: str, language: str | None = None) -> Any:
    """The value shown for a translated field, read without depending on the active language."""
    code = language_used(obj, field, language)
    return getattr(obj, f"{field}_{code or DEFAULT}")
