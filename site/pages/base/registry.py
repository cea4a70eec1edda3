"""Which view serves which page type. Apps fill it from AppConfig.ready by importing their views."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

if TYPE_CHECKING:
    from .models import BasePage

PageView = Callable[..., HttpResponse]
Withheld = Callable[[], Any]
_views: dict[type, PageView] = {}
_withheld: dict[type, Withheld] = {}
_related: dict[type, tuple[str, ...]] = {}


def page_view(
    model: "type[BasePage]", related: tuple[str, ...] = (), withheld: Withheld | None = None
) -> Callable[[PageView], PageView]:
    """Register a view `(request, page) -> response` for a page type.

    `related`: foreign keys that the page is loaded with when it is served (select_related), so that the view asks less.
    `withheld() -> pages`: those that the view keeps for the team while their record is not public, published as they
    are; nothing else on the site names them (pages.base.queries.linkable).
    """

    def register(view: PageView) -> PageView:
        _views[model] = view
        _related[model] = related
        if withheld:
            _withheld[model] = withheld
        return view

    return register


def view_for(model: type) -> PageView:
    """The view of a page type. Raises LookupError for a type that no app serves (also found by a system check)."""
    try:
        return _views[model]
    except KeyError:
        raise LookupError(f"no view is registered for {model.__name__}: @page_view in its views.py") from None


def related_of(model: type) -> tuple[str, ...]:
    """The foreign keys that a page of this type is loaded with."""
    return _related.get(model, ())


def withheld_pages() -> list[Any]:
    """The pages of each type whose record is not public."""
    return [pages() for pages in _withheld.values()]


def registered(model: type) -> bool:
    """Whether a page type has a view."""
    return model in _views


def unregistered(models: "list[Any]") -> "list[Any]":
    """The page types that no view serves."""
    return [model for model in models if model not in _views]
