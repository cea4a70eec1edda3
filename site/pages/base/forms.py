"""Forms of pages: what the editor is told before anything is saved."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm

from .reserved import is_reserved


def _reserved_message(slug: str) -> str:
    return _("« %(slug)s » est l’adresse d’une autre partie du site. Choisissez un autre identifiant.") % {"slug": slug}


class PageForm(WagtailAdminPageForm):
    """A page's form: refuses slugs of other parts of the site."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug", "")
        if is_reserved(slug, self.parent_page):
            self.add_error("slug", _reserved_message(slug))
        return cleaned


class PageCopyForm(CopyForm):
    """The copy's form, with the same refusal."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if is_reserved(cleaned.get("new_slug", ""), parent):
            self.add_error("new_slug", _reserved_message(cleaned["new_slug"]))
        return cleaned
