"""What forums add to the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from .admin import RoomViewSet


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def room_viewset() -> RoomViewSet:
    """The desk of rooms."""
    return RoomViewSet()


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def moderation() -> QuerySet[Permission]:
    """The right to moderate, given to groups in the admin."""
    return Permission.objects.filter(content_type__app_label="forums", codename="moderate")
