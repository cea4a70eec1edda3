"""The page that every page type descends from: three languages in one tree, served by a registered view."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from modeltranslation.utils import resolution_order
from wagtail.models import AbstractPage, DefaultBasePageMixin, PageManager, PageQuerySet, PageViewRestriction
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index
from wagtail.url_routing import RouteResult

from kernel.languages.choices import DEFAULT, LANGUAGES, current_language
from kernel.languages.models import PinnedRevisionMixin, in_default_language

from ..forms import PageCopyForm
from ..landmarks import InPrivateSection
from ..registry import view_for
from ..reserved import is_reserved
from ..routing import route

LINK_FIELDS = ("path", "depth", "url_path", "live", "content_type", "alias_of")


class BasePageQuerySet(PageQuerySet):
    """Pages, read without the languages that nobody will see."""

    def for_language(self, language: str | None = None) -> "BasePageQuerySet":
        """Defer the columns of languages outside the reader's fallback order; bodies are what costs."""
        options = translator.get_options_for_model(self.model)
        keep = set(resolution_order(language or current_language()))
        names = [
            name
            for bare, fields in options.all_fields.items()
            for name in (bare, *(f.name for f in fields if f.language not in keep))
        ]
        # not self.defer(): MultilingualQuerySet.defer("body") would add every language
        return QuerySet.defer(self, *names)

    def for_links(self) -> "BasePageQuerySet":
        """Read what a link to a page needs, its title and its address, and nothing else."""
        titles = [f"title_{language}" for language in resolution_order(current_language())]
        return QuerySet.only(self, *LINK_FIELDS, *titles)  # not self.only(), for the same reason

    def private_q(self) -> Q:
        """Wagtail asks the database on each call, and its answer would age in a query that is kept."""
        return Q(InPrivateSection())


class BasePage(PinnedRevisionMixin, AbstractPage, DefaultBasePageMixin):
    """A page with its title and search texts in French (required), English and Arabic.

    A page never queries: `serve` calls the view that the app registered for its type (pages.base.registry).
    """

    translations = models.CharField(
        _("langues disponibles"), max_length=20, blank=True, editable=False, help_text=_("Calculé à l’enregistrement.")
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()

    search_fields = [
        field
        for field in AbstractPage.search_fields + DefaultBasePageMixin.search_fields
        if not (isinstance(field, (index.SearchField, index.AutocompleteField)) and field.field_name == "title")
    ] + [
        field
        for language in LANGUAGES
        for field in (index.SearchField(f"title_{language}", boost=2), index.AutocompleteField(f"title_{language}"))
    ]
    promote_panels = DefaultBasePageMixin.promote_panels
    template = ""
    known_above: "list[BasePage] | None" = None  # set where the page was found by its address: the readable ones above
    is_known_public = False  # set where the page was found by its address and stands in no private section
    copy_form_class = PageCopyForm

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        indexes = [models.Index(fields=["url_path"], name="page_by_address")]  # every request asks by address

    @in_default_language
    def minimal_clean(self) -> None:
        super().minimal_clean()

    def clean(self) -> None:
        """Refuse a slug at the root of the site that another part of Rives answers."""
        super().clean()
        if self.path and is_reserved(self.slug, self.get_parent()):
            raise ValidationError({"slug": _("Cet identifiant est l’adresse d’une autre partie du site.")})

    @in_default_language
    def get_admin_display_title(self) -> str:
        return str(super().get_admin_display_title())

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in the default language, and say which languages have a title."""
        self.translations = ",".join(self.translated_languages())
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = [*fields, "translations"]
        super().save(*args, **kwargs)

    def translated_languages(self) -> list[str]:
        """The languages in which this page has a title, French first."""
        return [language for language in LANGUAGES if getattr(self, f"title_{language}", None)]

    def get_view_restrictions(self) -> Any:
        """The restrictions of this page and of those above it; none are asked for where its address said so."""
        return PageViewRestriction.objects.none() if self.is_known_public else super().get_view_restrictions()

    def get_url_in(self, language: str, request: HttpRequest | None = None, full: bool = False) -> str | None:
        """This page's address under one language; with full=True the whole URL."""
        with translation.override(language):
            url: str | None = self.get_full_url(request) if full else self.get_url(request)
            return url

    def get_alternates(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Address in each language that the page is written in, for hreflang and the sitemap."""
        return [
            {"lang_code": language, "location": self.get_url_in(language, request, full=True)}
            for language in self.translations.split(",")
            if language
        ]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """One entry a language, each naming the others."""
        base = super().get_sitemap_urls(request)[0]
        alternates = self.get_alternates(request)
        return [{**base, "location": item["location"], "alternates": alternates} for item in alternates]

    def get_cache_key_components(self) -> list[Any]:
        return [*super().get_cache_key_components(), current_language()]

    @staticmethod
    def route_for_request(request: HttpRequest, path: str) -> RouteResult | None:
        """The page at an address, found once a request."""
        if not hasattr(request, "_wagtail_route_for_request"):
            request._wagtail_route_for_request = route(BasePage, request, path)  # type: ignore[attr-defined]
        found: RouteResult | None = request._wagtail_route_for_request  # type: ignore[attr-defined]
        return found

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the view registered for this page type."""
        return view_for(type(self))(request, self, *args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One preview a language."""
        return list(settings.LANGUAGES)

    @property
    def default_preview_mode(self) -> str:
        return DEFAULT

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft in the chosen language."""
        with translation.override(mode_name or DEFAULT):
            request.LANGUAGE_CODE = translation.get_language()
            request.is_preview = True  # type: ignore[attr-defined]
            response = self.serve(request)
            if hasattr(response, "render"):
                response.render()  # inside the override
            return response

    def make_preview_request(
        self, original_request: Any = None, preview_mode: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        with translation.override(preview_mode or DEFAULT):
            return super().make_preview_request(original_request, preview_mode, *args, **kwargs)
