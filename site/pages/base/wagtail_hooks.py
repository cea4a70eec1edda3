"""What Rives adds to the Wagtail admin."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from .awaiting import awaiting
from .links import LivePageLink
from .reserved import is_reserved
from .viewsets import BasePageViewSet, ThemeViewSet

register_snippet(ThemeViewSet)


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def base_page_viewset() -> BasePageViewSet:
    """Our page views."""
    return BasePageViewSet()


@hooks.register("register_rich_text_features", order=10)  # type: ignore[untyped-decorator]  # Wagtail ships no types
def live_page_links(features: Any) -> None:
    """Our page links, instead of Wagtail's."""
    features.register_link_type(LivePageLink)


class AwaitingPanel(Component):
    """What awaits the team, on the admin's home."""

    name = "awaiting"
    template_name = "wagtailadmin/home/awaiting.html"
    order = 50

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"items": awaiting(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def add_awaiting(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panel first."""
    panels.append(AwaitingPanel())


@hooks.register("before_move_page")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def refuse_reserved_place(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """A page may not move to an address where another part of the site answers."""
    if request.method != "POST" or not is_reserved(page.slug, destination):
        return None
    messages.error(
        request,
        _("« %(slug)s » est l’adresse d’une autre partie du site : changez l’identifiant, puis déplacez-la.")
        % {"slug": page.slug},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("on_serve_page", order=-10)  # type: ignore[untyped-decorator]  # Wagtail ships no types
def hide_private_pages(serve: Any) -> Any:
    """A page that this visitor may not read answers 404, where Wagtail would tell of it by sending to sign in."""

    def hidden(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response: HttpResponse = serve(page, request, args, kwargs)
        if response.status_code == HTTPStatus.FOUND and response["Location"].startswith(reverse("wagtailcore_login")):
            raise Http404
        return response

    return hidden


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def admin_colours() -> SafeString:
    """Rives' colours in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
