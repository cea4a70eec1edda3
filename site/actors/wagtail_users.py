"""Wagtail's user administration for people who have an address and a name, and no user name."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """Shows our own lists and forms of people."""

    user_viewset = "actors.wagtail_hooks.people.PersonViewSet"
