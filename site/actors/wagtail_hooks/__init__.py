"""The team's workshop for people, organisations, territories and memberships, under /cms/."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from . import bulk, people  # noqa: F401  (they register their hooks)
from .directory import CountryViewSet, OrganisationViewSet, TerritoryViewSet
from .memberships import MembershipViewSet


class PeopleMenuItem(MenuItem):
    """The list of people, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("actors.change_person"))


class ActorsGroup(ModelViewSetGroup):
    """« Acteurs » in the side menu."""

    menu_label = _("Acteurs")
    menu_icon = "group"
    menu_order = 250
    items = (MembershipViewSet("memberships"), OrganisationViewSet, TerritoryViewSet, CountryViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists of the group, and the people whom Wagtail keeps among its settings."""
        items: list[MenuItem] = super().get_submenu_items()
        link = PeopleMenuItem(_("Personnes"), reverse("wagtailusers_users:index"), icon_name="user", order=len(items))
        return [*items, link]


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def actors() -> ActorsGroup:
    """Lists and forms of the actors."""
    return ActorsGroup()
