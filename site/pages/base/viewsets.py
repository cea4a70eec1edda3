"""The admin's views of pages, told about three languages: column and filter in the explorer, copy, previews."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.listing import GenericPageFilterSet
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from kernel.languages.choices import DEFAULT, LANGUAGES, OWN_NAMES

from .editing import stacked_panels
from .models import BasePage, Theme


class TranslationStatusColumn(BaseColumn):
    """Which languages a page is written in."""

    cell_template_name = "wagtailadmin/pages/listing/_translations_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        written = set(instance.translations.split(","))
        context["languages"] = [(code, OWN_NAMES[code], code in written) for code in LANGUAGES]
        return context


class TranslationPageFilterSet(GenericPageFilterSet):
    """Wagtail's filters, and the pages that lack a language."""

    missing = ChoiceFilter(
        label=_("Traduction manquante"),
        choices=[(c, n) for c, n in settings.LANGUAGES if c != DEFAULT],
        method="lacking",
    )

    def lacking(self, pages: Any, name: str, value: str) -> Any:
        """Pages without a title in this language."""
        return pages.exclude(translations__contains=value)


class PinnedCopyView(CopyView):
    """A copy's new title is French, whatever language the interface speaks."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        with translation.override(DEFAULT):
            return super().get_form(*args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        with translation.override(DEFAULT):
            kwargs: dict[str, Any] = super().get_form_kwargs()
            return kwargs

    def form_valid(self, form: Any) -> Any:
        with translation.override(DEFAULT):
            return super().form_valid(form)


class _FrenchTitleForPreview:
    """Wagtail puts its placeholder title in `title`; ours is in `title_fr`."""

    def get_form(self, query_dict: Any) -> Any:
        if query_dict and not query_dict.get("title_fr"):
            query_dict = query_dict.copy()
            query_dict["title_fr"] = "…"
        return super().get_form(query_dict)  # type: ignore[misc]


class PreviewEdit(_FrenchTitleForPreview, PreviewOnEditView):
    """Preview of a page being edited."""


class PreviewCreate(_FrenchTitleForPreview, PreviewOnCreateView):
    """Preview of a page being created."""


class BasePageViewSet(PageViewSet):
    """Wagtail's page views with ours in their place."""

    model = BasePage
    columns = [
        *PageViewSet.index_view_class.base_columns,
        TranslationStatusColumn("translations", label=_("Traductions")),
    ]
    filterset_class = TranslationPageFilterSet
    copy_view_class = PinnedCopyView
    preview_on_edit_view_class = PreviewEdit
    preview_on_add_view_class = PreviewCreate


class ThemeViewSet(SnippetViewSet):
    """Themes, edited by the team."""

    model = Theme
    icon = "tag"
    menu_label = _("Thèmes")
    list_display = ["name", "slug", "rank"]
    panels = [*stacked_panels("name"), "slug", "rank"]
