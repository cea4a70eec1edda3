"""The desk's menu entry."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from . import policy  # noqa: F401  (registers who may come in)
from .meetings import MeetingViewSet
from .registrations import RegistrationViewSet
from .texts import MessageTextsViewSet


class MeetingsGroup(ViewSetGroup):
    """« Rencontres » in the admin's menu."""

    menu_label = gettext_lazy("Rencontres")
    menu_icon = "calendar"
    menu_order = 220
    items = (MeetingViewSet, RegistrationViewSet, MessageTextsViewSet)
