"""What forums add to the Wagtail admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from actors.models import Person
from pages.base.awaiting import Awaiting, register_awaiting

from .admin import RoomViewSet
from .queries.moderation import waiting_for


@hooks.register("register_admin_viewset")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def room_viewset() -> RoomViewSet:
    """The desk of rooms."""
    return RoomViewSet()


@hooks.register("register_permissions")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def moderation() -> QuerySet[Permission]:
    """The right to moderate, given to groups in the admin."""
    return Permission.objects.filter(content_type__app_label="forums", codename="moderate")


@register_awaiting
def moderation_queue(user: Person) -> list[Awaiting]:
    """What waits in the rooms that this person moderates."""
    return [
        Awaiting(_("Messages et réexamens à examiner dans les forums"), len(waiting_for(user)), reverse("forums:queue"))
    ]
